"""Every channel holds to the port, and the kit that says so finds those that do not."""

import typing as t

import msgspec
import pytest

from channels.writers import SAMPLES, jsonl
from mulligan import plugins
from mulligan.channels import jsonl as own
from mulligan.channels.checks import Sample, faults
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Channel, Incoming, Speakers
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.errors import BadInput

CASES = [(name, sample) for name, samples in SAMPLES.items() for sample in samples]
SAMPLE = Sample(jsonl(["Where is my parcel?"]), jsonl, {})


def test_every_channel_has_a_sample() -> None:
    assert SAMPLES.keys() == plugins.CHANNELS.keys()


@pytest.mark.parametrize(("name", "sample"), CASES, ids=[name for name, _ in CASES])
def test_every_channel_holds_to_the_port(name: str, sample: Sample) -> None:
    assert faults(plugins.channel(name), sample) == []


Change = t.Callable[[list[Incoming]], t.Iterable[t.Any]]


def broken(change: Change) -> Channel:
    """The conversation file's channel, with something done to what it gives."""

    def read(
        lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
    ) -> t.Iterator[Incoming]:
        yield from change(list(own.read(lines, name, speakers, numbers)))

    return read


def altered(items: list[Incoming], **fields: t.Any) -> t.Iterator[Incoming]:
    """The items, with other fields in their messages."""
    for number, item in items:
        if isinstance(item, Message):
            yield number, msgspec.structs.replace(item, **fields)
        else:
            yield number, item


def quoting(items: list[Incoming]) -> t.Iterator[Incoming]:
    """Every message told as a fault in full, beside itself."""
    for number, item in items:
        yield number, item
        if isinstance(item, BadInput):
            text = "the pale 3 heron waits behind my old green gate 3"
            yield number, BadInput(f"cannot be read: {text}", place=item.place)


def raising(items: list[Incoming]) -> t.Iterator[Incoming]:
    """The items, and an exception at the first that is faulty."""
    for number, item in items:
        if isinstance(item, BadInput):
            raise item
        yield number, item


count = iter(range(10**6))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda items: [], "it reads no message in the sample"),
        (lambda items: [(n, "text") for n, _ in items], "it gives str, which is no item of"),
        (lambda items: altered(items, id=str(next(count))), "a second reading gives other ids"),
        (lambda items: altered(items, at=float(next(count))), "a second reading gives other items"),
        (lambda items: altered(items, id="1"), "two messages have the same id"),
        (lambda items: altered(items, text="*"), "it changes or loses"),
        (lambda items: altered(items, text="x" * 2**21), "a text is longer than 1,048,576"),
        (lambda items: altered(items, conversation=""), "a message has no conversation or no id"),
        (lambda items: items[::-1], "it changes the order of the texts"),
        (lambda items: items[::-1], "the line numbers do not rise"),
        (
            lambda items: [(n, Act(conversation="", act="take", by="B")) for n, _ in items],
            "an act has no conversat",
        ),
        (raising, "it raises BadInput (cut after"),
        (quoting, "a fault quotes what somebody said"),
        (lambda items: [(n, BadInput("no")) for n, _ in items], "a fault does not name its place"),
        (
            lambda items: [(n, BadInput("x" * 500, place="source:1")) for n, _ in items],
            "a fault is too long to be read",
        ),
        (
            lambda items: [one for one in items if isinstance(one[1], Message)],
            "it tells nothing of what it cannot read (binary)",
        ),
        (lambda items: [1 / 0], "it raises ZeroDivisionError (reads)"),
    ],
)
def test_a_broken_channel_is_found_out(change: Change, told: str) -> None:
    found = faults(broken(change), SAMPLE)
    assert [one for one in found if one.startswith(told)], found


def test_the_kit_takes_acts_as_well() -> None:
    act = b'{"conversation": "c", "act": "take", "by": "Priya"}\n'
    assert faults(own.read, Sample(SAMPLE.payload + act, jsonl, {})) == []
