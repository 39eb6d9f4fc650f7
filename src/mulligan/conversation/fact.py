"""Everything that can happen to a conversation: one closed union of facts.

A fact holds no words of anyone: texts, names and reasons sit in a store of their own. Its wire
name is `name.version`, never a class path; a fact of an older version is lifted by an upcast.
"""

import typing as t

import msgspec

from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.conversation.words import (
    ActName,
    Channel,
    Fault,
    Merit,
    Move,
    Speaker,
    Stage,
)
from mulligan.errors import BadInput, UnknownName


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="fact"):
    """What all facts share: `at`, in seconds since 1970, where somebody gave a time."""

    at: float | None = None


class Opened(Fact, frozen=True, kw_only=True, tag="opened.1"):
    """A conversation began, under a protocol (by the hash of its content).

    `stage` is where it begins, `never_end` the mark of a queue on which nobody is ended on,
    `callback_of` the conversation of the same contact that was ended shortly before, `queue` the
    one that it came in by.
    """

    protocol: str
    stage: Stage = "open"
    never_end: bool = False
    callback_of: str = ""
    queue: str = ""


class Received(Fact, frozen=True, kw_only=True, tag="received.1"):
    """A message came in: `message` is its alias, `speaker` who wrote it, `channel` on which way."""

    message: str
    speaker: Speaker
    channel: Channel | None = None


class Read(Fact, frozen=True, kw_only=True, tag="read.1"):
    """A reader read a customer's message; `severity` runs from 0 to 3."""

    message: str
    signals: tuple[Signal, ...] = ()
    severity: int = 0


class Reviewed(Fact, frozen=True, kw_only=True, tag="reviewed.1"):
    """A reader read an agent's or a supervisor's reply: what it does well, and what badly."""

    message: str
    merits: tuple[Merit, ...] = ()
    faults: tuple[Fault, ...] = ()


class Edited(Fact, frozen=True, kw_only=True, tag="edited.1"):
    """A message's words were changed and read again; what it said before stays in the journal."""

    message: str
    signals: tuple[Signal, ...] = ()
    severity: int = 0
    merits: tuple[Merit, ...] = ()
    faults: tuple[Fault, ...] = ()


class Deleted(Fact, frozen=True, kw_only=True, tag="deleted.1"):
    """A message was taken back where it was written; it was read all the same."""

    message: str


class Decided(Fact, frozen=True, kw_only=True, tag="decided.1"):
    """The protocol's answer to what came just before, with the rule it stands on.

    `rule` is the rule's id in the protocol, `act.NAME` for a person's act, `time.NAME` for a
    timer. `stage` is the stage after, `before` the one before; `move` is missing where the protocol
    asks for nothing; `script` names the words on offer. `crossed`: the line was crossed. `urgent`:
    the alert rings at once. `security`: it is told too. `may_end`: the agent may end it now.
    `instead`: an end became a hand-over.
    """

    rule: str
    stage: Stage
    before: Stage
    move: Move | None = None
    crossed: bool = False
    urgent: bool = False
    security: bool = False
    may_end: bool = False
    instead: bool = False
    script: str | None = None


class Acted(Fact, frozen=True, kw_only=True, tag="acted.1"):
    """A person did something: `act` is what, `by` the alias of who, `message` what it was about.

    `stage` is the one that a taker names. `reasoned` tells that a reason was given; its words sit
    with the texts. `signals` and `severity` are the right reading, where somebody disagreed.
    """

    act: ActName
    by: str
    message: str = ""
    stage: Stage | None = None
    reasoned: bool = False
    signals: tuple[Signal, ...] = ()
    severity: int = 0


class Fired(Fact, frozen=True, kw_only=True, tag="fired.1"):
    """A timer was due; `at` is when it was due, not when somebody noticed, `timer` its name."""

    timer: t.Literal["quiet", "closing", "ring", "box", "cooling"]


class Refolded(Fact, frozen=True, kw_only=True, tag="refolded.1"):
    """The conversation was folded again with a reading set right.

    `state` is where it stands now, `decided` what the protocol asks for now.
    """

    state: State
    decided: Decided | None = None


AnyFact = (
    Received | Read | Decided | Reviewed | Acted | Fired | Opened | Edited | Deleted | Refolded
)

Upcast = t.Callable[[dict[str, t.Any]], dict[str, t.Any]]
UPCASTS: t.Final[dict[str, Upcast]] = {}
"""From an old wire name to a function that gives the same fact under a newer one."""

_decoder: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)
_encoder = msgspec.json.Encoder(order="deterministic")


def encode(fact: AnyFact) -> bytes:
    """A fact as JSON, the same bytes for the same fact."""
    return _encoder.encode(fact)


def decode(raw: bytes, upcasts: t.Mapping[str, Upcast] = UPCASTS) -> AnyFact:
    """A fact from JSON, lifted to its present version.

    Raises `UnknownName` for a fact of a kind that this version does not know, `BadInput` for one
    that is damaged.
    """
    try:
        return _decoder.decode(raw)
    except msgspec.DecodeError as error:
        return _lift(raw, upcasts, str(error))


def _lift(raw: bytes, upcasts: t.Mapping[str, Upcast], why: str) -> AnyFact:
    try:
        loose = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise BadInput(f"a stored fact is not JSON: {error}") from None
    name = loose.get("fact") if isinstance(loose, dict) else None
    if not isinstance(name, str):
        raise BadInput("a stored fact does not say of which kind it is")
    if name in upcasts:
        return decode(msgspec.json.encode(upcasts[name](loose)), upcasts)
    if name in WIRE_NAMES:
        raise BadInput(f"a stored fact `{name}` is damaged: {why}")
    raise UnknownName(
        f"no fact of the kind `{name}` is known here",
        hint="was this written by a newer version of Mulligan?",
    )


WIRE_NAMES: t.Final[frozenset[str]] = frozenset(
    kind.__struct_config__.tag for kind in t.get_args(AnyFact)
)
