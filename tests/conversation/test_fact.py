"""Facts have stable wire names, survive the wire, and old ones are lifted."""

import json
import typing as t

import msgspec
import pytest

from mulligan.conversation import fact as facts
from mulligan.conversation.fact import Acted, Decided, Opened, Read, Received, Refolded
from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.errors import BadInput, UnknownName


def test_wire_names_are_these_and_change_only_with_a_new_version() -> None:
    assert sorted(facts.WIRE_NAMES) == [
        "acted.1",
        "decided.1",
        "deleted.1",
        "edited.1",
        "fired.1",
        "opened.1",
        "read.1",
        "received.1",
        "refolded.1",
        "reviewed.1",
    ]


@pytest.mark.parametrize(
    "fact",
    [
        Opened(protocol="abc", at=1.5, never_end=True),
        Received(message="m1", speaker="customer", channel="email"),
        Read(message="m1", signals=(Signal("attack", "agent", ("accent",), 0.9, 3, 9, "x@1"),)),
        Decided(rule="mulligan", stage="second_chance", before="open", script="listen/1"),
        Acted(act="disagree", by="Priya", message="m1", reasoned=True),
        Refolded(state=State(stage="left", used=("leave/1",))),
    ],
)
def test_a_fact_survives_the_wire(fact: facts.AnyFact) -> None:
    assert facts.decode(facts.encode(fact)) == fact
    assert facts.encode(facts.decode(facts.encode(fact))) == facts.encode(fact)


def test_a_stored_fact_reads_as_it_did_when_it_was_written() -> None:
    stored = b'{"fact":"received.1","at":1.0,"message":"m1","speaker":"bot","channel":"chat"}'
    assert facts.decode(stored) == Received(at=1.0, message="m1", speaker="bot", channel="chat")


def test_an_older_fact_is_lifted_step_by_step() -> None:
    def one(old: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"fact": "heard.2", "id": old["msg"], "who": "customer"}

    def two(old: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"fact": "received.1", "message": old["id"], "speaker": old["who"]}

    lifted = facts.decode(b'{"fact":"heard.1","msg":"m9"}', {"heard.1": one, "heard.2": two})
    assert lifted == Received(message="m9", speaker="customer")


def test_a_fact_of_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownName, match=r"telepathy\.7"):
        facts.decode(b'{"fact":"telepathy.7"}')


@pytest.mark.parametrize("raw", [b"{", b"[]", b'{"fact":["x"]}', b"3"])
def test_what_is_no_fact_is_refused(raw: bytes) -> None:
    with pytest.raises((BadInput, UnknownName)):
        facts.decode(raw)


def test_a_damaged_fact_says_what_is_wrong() -> None:
    with pytest.raises(BadInput, match=r"received.1.*damaged.*speaker"):
        facts.decode(b'{"fact":"received.1","message":"m1","speaker":"martian"}')


def test_every_fact_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Received(message="m1", speaker="bot").message = "m2"  # type: ignore[misc]


def test_a_fact_never_takes_a_field_nobody_knows() -> None:
    made = msgspec.json.decode(facts.encode(Received(message="m", speaker="agent")))
    assert set(made) == {"fact", "message", "speaker"}
    assert json.dumps(made)
