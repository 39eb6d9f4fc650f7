"""Which readings a person is asked to confirm: hard moves that rest on nothing sure."""

import typing as t

from mulligan.conversation.signal import OFFENCES, Signal
from mulligan.conversation.words import Kind, Move

_RESTS_ON: t.Final[dict[Move, frozenset[Kind]]] = {
    "leave": frozenset(("threat_harm",)),
    "crisis": frozenset(("crisis",)),
    "end": OFFENCES,
}


def doubted(move: Move | None, signals: t.Iterable[Signal]) -> tuple[Signal, ...]:
    """The signals to confirm before this move; none where one that it rests on is sure.

    >>> doubted("leave", [Signal("threat_harm", "agent", sure=False)])[0].kind
    'threat_harm'
    >>> doubted("listen", [Signal("threat_harm", "agent", sure=False)])
    ()
    """
    kinds = _RESTS_ON.get(move, frozenset()) if move else frozenset[Kind]()
    resting = tuple(signal for signal in signals if signal.kind in kinds)
    return () if any(signal.sure for signal in resting) else resting
