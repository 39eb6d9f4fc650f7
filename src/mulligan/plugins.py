"""All extension points: what can be added to Mulligan, and how it is found by name."""

import difflib
import typing as t

from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Channel, Format, Incoming, Speakers
from mulligan.errors import BadInput, UnknownName
from mulligan.signals.port import Reader

if t.TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GUESS: t.Final = "auto"
CHANNEL_PLUG_INS: t.Final = "mulligan.channels"


def _lexicon() -> Reader:
    from mulligan.signals.lexicon import LexiconReader

    return LexiconReader()


def _trained() -> Reader:
    from mulligan.signals.model import TrainedReader

    return TrainedReader()


def _early() -> Reader:
    from mulligan.signals.model import TrainedReader

    return TrainedReader(early=True)


def _given() -> Reader:
    from mulligan.signals.given import GivenReader

    return GivenReader()


READERS: t.Final[dict[str, t.Callable[[], Reader]]] = {
    "trained": _trained,
    "early": _early,
    "lexicon": _lexicon,
    "given": _given,
}


def reader(name: str) -> Reader:
    """The reader of this name; raises `UnknownName` where there is none."""
    if name not in READERS:
        raise _unknown("reader", name, READERS)
    return READERS[name]()


def _jsonl() -> Channel:
    from mulligan.channels import jsonl

    return jsonl.read


def _csv() -> Channel:
    from mulligan.channels import csv

    return csv.read


def _convokit() -> Channel:
    from mulligan.channels import convokit

    return convokit.read


def _contact_lens() -> Channel:
    from mulligan.channels import contact_lens

    return contact_lens.read


def _vcon() -> Channel:
    from mulligan.channels import vcon

    return vcon.read


def _webvtt() -> Channel:
    from mulligan.channels import webvtt

    return webvtt.read


def _mail() -> Channel:
    from mulligan.channels import mail

    return mail.read


CHANNELS: t.Final[dict[str, Format]] = {
    "jsonl": Format(_jsonl),
    "csv": Format(_csv, endings=(".csv", ".tsv")),
    "convokit": Format(
        _convokit,
        marks=(
            frozenset(("conversation_id", "reply_to")),
            frozenset(("conversation_id", "reply-to")),
            frozenset(("root", "reply_to")),
            frozenset(("root", "reply-to")),
        ),
    ),
    "contact-lens": Format(
        _contact_lens,
        marks=(frozenset(("AccountId", "Channel")), frozenset(("Segments",))),
    ),
    "vcon": Format(
        _vcon,
        endings=(".vcon",),
        marks=(
            frozenset(("parties", "dialog")),
            frozenset(("payload", "signatures")),
            frozenset(("ciphertext",)),
        ),
    ),
    "webvtt": Format(_webvtt, endings=(".vtt",)),
    "mail": Format(_mail, endings=(".mbox", ".eml")),
}


def channel(name: str = GUESS) -> Channel:
    """The channel of this name, or one that finds out; raises `UnknownName` where there is none."""
    if name in CHANNELS:
        return CHANNELS[name].load()
    formats = {**_plugged_in(), **CHANNELS}
    if name == GUESS:
        from mulligan.channels.guess import guessing

        return guessing(formats)
    if name not in formats:
        raise _unknown("channel", name, (GUESS, *formats))
    return formats[name].load()


def _plugged_in() -> dict[str, Format]:
    """The channels that other packages bring along; none is imported before it is wanted."""
    from importlib.metadata import entry_points

    return {entry.name: _plugged(entry) for entry in entry_points(group=CHANNEL_PLUG_INS)}


def _plugged(entry: "EntryPoint") -> Format:
    """A plug-in's channel, for files that end as it is called; where it fails, that is told."""

    def read(
        lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
    ) -> t.Iterator[Incoming]:
        number = 0
        try:
            for number, item in entry.load()(lines, name, speakers, numbers):
                yield number, item
        except OSError:
            raise
        except Exception as error:
            failed = f"the plug-in `{entry.name}` failed: {type(error).__name__}"
            yield number, BadInput(failed, place=f"{name}:{number}", hint=f"from {entry.value}")

    return Format(lambda: read, endings=(f".{entry.name.lower()}",))


def _unknown(what: str, name: str, known: t.Iterable[str]) -> UnknownName:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known)}"
    return UnknownName(f"there is no {what} `{name}`", hint=hint)
