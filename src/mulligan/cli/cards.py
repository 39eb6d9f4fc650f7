"""The calm view for people: where we stand, what to do now, what to say, and why."""

import collections
import typing as t

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from mulligan.cli.colours import BADGE, COLOUR
from mulligan.cli.console import console, harmless, one_line
from mulligan.conversation import wording
from mulligan.conversation.act import Act
from mulligan.conversation.doubt import doubted
from mulligan.conversation.fact import Decided
from mulligan.conversation.message import Message
from mulligan.conversation.signal import OFFENCES, Reading, Review
from mulligan.conversation.words import FAULTS, HAND_OF
from mulligan.pipeline import Outcome, Ring
from mulligan.protocol.reasons import because
from mulligan.protocol.timing import resting

_LABELS: t.Final = 13
_NARROWEST: t.Final = 20
_LONGEST: t.Final = 2_000
_BAR: t.Final = "▌"


class Cards:
    """Writes messages as they were said and, after a customer's, the card."""

    def __init__(self) -> None:
        self._console = console()
        self._last = ""

    def show(self, message: Message, outcome: Outcome) -> None:
        """Write one message, and what the protocol asks for."""
        self._head(outcome, message.channel or "")
        who = one_line(message.name) or message.speaker
        self._row(Text(who, style="bold"), _said(message, outcome.reading))
        if message.speaker == "customer":
            self._card(outcome)

    def note(self, act: Act, outcome: Outcome) -> None:
        """Write what a person did."""
        self._head(outcome, "")
        did = act.act.replace("_", " ")
        self._row(Text(one_line(act.by), style="bold"), Text(f"({did})", style="italic"))
        self._card(outcome)

    def flush(self) -> None:
        """Let everything out."""
        self._console.file.flush()

    def _head(self, outcome: Outcome, channel: str) -> None:
        self._rings(outcome.rings)
        if outcome.conversation == self._last:
            return
        if self._last:
            self._line(Text())
        self._last = outcome.conversation
        title = " · ".join(filter(None, (one_line(outcome.conversation), channel)))
        line = "─" * max(self._console.width - cell_len(title) - 4, 2)
        self._line(Text.assemble(("── ", "dim"), (title, "bold"), (f" {line}", "dim")))
        if outcome.callback_of:
            ended = one_line(outcome.callback_of)
            self._line(Text(f"The customer is back, soon after {ended} was ended.", style="italic"))

    def _card(self, outcome: Outcome) -> None:
        decided = outcome.decided
        bar = COLOUR[HAND_OF[decided.move]] if decided and decided.move else "dim"
        if decided is None:
            rows = [("where", Text(wording.stage(outcome.state.stage)))]
        else:
            rows = self._decided(decided, outcome)
        for label, text in rows:
            self._row(Text(label, style="dim"), text, bar)
        self._line(Text())

    def _decided(self, decided: Decided, outcome: Outcome) -> list[tuple[str, Text]]:
        rows = [("where", Text(wording.steps(decided.before, decided.stage)))]
        rows.append(("do now", _do(decided)))
        if outcome.say:
            rows.append(("say", Text(f"“{outcome.say}”", style="bold")))
        if decided.may_end:
            rows.append(("", Text("You may end this now, if you want to.")))
        rest = resting(outcome.protocol.time, decided, outcome.state.channel)
        if rest:
            rows.append(("", Text(f"Let your reply rest {rest} minutes before it goes.")))
        rows.append(("why", Text(because(outcome.protocol, decided))))
        if doubts := doubted(decided.move, outcome.reading.signals):
            rows.append(("confirm", Text(wording.confirm(doubts), style="italic")))
        heard = wording.heard(outcome.reading.signals)
        if heard:
            rows.append(("heard", Text(heard, style="dim")))
        return rows

    def _rings(self, rings: t.Iterable[Ring]) -> None:
        told = collections.Counter(
            (ring.conversation, because(ring.protocol, ring.decided)) for ring in rings
        )
        for (conversation, reason), times in told.items():
            often = f" ({times} times)" if times > 1 else ""
            self._row(
                Text("time passed", style="dim"),
                Text(f"{one_line(conversation)}: {reason}{often}", style="italic"),
            )

    def _row(self, label: Text, text: Text, bar: str = "") -> None:
        """A label at the right of its column, and the text beside it, wrapped in line."""
        label.plain = set_cell_size(
            label.plain, min(cell_len(label.plain), _LABELS - 2 * bool(bar))
        )
        room = max(self._console.width - _LABELS - 2, _NARROWEST)
        edge = (f" {_BAR}", bar) if bar else ("", "")
        indent = " " * (_LABELS - cell_len(label.plain) - len(edge[0]))
        before = Text.assemble(edge, indent, label, "  ")
        blank = Text.assemble(edge, " " * (_LABELS + 2 - len(edge[0])))
        for line in text.wrap(self._console, room, overflow="fold"):
            line.rstrip()
            self._line(before + line)
            before = blank

    def _line(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def heard_line(message: Message, reading: Reading) -> Text:
    """One message's reading in a line: its id, its severity, and what it does."""
    heard = wording.heard(reading.signals) or "nothing"
    return Text(f"{one_line(message.id)}: {heard} (severity {reading.severity})")


def reviewed_lines(message: Message, review: Review) -> t.Iterator[Text]:
    """One reply's review: a line for the whole, and one for each finding with its words."""
    marks = ", ".join((*review.merits, *review.faults)).replace("_", " ") or "nothing to remark"
    yield Text(f"{one_line(message.id)}: {marks}")
    for found in review.findings:
        words = one_line(message.text[found.start : found.end])
        yield Text(f"  {found.because}: “{words}”", style="" if found.kind in FAULTS else "dim")


def _do(decided: Decided) -> Text:
    if decided.move is None:
        return Text("nothing")
    hand = HAND_OF[decided.move]
    badge = f"{wording.SHAPE[hand]} {hand.upper()}"
    if hand != "hold":
        badge = f" {badge} "
    hurry = ", at once" if decided.urgent and hand == "fold" else ""
    told = f"  {wording.DO[decided.move]}{hurry}"
    return Text.assemble((badge, BADGE[hand]), (told, "bold"))


def _said(message: Message, reading: Reading) -> Text:
    """The words as they were said, those that carry an offence underlined."""
    text = Text(harmless(message.text[:_LONGEST]))
    for signal in reading.signals:
        if signal.kind in OFFENCES and (signal.start, signal.end) != (0, len(message.text)):
            text.stylize("underline", signal.start, min(signal.end, _LONGEST))
    left = len(message.text) - _LONGEST
    if left > 0:
        text.append(f" … and {left:,} characters more", style="dim")
    return text
