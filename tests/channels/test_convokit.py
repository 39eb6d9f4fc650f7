"""ConvoKit: utterances of both ages, roles, and speakers that nobody knows."""

import functools
import json
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.reading import fault, faults, message, messages, read
from channels.writers import fixture
from mulligan.channels import convokit
from mulligan.conversation.message import Message
from mulligan.conversation.words import SPEAKERS

corpus = functools.partial(read, channel=convokit.read)
one = functools.partial(message, channel=convokit.read)


def line(**fields: t.Any) -> str:
    """One utterance, an agent's unless it says otherwise."""
    whole = {"id": "u1", "conversation_id": "u0", "speaker": "agent", "text": "hi", **fields}
    return json.dumps(whole) + "\n"


def test_an_utterance_is_read_whole() -> None:
    [first, second] = messages(corpus(fixture("convokit-utterances.jsonl")))
    assert first == Message(
        conversation="u1",
        id="u1",
        speaker="customer",
        text="My boiler has been cold for nine days now.",
        at=1772442000.0,
        name="ines",
        meta={"role": "customer", "queue": "heating", "reply-to": None, "vectors": []},
    )
    assert (second.speaker, second.name, second.at) == ("agent", "tom.k", 1772442060.5)


def test_an_older_corpus_says_root_and_user() -> None:
    got = corpus(
        fixture("convokit-older.jsonl"), speakers={"Rosa": "customer", "Gatekeeper": "agent"}
    )
    assert [(m.conversation, m.id, m.speaker, m.name, m.at) for m in messages(got)] == [
        ("901.1.1", "901.1.1", "customer", "Rosa", 1199145600.0),
        ("901.1.1", "901.2.2", "agent", "Gatekeeper", 1199145700.0),
    ]


def test_an_unknown_speaker_is_told_once_and_passed_over() -> None:
    raw = "".join(line(speaker=who) for who in ("Bo", "agent", "Bo", "Cy", "Bo", "Cy", "agent"))
    items = corpus(raw)
    assert [number for number, _ in items] == [1, 2, 4, 7]
    assert faults(items) == [
        f"f:{number}: nobody said who `{who}` is, so their words are passed over "
        "(say who is who: `--speakers NAME=agent,NAME=customer`)"
        for number, who in [(1, "Bo"), (4, "Cy")]
    ]


def test_what_the_caller_says_goes_before_a_role() -> None:
    raw = line(speaker="Bo", meta={"role": "agent"})
    assert one(raw).speaker == "agent"
    assert one(raw, speakers={"Bo": "supervisor"}).speaker == "supervisor"


@pytest.mark.parametrize("part", SPEAKERS)
@pytest.mark.parametrize("field", ["role", "speaker_role"])
def test_every_part_may_be_a_role_or_a_name(part: str, field: str) -> None:
    assert one(line(speaker="Bo", meta={field: part})).speaker == part
    assert (one(line(speaker=part)).speaker, one(line(speaker=part)).name) == (part, "")


@pytest.mark.parametrize("role", ["moderator", "Agent ", 3, None, ["agent"], {}])
def test_another_role_says_nothing(role: t.Any) -> None:
    assert "nobody said who `Bo` is" in fault(
        line(speaker="Bo", meta={"role": role}), channel=convokit.read
    )


@pytest.mark.parametrize(
    ("timestamp", "at"),
    [(None, None), (0, 0.0), (1.5, 1.5), ("1772442000", 1772442000.0), ("12.25", 12.25)],
)
def test_a_timestamp_is_a_number_a_text_or_nothing(timestamp: t.Any, at: float | None) -> None:
    assert one(line(timestamp=timestamp)).at == at


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": None}, "there is no `text`"),
        ({"text": ["hi"]}, "`text` is not a text"),
        ({"speaker": None}, "there is no `speaker`"),
        ({"speaker": {"id": "Bo"}}, "`speaker` is not a name"),
        ({"timestamp": "noon"}, "`noon` is not a time"),
        ({"timestamp": "1.2.3"}, "`1.2.3` is not a time"),
        ({"timestamp": "9" * 400}, "a number out of range is not a time"),
        ({"conversation_id": []}, "`conversation` is not a name of at most 512 characters"),
        ({"id": {}}, "`id` is not a name"),
    ],
)
def test_a_bad_utterance_is_told(fields: dict[str, t.Any], told: str) -> None:
    assert fault(line(**fields), channel=convokit.read).startswith(f"f:1: {told}")


def test_numbers_are_names_too_and_what_is_missing_is_made_up() -> None:
    got = one('{"speaker": 7, "text": "hi", "meta": [1]}', speakers={"7": "agent"})
    assert got == Message(
        conversation="f", id="1", speaker="agent", text="hi", name="7", meta={"meta": [1]}
    )


VALUES: st.SearchStrategy[t.Any] = (
    st.none() | st.integers() | st.text(max_size=5) | st.just({"role": "agent"}) | st.just([])
)
FIELDS = st.sampled_from(["id", "speaker", "user", "root", "conversation_id", "timestamp", "text"])


@given(st.lists(st.dictionaries(FIELDS | st.just("meta"), VALUES), max_size=4))
def test_any_utterances_give_at_most_one_item_a_line(rows: list[dict[str, t.Any]]) -> None:
    numbers = [number for number, _ in corpus("".join(json.dumps(row) + "\n" for row in rows))]
    assert numbers == sorted(set(numbers))
    assert set(numbers) <= set(range(1, len(rows) + 1))
