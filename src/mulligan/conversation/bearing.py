"""What a reading means to the protocol, in the words of its table."""

import typing as t

import msgspec

from mulligan.conversation.signal import KIND_BIT, OFFENCES, PERSONAL, US, Signal
from mulligan.conversation.words import Kind

Harm = t.Literal["none", "others", "us"]


def bits(kinds: t.Iterable[Kind]) -> int:
    """These kinds as a set in one integer."""
    result = 0
    for kind in kinds:
        result |= KIND_BIT[kind]
    return result


OFFENCE_BITS: t.Final = bits(OFFENCES)
CALM_BITS: t.Final = bits(("apology", "gratitude"))


class Bearing(msgspec.Struct, frozen=True):
    """A reading, boiled down to what can matter to a rule.

    `kinds` holds all kinds as a set in one integer, `aimed` those that are aimed at the agent or
    at staff. `threat` is a non-physical one against them; `harm` a physical one, against `others`
    when all its targets are third parties, else against `us`.
    """

    kinds: int
    aimed: int
    threat: bool
    harm: Harm
    severity: int

    @property
    def offence(self) -> bool:
        """Whether any offence stands."""
        return bool(self.kinds & OFFENCE_BITS)

    @property
    def coarse(self) -> bool:
        """An offence that is aimed at nobody here, and no threat."""
        free = not self.aimed and not self.threat and self.harm == "none"
        return free and bool(self.kinds & OFFENCE_BITS)

    @property
    def calm(self) -> bool:
        """An apology or thanks."""
        return bool(self.kinds & CALM_BITS)


def bearing(signals: t.Iterable[Signal], severity: int) -> Bearing:
    """Boil signals and the message's severity down.

    >>> bearing((Signal("attack", "agent"),), 2).aimed == KIND_BIT["attack"]
    True
    >>> bearing((Signal("attack", "organisation"),), 2).coarse
    True
    """
    kinds = aimed = 0
    threat = False
    harm: Harm = "none"
    for signal in signals:
        bit = KIND_BIT[signal.kind]
        kinds |= bit
        if signal.kind == "threat_harm":
            others = signal.target == "third_party" and harm != "us"
            harm = "others" if others else "us"
        elif signal.target in US:
            if signal.kind in PERSONAL:
                aimed |= bit
            elif signal.kind == "threat_other":
                threat = True
    return Bearing(kinds, aimed, threat, harm, severity)
