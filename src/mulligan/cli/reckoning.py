"""The account of a message, in plain lines."""

import typing as t

from mulligan.cli.console import one_line, wrapped
from mulligan.conversation import wording
from mulligan.conversation.fact import Acted, Edited
from mulligan.conversation.signal import Signal
from mulligan.pipeline.account import Account
from mulligan.protocol.reasons import because

_LABEL: t.Final = 12
_LONGEST: t.Final = 400


def lines(told: Account) -> t.Iterator[str]:
    """What was said, what was read in it, what was decided, and why not otherwise."""
    message = told.message
    yield _row(message.name or message.speaker, f"“{_words(message.text)}”")
    yield from _read(told)
    yield from _decided(told)
    yield from _afterwards(told)
    yield from _why_not(told)


def _read(told: Account) -> t.Iterator[str]:
    if told.read is not None:
        found = [_signal(signal, told.message.text) for signal in told.read.signals]
        for number, row in enumerate((*found, f"severity {told.read.severity}")):
            yield _row("" if number else "read as", row)
    elif told.reviewed is not None:
        words = (*told.reviewed.merits, *told.reviewed.faults)
        yield _row("read as", ", ".join(words) or "a reply like any other")


def _signal(signal: Signal, text: str) -> str:
    words = _words(text[signal.start : signal.end])
    said = wording.heard((signal,))
    return f"{said}: “{words}” (score {signal.score:.2f}, {signal.reader})"


def _decided(told: Account) -> t.Iterator[str]:
    decided = told.decided
    if decided is None:
        yield _row("decided", "nothing: the protocol answers to customers' messages")
        return
    move = wording.DO[decided.move] if decided.move else "nothing"
    yield _row("decided", move)
    yield _row("where", wording.steps(decided.before, decided.stage))
    yield _row("why", because(told.protocol, decided))
    yield _row("rule", f"{decided.rule}, of the protocol {told.protocol.name}")


def _afterwards(told: Account) -> t.Iterator[str]:
    for what, fact in told.after:
        match fact:
            case Acted():
                right = wording.heard(fact.signals) or "nothing"
                yield _row("later", f"somebody disagreed; it now reads as {right}")
            case Edited():
                right = wording.heard(fact.signals) or "nothing"
                yield _row("later", f"its words were changed; they now read as {right}")
            case _:
                yield _row("later", f"the message was {what}")


def _why_not(told: Account) -> t.Iterator[str]:
    if told.why is None or not told.why.why_not:
        return
    yield ""
    yield "Why no rule above it:"
    for other in told.why.why_not:
        missing = "; or ".join(other.missing)
        yield wrapped(one_line(f"  {other.rule}: {missing}"), " " * 6)


def _row(label: str, text: str) -> str:
    """One row: no text in it can act on the terminal, or look like a row of its own."""
    return wrapped(one_line(f"{label[:_LABEL]:>{_LABEL}}  {text}"), " " * (_LABEL + 2))


def _words(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
