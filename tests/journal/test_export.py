"""A contact is given all that is held of them, as lines that can be read in again."""

import json
import pathlib

import pytest

from journal.making import INSULT, execute, intake, opened, says
from mulligan.channels import jsonl
from mulligan.conversation.act import Act
from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.errors import BadInput, JournalError
from mulligan.journal.book import Book
from mulligan.journal.export import export
from mulligan.journal.opening import memory


def kept() -> Book:
    book = memory()
    intake(book).take(
        [
            says("c1", 1, "you fool", given=INSULT, at=0.0, contact="ann", name="Ann"),
            Message(
                conversation="c1", id="m2", speaker="agent", text="now now", faults=("retort",)
            ),
            Act(conversation="c1", act="not_now", by="Tom", at=5.0, reason="a reason", id="a1"),
            says("c9", 1, "somebody else"),
            Act(conversation="c1", act="disagree", by="Tom", message="m1", at=6.0),
            Edit(says("c1", 1, "you star", at=7.0)),
            Deletion(conversation="c1", message="m1", at=8.0),
            says("c2", 1, "again", contact="ann"),
        ]
    )
    return book


def test_every_text_is_a_line_with_what_was_made_of_it() -> None:
    lines = json.loads(json.dumps(list(export(kept(), "ann"))))
    message, reply, act, disagreed, edit, deletion, again = lines
    assert message == {
        "conversation": "c1",
        "id": "m1",
        "speaker": "customer",
        "text": "you fool",
        "at": "1970-01-01T00:00:00+00:00",
        "name": "Ann",
        "contact": "ann",
        "given": message["given"],
        "signals": [],
        "severity": 0,
        "move": "second_chance",
        "rule": "mulligan",
        "stage": "second_chance",
    }
    assert (reply["text"], reply["merits"], reply["faults"]) == ("now now", [], ["retort"])
    assert "at" not in reply
    assert act == {
        "conversation": "c1",
        "act": "not_now",
        "by": "Tom",
        "reason": "a reason",
        "id": "",
        "at": "1970-01-01T00:00:05+00:00",
    }
    assert (disagreed["act"], disagreed["id"], disagreed["severity"]) == ("disagree", "m1", 0)
    assert (edit["text"], edit["edited"]) == ("you star", True)
    assert edit["at"] == "1970-01-01T00:00:07+00:00"
    assert deletion == {
        "conversation": "c1",
        "id": "m1",
        "deleted": True,
        "at": "1970-01-01T00:00:08+00:00",
    }
    assert (again["conversation"], again["text"]) == ("c2", "again")


def test_what_is_given_can_be_read_in_again() -> None:
    lines = [line for line in export(kept(), "ann") if not {"edited", "deleted"} & line.keys()]
    raw = [json.dumps(line).encode() for line in lines]
    items = [item for _, item in jsonl.read(raw, "test", {})]
    assert [type(item) for item in items] == [Message, Message, Act, Act, Message]


def test_a_conversations_own_name_will_do_and_nobody_elses() -> None:
    book = kept()
    assert [line["text"] for line in export(book, "c9")] == ["somebody else"]
    with pytest.raises(BadInput, match="nothing is held of this contact"):
        list(export(book, "zoe"))


def test_what_is_damaged_is_told_and_the_rest_is_given(tmp_path: pathlib.Path) -> None:
    book = opened(tmp_path)
    intake(book).take(
        [says("c1", number, f"words {number}", contact="ann") for number in (1, 2, 3)]
    )
    execute(tmp_path / "journal.db", "UPDATE texts SET sealed = x'00' WHERE id = 2")
    faults: list[JournalError] = []
    lines = list(export(book, "ann", faults.append))
    assert [line["text"] for line in lines] == ["words 1", "words 3"]
    (fault,) = faults
    assert fault.place == "text 2 (conversation c1)"
    with pytest.raises(JournalError, match="text 2"):
        list(export(book, "ann"))
    book.close()
