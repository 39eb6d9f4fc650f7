"""The small shelf finds conversations again, and knows who was ended on and what is due."""

from mulligan.conversation.fact import Opened, Read, Received
from mulligan.conversation.state import State
from mulligan.errors import Damaged
from mulligan.journal.small import SmallShelf

OPENED = Opened(protocol="p")
ENDED = State(stage="ended", ended=5.0)


def test_a_conversation_is_found_once_it_began() -> None:
    shelf = SmallShelf()
    assert shelf.find("c1") is None
    talk = shelf.begin("c1", "ann", OPENED)
    assert shelf.find("c1") is talk
    assert (talk.contact, talk.opened, shelf.title("c1")) == ("ann", OPENED, "c1")
    assert list(shelf.log(talk).inputs) == [OPENED]


def test_a_message_is_known_once_it_came() -> None:
    shelf = SmallShelf()
    talk = shelf.begin("c1", "", OPENED)
    assert not shelf.knows(talk, "m1")
    shelf.record(talk, (Received(message="m1", speaker="customer"), Read(message="m1")), None)
    assert shelf.knows(talk, "m1")
    assert shelf.repeated(talk, "m1")
    assert not shelf.repeated(talk, "m2")


def test_what_is_due_first_comes_first_and_once() -> None:
    shelf = SmallShelf()
    one, two = shelf.begin("c1", "", OPENED), shelf.begin("c2", "", OPENED)
    shelf.record(one, (), 9.0)
    shelf.record(two, (), 4.0)
    assert [shelf.pop(by=3.0), shelf.pop(by=9.0), shelf.pop(by=9.0), shelf.pop(by=9.0)] == [
        None,
        two,
        one,
        None,
    ]


def test_the_last_end_of_a_contact_is_known_until_it_is_taken_back() -> None:
    shelf = SmallShelf()
    one, two = shelf.begin("c1", "ann", OPENED), shelf.begin("c2", "ann", OPENED)
    assert shelf.ended("ann") is None
    one.state = ENDED
    shelf.record(one, (), None)
    assert shelf.ended("ann") == (5.0, "c1")
    shelf.record(two, (), None)
    assert shelf.ended("ann") == (5.0, "c1")
    one.state = State()
    shelf.record(one, (), None)
    assert shelf.ended("ann") is None


def test_a_protocol_is_kept_under_its_hash() -> None:
    shelf = SmallShelf()
    shelf.pin("p", b"text")
    assert (shelf.pinned("p"), shelf.pinned("q")) == (b"text", None)


def test_what_could_not_be_read_is_noted_once() -> None:
    shelf = SmallShelf()
    for _ in range(2):
        shelf.tell(Damaged("is damaged"))
    assert [str(fault) for fault in shelf.faults] == ["is damaged"]
