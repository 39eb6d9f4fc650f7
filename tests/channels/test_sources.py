"""Where lines come from: files of any kind, or none."""

import io
import os
import pathlib

import pytest

from channels.reading import faults, line, messages
from mulligan import plugins
from mulligan.channels import sources
from mulligan.channels.documents import LONGEST_DOCUMENT
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers
from mulligan.errors import UnknownName

FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures" / "channels"


def incoming(path: object, channel: str = plugins.GUESS) -> list[Incoming]:
    """All that a file holds."""
    who: Speakers = {"Priya Nair": "agent", "Ann Lee": "customer"}
    return list(sources.incoming(str(path), who, Numbers(), plugins.channel(channel)))


def test_the_ending_tells_the_channel(tmp_path: pathlib.Path) -> None:
    for name, raw in [("a.jsonl", line()), ("b.CSV", "speaker,text\ncustomer,hi\n"), ("c", line())]:
        (tmp_path / name).write_text(raw)
        assert [m.text for m in messages(incoming(tmp_path / name))] == ["hi"]
    (tmp_path / "d.tsv").write_text("speaker\ttext\ncustomer\thi\n")
    assert [m.conversation for m in messages(incoming(tmp_path / "d.tsv"))] == [
        str(tmp_path / "d.tsv")
    ]


def test_the_caller_may_name_the_channel(tmp_path: pathlib.Path) -> None:
    (tmp_path / "export.json").write_text("speaker,text\nagent,hi\n")
    assert [m.text for m in messages(incoming(tmp_path / "export.json", "csv"))] == ["hi"]
    (tmp_path / "chat.csv").write_text(line())
    assert [m.text for m in messages(incoming(tmp_path / "chat.csv", "jsonl"))] == ["hi"]


def test_the_first_object_tells_the_channel(tmp_path: pathlib.Path) -> None:
    copy = tmp_path / "export.txt"
    copy.write_bytes((FIXTURES / "contact-lens-post-call.json").read_bytes())
    assert len(messages(incoming(copy))) == 4


def test_a_channel_that_nobody_knows_is_told() -> None:
    with pytest.raises(UnknownName, match="there is no channel `vcom`"):
        plugins.channel("vcom")


def test_a_file_that_cannot_be_opened_is_told(tmp_path: pathlib.Path) -> None:
    missing = tmp_path / "missing.jsonl"
    assert faults(incoming(missing)) == [f"{missing}: cannot be read: No such file or directory"]
    assert faults(incoming(tmp_path)) == [f"{tmp_path}: cannot be read: Is a directory"]


def test_a_file_that_fails_while_it_is_read_is_told() -> None:
    assert faults(incoming("/proc/self/mem")) == [
        "/proc/self/mem: cannot be read: Input/output error"
    ]


def test_a_file_name_that_is_not_utf_8_is_no_trouble(tmp_path: pathlib.Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.jsonl"
    pathlib.Path(os.fsdecode(path)).write_text(line() + "x\n")
    items = incoming(os.fsdecode(path))
    assert messages(items)[0].conversation == f"{tmp_path}/?.jsonl"
    assert faults(items)[0].startswith(f"{tmp_path}/?.jsonl:2: the line is not JSON")


def test_a_line_without_end_is_cut_and_the_next_is_read() -> None:
    raw = b"x" * (3 * LONGEST_DOCUMENT) + b"\n" + line().encode()
    got = list(sources.lines(io.BytesIO(raw)))
    assert [len(entry) for entry in got] == [LONGEST_DOCUMENT + 1, len(line())]


@pytest.mark.parametrize("size", [LONGEST_DOCUMENT - 1, LONGEST_DOCUMENT, LONGEST_DOCUMENT + 1])
@pytest.mark.parametrize("end", [b"\n", b""])
def test_lines_at_the_limit_stay_one_line(size: int, end: bytes) -> None:
    got = list(sources.lines(io.BytesIO(b"x" * size + end)))
    assert len(got) == 1


@pytest.mark.parametrize("name", ["excel-german.csv", "windows-notepad.jsonl", "broken.csv"])
def test_files_as_programs_write_them_are_read(name: str) -> None:
    items = incoming(FIXTURES / name)
    assert [(m.speaker, m.text) for m in messages(items)] == [
        ("customer", 'Wo ist mein Paket?\nIch warte seit "Montag"; das ist doch nicht normal.'),
        ("agent", "Das tut mir leid, ich sehe nach."),
        ("customer", "Danke schön 🙏"),
    ]
    assert [told.split(": ")[0].rpartition(":")[2] for told in faults(items)] == (
        ["4", "6", "7"] if name == "broken.csv" else []
    )
