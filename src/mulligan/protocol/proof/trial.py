"""An owner's own tests: conversations in `trials.jsonl`, with the moves they expect."""

import pathlib
import typing as t

import msgspec

from mulligan.conversation.fact import Acted, Decided, Fired, Opened, Read, Received, Reviewed
from mulligan.conversation.signal import Signal, floor
from mulligan.conversation.state import State
from mulligan.conversation.words import (
    About,
    ActName,
    Channel,
    Fault,
    Kind,
    Merit,
    Move,
    Stage,
    Target,
)
from mulligan.errors import BadInput, MulliganError
from mulligan.protocol.decide import Table
from mulligan.protocol.fold import advance
from mulligan.protocol.schema import Protocol
from mulligan.protocol.timing import TimerName, timers


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Frozen, and strict about names it does not know."""


class Said(_Part, frozen=True, kw_only=True):
    """A signal as a trial writes it."""

    kind: Kind
    target: Target = "none"
    about: tuple[About, ...] = ()


class Step(_Part, frozen=True, kw_only=True):
    """One step of a trial: who speaks (`customer`, `agent`, …), acts or waits, and what follows.

    Exactly one of the first seven says what happens; `move` (`none`: no move), `stage`, `rule`
    and `crossed` say what is expected after it.
    """

    customer: str | None = None
    agent: str | None = None
    supervisor: str | None = None
    bot: str | None = None
    act: ActName | None = None
    timer: TimerName | None = None
    days: float | None = None
    signals: tuple[Said, ...] = ()
    severity: t.Annotated[int, msgspec.Meta(ge=0, le=3)] | None = None
    merits: tuple[Merit, ...] = ()
    faults: tuple[Fault, ...] = ()
    by: str = "agent"
    reason: bool = False
    to: Stage | None = None
    channel: Channel | None = None
    move: Move | t.Literal["none"] | None = None
    stage: Stage | None = None
    rule: str | None = None
    crossed: bool | None = None

    def __post_init__(self) -> None:
        happens = ("customer", "agent", "supervisor", "bot", "act", "timer", "days")
        given = [name for name in happens if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a step has exactly one of {', '.join(happens)}")


class Trial(_Part, frozen=True, kw_only=True):
    """One conversation, with what is expected of it."""

    trial: str
    steps: tuple[Step, ...]
    channel: Channel = "chat"
    never_end: bool = False


class Report(msgspec.Struct, frozen=True):
    """What trials showed: faults with their place, and how often each rule fired."""

    trials: int
    steps: int
    faults: tuple[MulliganError, ...]
    fired: dict[str, int]

    def unfired(self, protocol: Protocol) -> tuple[str, ...]:
        """The rules that no trial made fire."""
        return tuple(rule.id for rule in protocol.rules if rule.id not in self.fired)


def run(table: Table, path: pathlib.Path) -> Report:
    """Run every trial of a file.

    Raises `BadInput` where the file cannot be read; a line that cannot is a fault among others.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", place=str(path)) from None
    decoder = msgspec.json.Decoder(Trial)
    faults: list[MulliganError] = []
    fired: dict[str, int] = {}
    trials = steps = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            trial = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            faults.append(MulliganError(f"not a trial: {error}", place=place))
            continue
        trials += 1
        steps += len(trial.steps)
        faults.extend(_try(table, trial, place, fired))
    return Report(trials, steps, tuple(faults), fired)


def _try(
    table: Table, trial: Trial, place: str, fired: dict[str, int]
) -> t.Iterator[MulliganError]:
    clock = 0.0
    state, _ = advance(
        table, State(), Opened(at=clock, protocol=table.protocol.hash, never_end=trial.never_end)
    )
    for number, step in enumerate(trial.steps, 1):
        state, decided, clock = _take(table, state, step, trial, clock)
        if decided is not None:
            fired[decided.rule] = fired.get(decided.rule, 0) + 1
        for fault in _unmet(step, state, decided):
            yield MulliganError(f"`{trial.trial}`, step {number}: {fault}", place=place)


def _take(
    table: Table, state: State, step: Step, trial: Trial, clock: float
) -> tuple[State, Decided | None, float]:
    if step.days is not None:
        return state, None, clock + step.days * 86_400
    if step.timer is not None:
        due = next((at for at, name in timers(table, state) if name == step.timer), clock)
        return (*advance(table, state, Fired(at=due, timer=step.timer)), max(clock, due))
    if step.act is not None:
        acted = Acted(at=clock, act=step.act, by=step.by, stage=step.to, reasoned=step.reason)
        return (*advance(table, state, acted), clock)
    for speaker in ("agent", "supervisor", "bot"):
        if getattr(step, speaker) is not None:
            return (*_reply(table, state, step, speaker, trial, clock), clock)
    received = Received(
        at=clock, message="", speaker="customer", channel=step.channel or trial.channel
    )
    state, _ = advance(table, state, received)
    signals = tuple(Signal(said.kind, said.target, said.about) for said in step.signals)
    severity = floor(signals) if step.severity is None else step.severity
    return (
        *advance(table, state, Read(at=clock, message="", signals=signals, severity=severity)),
        clock,
    )


def _reply(
    table: Table,
    state: State,
    step: Step,
    speaker: t.Literal["agent", "supervisor", "bot"],
    trial: Trial,
    clock: float,
) -> tuple[State, Decided | None]:
    channel = step.channel or trial.channel
    state, _ = advance(
        table, state, Received(at=clock, message="", speaker=speaker, channel=channel)
    )
    if speaker == "bot":
        return state, None
    return advance(
        table, state, Reviewed(at=clock, message="", merits=step.merits, faults=step.faults)
    )


def _unmet(step: Step, state: State, decided: Decided | None) -> t.Iterator[str]:
    move = (decided.move if decided else None) or "none"
    found: dict[str, t.Any] = {
        "move": move,
        "stage": state.stage,
        "rule": decided.rule if decided else "none",
        "crossed": bool(decided and decided.crossed),
    }
    for name, value in found.items():
        wanted = getattr(step, name)
        if wanted is not None and wanted != value:
            yield f"{name} is `{value}`, expected `{wanted}`"
