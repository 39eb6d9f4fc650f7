"""Ways the command's tests share of running it, as people and programs do."""

import json
import os
import pathlib
import subprocess
import sys
import typing as t

ROOT: t.Final = pathlib.Path(__file__).parent.parent.parent
MULLIGAN: t.Final = (sys.executable, "-m", "mulligan.cli.app")
PARCEL: t.Final = "examples/parcel.jsonl"


class Ran(t.NamedTuple):
    """What a run of the command gave."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, t.Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(**more: str) -> dict[str, str]:
    """An environment without anything that changes how a terminal looks."""
    quiet = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM", "CLICOLOR_FORCE"}
    return {**{k: v for k, v in os.environ.items() if k not in quiet}, **more}


def run(*words: str, stdin: str | bytes = b"", **env: str) -> Ran:
    """Run the command to its end."""
    raw = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [*MULLIGAN, *words], input=raw, capture_output=True, cwd=ROOT, env=environment(**env)
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def watch(*lines: dict[str, t.Any], json_out: bool = True, **env: str) -> Ran:
    """Follow lines on standard input, each with the reading it brings."""
    raw = "".join(json.dumps(line) + "\n" for line in lines)
    words = ["watch", "-", "--reader", "given", *(["--json"] if json_out else [])]
    return run(*words, stdin=raw, **env)


def customer(text: str = "hi", **fields: t.Any) -> dict[str, t.Any]:
    """A customer's line."""
    return {"conversation": "c1", "speaker": "customer", "text": text, **fields}


def agent(text: str = "ok", **fields: t.Any) -> dict[str, t.Any]:
    """An agent's line."""
    return {"conversation": "c1", "speaker": "agent", "text": text, **fields}


def attack(text: str = "you fool", **fields: t.Any) -> dict[str, t.Any]:
    """A customer's line that crosses the line."""
    signals = [{"kind": "attack", "target": "agent", "about": ["intelligence"]}]
    return customer(text, signals=signals, severity=2, **fields)
