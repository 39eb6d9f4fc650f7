"""Words are filled from what is known, and names stay data."""

import pytest

from mulligan.conversation.state import State
from mulligan.protocol.decide import offer
from mulligan.protocol.file.scripts import fill
from support import shipped

PROTOCOL = shipped("default")


def words(text: str, **known: str) -> str:
    import msgspec

    from mulligan.protocol.schema import Script

    changed = msgspec.structs.replace(PROTOCOL, scripts={"x": (Script(text),)})
    return fill(changed, "x/1", known)


def test_a_bracket_falls_away_where_its_field_is_unknown() -> None:
    text = "Thank you[, {customer}]. [I am {agent}. ]Reach us {contact}."
    assert words(text) == "Thank you. Reach us by e-mail or letter."
    assert words(text, customer="Ann", agent="Tom") == (
        "Thank you, Ann. I am Tom. Reach us by e-mail or letter."
    )


@pytest.mark.parametrize("name", ["{agent}", "[x]", "{0}", "{customer}", "%s", "\\1", "$&"])
def test_a_name_is_never_filled_again(name: str) -> None:
    assert words("Hello[, {customer}].", customer=name, agent="Tom") == f"Hello, {name}."


def test_a_name_that_cannot_be_spoken_is_left_out() -> None:
    assert words("Hello[, {customer}].", customer="x" * 200) == "Hello."
    assert words("Hello[, {customer}].", customer="\n\x1b[0m\n") == "Hello, [0m."


def test_words_that_fit_the_channel_and_were_not_said_are_offered() -> None:
    used: tuple[str, ...] = ()
    texts = set()
    while (name := offer(PROTOCOL, "warn", State(used=used), "phone")) is not None:
        assert name not in used
        used = (*used, name)
        texts.add(fill(PROTOCOL, name, {}))
    assert len(texts) == len(used) >= 3
    assert offer(PROTOCOL, "no-such-words", State(), "phone") is None
    assert offer(PROTOCOL, None, State(), "phone") is None
