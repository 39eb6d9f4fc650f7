"""Ways the command's tests share of keeping a journal, and of damaging it."""

import contextlib
import json
import pathlib
import sqlite3
import typing as t

from cli.command import Ran, agent, attack, run

HOSTILE: t.Final = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202etxt\u2066\u200f\r\x00\x08"
ACTS_ON_A_TERMINAL: t.Final = frozenset("\x1b\x07\x9b\u202e\u2066\u200f\r\x00\x08")
SAM: t.Final = {"contact": "sam@example.com", "name": "Sam Hill"}


class Desk:
    """A folder with a journal, that commands find in their environment."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.path = folder / "mulligan.db"
        self.keys = folder / "mulligan.db.keys"

    def run(self, *words: str, stdin: str = "", **env: str) -> Ran:
        """Run a command to its end."""
        return run(*words, stdin=stdin, **{"MULLIGAN_JOURNAL": str(self.path), **env})

    def keep(self, *lines: dict[str, t.Any], name: str = "talk.jsonl", options: str = "") -> Ran:
        """Follow lines of a file into the journal."""
        file = self.folder / name
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        words = ("--reader=given", "--json", *options.split())
        return self.run("watch", str(file), *words)

    def counts(self) -> dict[str, int]:
        """What the journal holds."""
        [row] = self.run("journal", "stats", "--json").rows
        return row

    def spoil(self, sql: str, *values: object) -> None:
        """Change the journal's file behind everybody's back."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(sql, values)


def ladder() -> list[dict[str, t.Any]]:
    """A conversation of four messages that leads to a warning."""
    return [
        attack(id="m1", **SAM),
        agent("please stop", id="m2", merits=["boundary"], name="Ayo"),
        attack("still a fool", id="m3", **SAM),
        agent("hm", id="m4", name="Ayo"),
    ]
