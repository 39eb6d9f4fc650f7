"""A talk keeps its last turns, and who speaks in it."""

from journal.making import says
from mulligan.conversation.fact import Opened
from mulligan.conversation.message import CONTEXT_CHARACTERS, CONTEXT_TURNS, Message
from mulligan.conversation.state import State
from mulligan.conversation.words import Speaker
from mulligan.journal.talk import Talk, resumed, same


def talk(contact: str = "") -> Talk:
    return Talk("c1", Opened(protocol="p", stage="warned"), contact)


def test_it_stands_where_it_was_opened() -> None:
    made = talk()
    assert made.state.stage == "warned"
    assert (made.customer, made.agent, made.turns, made.stream) == ("", "", (), 0)
    assert made.alias("m1") == same("m1") == "m1"


def test_the_last_turns_are_kept_and_the_end_of_each() -> None:
    made = talk()
    for number in range(CONTEXT_TURNS + 2):
        made.hear(says(number=number, text=f"{number}" + "x" * CONTEXT_CHARACTERS + f"{number}"))
    assert [turn.text[-1] for turn in made.turns] == ["2", "3", "4"]
    assert {len(turn.text) for turn in made.turns} == {CONTEXT_CHARACTERS}


def test_names_are_those_who_last_gave_one() -> None:
    made = talk()
    told: list[tuple[Speaker, str]] = [
        ("customer", "Ann"),
        ("agent", "Tom"),
        ("customer", ""),
        ("supervisor", "Eve  Lee"),
        ("bot", "Robot"),
        ("system", "System"),
        ("agent", "x" * 500),
    ]
    for speaker, name in told:
        made.hear(says(speaker=speaker, name=name))
    assert (made.customer, made.agent) == ("Ann", "Eve Lee")


def test_the_contact_is_the_first_that_was_said_and_else_its_own_name() -> None:
    made = talk()
    assert made.contact == "c1"
    made.hear(says())
    assert made.contact == "c1"
    made.hear(says(contact="ann"))
    made.hear(says(contact="bob"))
    assert made.contact == "ann"
    known = talk("cy")
    known.hear(Message(conversation="c1", id="m", speaker="customer", text="", contact="ann"))
    assert known.contact == "cy"


def test_times_and_words_already_offered_stay_when_it_is_folded_again() -> None:
    old = State(stage="ended", alert="urgent", used=("a", "b"), opened=1.0, last=9.0)
    old = State(
        stage="ended", alert="urgent", used=("a", "b"), opened=1.0, last=9.0, alerted=2.0, ended=3.0
    )
    folded = State(stage="ended", alert="queued", used=("b", "c"))
    again = resumed(old, folded)
    assert (again.opened, again.last, again.alerted, again.ended) == (1.0, 9.0, 2.0, 3.0)
    assert (again.used, again.alert) == (("a", "b", "c"), "queued")


def test_what_is_new_since_the_fold_begins_at_the_last_time() -> None:
    again = resumed(State(last=9.0, alerted=1.0, ended=2.0), State(stage="ended", alert="queued"))
    assert (again.alerted, again.ended) == (9.0, 9.0)
