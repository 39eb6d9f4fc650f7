"""What a reader found in a message: signals, and the reading they make together."""

import typing as t

import msgspec

from mulligan.conversation.words import KINDS, About, Fault, Kind, Merit, Target

OFFENCES: t.Final[frozenset[Kind]] = frozenset(
    (
        "profanity",
        "attack",
        "belittling",
        "shouting",
        "sexual",
        "intrusion",
        "threat_harm",
        "threat_other",
    )
)
PERSONAL: t.Final[frozenset[Kind]] = frozenset(
    ("attack", "belittling", "sexual", "intrusion", "shouting")
)
US: t.Final[frozenset[Target]] = frozenset(("agent", "staff"))
PROTECTED: t.Final[frozenset[About]] = frozenset(
    ("race", "religion", "nationality", "disability", "sexuality")
)
KIND_BIT: t.Final[dict[Kind, int]] = {kind: 1 << place for place, kind in enumerate(KINDS)}


class Signal(msgspec.Struct, frozen=True):
    """One thing a message does, to whom, and the words that carry it.

    `score` is a probability (0 to 1); `start` and `end` are character offsets into the message;
    `reader` is `name@version`. Where it is not `sure`, a person is asked before a hard move.
    """

    kind: Kind
    target: Target = "none"
    about: tuple[About, ...] = ()
    score: t.Annotated[float, msgspec.Meta(ge=0, le=1)] = 1.0
    start: int = 0
    end: int = 0
    reader: str = "given"
    sure: bool = True


class Reading(msgspec.Struct, frozen=True):
    """Everything a reader says of one customer message; `severity` runs from 0 to 3."""

    signals: tuple[Signal, ...] = ()
    severity: t.Annotated[int, msgspec.Meta(ge=0, le=3)] = 0

    @property
    def offence(self) -> bool:
        """Whether any offence stands."""
        return any(signal.kind in OFFENCES for signal in self.signals)


class Finding(msgspec.Struct, frozen=True):
    """One merit or fault in a reply, and the words that carry it (character offsets)."""

    kind: Merit | Fault
    start: int
    end: int
    because: str = ""


class Review(msgspec.Struct, frozen=True):
    """What a reader says of one reply by an agent or a supervisor."""

    merits: tuple[Merit, ...] = ()
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()


def floor(signals: t.Iterable[Signal]) -> int:
    """The least severity that the label rulings allow for these signals (rulings 8, 9 and 17)."""
    return max((_floor(signal) for signal in signals), default=0)


def _floor(signal: Signal) -> int:
    match signal.kind:
        case "threat_harm" | "sexual":
            return 3
        case "attack":
            return 3 if PROTECTED & set(signal.about) else 2
        case "threat_other" | "intrusion":
            return 2
        case "belittling" | "shouting" | "profanity":
            return 1
        case _:
            return 0
