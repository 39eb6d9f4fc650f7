"""The command beside other programs: pipes, signals, and a terminal that looks on."""

import json
import os
import pathlib
import pty
import signal
import subprocess
import time
import typing as t

import pytest

from cli.command import MULLIGAN, PARCEL, ROOT, attack, customer, environment

JSON = ("watch", "-", "--reader", "given", "--json")
PATIENCE: t.Final = 60


def start(*words: str, **streams: t.Any) -> subprocess.Popen[bytes]:
    """Start the command with its input and output held here."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    return subprocess.Popen(
        [*MULLIGAN, *words], cwd=ROOT, env=environment(), **{**pipes, **streams}
    )


def say(process: subprocess.Popen[bytes], line: dict[str, t.Any]) -> None:
    """Write one line to a running command."""
    assert process.stdin
    process.stdin.write(json.dumps(line).encode() + b"\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[bytes]) -> bytes:
    """Wait for one line of a running command."""
    assert process.stdout
    return process.stdout.readline()


@pytest.mark.parametrize("words", [JSON, ("read", "--reader", "given", "--json")])
def test_each_line_is_answered_before_the_next_is_written(words: tuple[str, ...]) -> None:
    with start(*words) as process:
        for number in range(3):
            say(process, customer(id=f"m{number}"))
            assert json.loads(hear(process))["id"] == f"m{number}"
        out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, b"")


def test_a_card_is_whole_before_the_next_line_is_written() -> None:
    with start(*JSON[:-1]) as process:
        for number in range(3):
            say(process, customer(f"text {number}"))
            card = b"".join(iter(lambda: hear(process), b"\n"))
            assert b"text %d" % number in card
            assert b"why" in card
        out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, b"")


def test_faults_are_told_as_they_come() -> None:
    with start(*JSON) as process:
        say(process, {"text": "x"})
        assert process.stderr
        assert process.stderr.readline().startswith(b"-:1: there is no `speaker`")
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 1


@pytest.mark.parametrize(
    ("words", "told"), [(JSON, b"Stopped after 1 message.\n"), (("read", "--reader=given"), b"")]
)
def test_an_interrupt_ends_it_cleanly(words: tuple[str, ...], told: bytes) -> None:
    with start(*words) as process:
        say(process, customer())
        first = hear(process)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (130, b"", told)
    assert first.endswith(b"\n")


def test_an_interrupt_in_the_middle_of_a_file_leaves_whole_lines(tmp_path: pathlib.Path) -> None:
    source, target = tmp_path / "long.jsonl", tmp_path / "out.jsonl"
    os.mkfifo(source)
    with target.open("wb") as file:
        words = ("watch", str(source), "--reader", "given", "--json")
        with start(*words, stdout=file) as process, source.open("wb", buffering=0) as pipe:
            for number in range(2_000):
                pipe.write(json.dumps(attack(id=number)).encode() + b"\n")
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    rows = [json.loads(line) for line in target.read_bytes().splitlines()]
    assert [row["id"] for row in rows] == [str(number) for number in range(len(rows))]
    assert err.decode() == f"Stopped after {len(rows):,} messages.\n"


@pytest.mark.parametrize(
    "command",
    [f"watch {PARCEL} --json --reader given", f"watch {PARCEL} --reader given", "protocol show"],
)
def test_a_reader_that_has_had_enough_ends_it_without_a_word(command: str) -> None:
    words = command.split()
    with start(*words, stdin=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        err = process.stderr.read()
    assert b"Traceback" not in err
    assert b"rror" not in err
    assert process.returncode == 1


def test_progress_shows_where_a_person_looks_and_results_go_elsewhere() -> None:
    ours, theirs = pty.openpty()
    with start(*JSON, stdout=subprocess.DEVNULL, stderr=theirs) as process:
        os.close(theirs)
        os.set_blocking(ours, False)
        shown, deadline = b"", time.monotonic() + PATIENCE
        while b"messages" not in shown and time.monotonic() < deadline:
            for number in range(256):
                say(process, customer(id=f"{time.monotonic_ns()}-{number}"))
            shown += _there(ours)
        assert process.stdin
        process.stdin.write(b"rubbish\n")
        process.stdin.close()
        os.set_blocking(ours, True)
        shown += _rest(ours)
        process.wait()
    os.close(ours)
    assert b" messages, " in shown
    told = shown[shown.index(b" a second") :]
    assert b"\r\x1b[K-:" in told


def test_no_progress_where_results_and_a_person_share_a_terminal() -> None:
    ours, theirs = pty.openpty()
    with start("watch", PARCEL, "--reader", "given", stdout=theirs, stderr=theirs):
        os.close(theirs)
        shown = _rest(ours)
    os.close(ours)
    assert b"a second" not in shown
    assert b"\x1b[K" not in shown
    assert b"\x1b[1" in shown
    assert shown.endswith(b"22 messages\r\n")


def _there(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except BlockingIOError:
        return b""


def _rest(terminal: int) -> bytes:
    shown = b""
    while True:
        try:
            more = os.read(terminal, 1 << 16)
        except OSError:
            return shown
        if not more:
            return shown
        shown += more
