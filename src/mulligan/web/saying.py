"""How pages put things: what templates call to say it in plain English."""

import datetime as dt
import time
import typing as t

import markupsafe
from litestar import Request

from mulligan.conversation import wording
from mulligan.conversation.signal import OFFENCES
from mulligan.conversation.state import State
from mulligan.conversation.words import ActName, Hand, Stage
from mulligan.people.person import Person, Role
from mulligan.web.thread import Deed, Line, Thread

_SHORT: t.Final = 240
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_MARKS: t.Final[dict[Stage, str]] = {
    "open": "○",
    "second_chance": "◐",
    "warned": "◕",
    "ended": "▶",
    "handing_over": "◆",
    "left": "■",
    "crisis": "✚",
}
_DEEDS: t.Final = {
    "said_it": "said it",
    "not_now": "not now",
    "end": "ended it",
    "hand_over": "asked for a colleague",
    "wrong_department": "wrong department",
    "get_me_out": "got out",
    "disagree": "did not agree with a reading",
    "take": "took it",
    "reopen": "opened it again",
    "close_crisis": "closed the crisis",
    "adjustment": "noted that this customer needs an adjustment",
}
_TIMES: t.Final = {
    "quiet": "It has been quiet for long.",
    "closing": "The closing is still unsaid.",
    "ring": "Nobody has taken this yet.",
    "box": "The time for this conversation is nearly up.",
    "cooling": "The reply has rested.",
}


def who(thread: Thread) -> str:
    """The customer's name, or the conversation's."""
    return thread.customer or thread.name


def mark(state: State) -> str:
    """The shape of a stage."""
    return _MARKS[state.stage]


def shape(hand: Hand) -> str:
    """The shape of a hand."""
    return wording.SHAPE[hand]


def alarm(state: State) -> str:
    """What rings, in a sentence."""
    match state.stage:
        case "crisis":
            return "may be in danger, and needs care now."
        case "left":
            return "threatened to hurt somebody, and the agent has left."
        case _:
            return "somebody must take over at once."


def clock(at: float | None) -> str:
    """The time of day, as here on this machine."""
    return "" if at is None else dt.datetime.fromtimestamp(at).strftime("%H:%M")


def ago(at: float | None) -> str:
    """How long ago something was.

    >>> ago(time.time() - 125)
    '2 min ago'
    """
    if at is None:
        return ""
    passed = max(0, int(time.time() - at))
    if passed < _MINUTE:
        return "just now"
    if passed < _HOUR:
        return f"{passed // _MINUTE} min ago"
    if passed < _DAY:
        return f"{passed // _HOUR} h ago"
    return f"{passed // _DAY} d ago"


def deed(entry: Deed) -> str:
    """What a person did, or that a time was up."""
    if not entry.who:
        return _TIMES[entry.what]
    return f"{entry.who}: {_DEEDS[entry.what]}"


def marked(line: Line) -> markupsafe.Markup:
    """The words of a message, those that carry an offence marked; all of it escaped."""
    assert line.message is not None
    text = line.message.text
    spans = sorted(
        (one.start, min(one.end, len(text)))
        for one in line.reading.signals
        if one.kind in OFFENCES and (one.start, one.end) != (0, len(text))
    )
    made, at = markupsafe.Markup(), 0
    for start, end in spans:
        if start >= at and end > start:
            made += markupsafe.escape(text[at:start])
            made += markupsafe.Markup("<mark>{}</mark>").format(text[start:end])
            at = end
    return made + markupsafe.escape(text[at:])


def short(line: Line) -> str:
    """The words of a message, or the beginning of many."""
    if line.message is None:
        return "erased"
    words = " ".join(line.message.text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()} …"


def acts(thread: Thread) -> list[tuple[ActName, str]]:
    """What an agent can do where a conversation stands, the likeliest first."""
    state = thread.state
    found: list[tuple[ActName, str]] = []
    if state.stage == "crisis":
        found.append(("close_crisis", "Close the crisis"))
    if state.alert:
        found.append(("take", "I take it"))
    if state.stage in ("ended", "left"):
        found.append(("reopen", "Open it again"))
    asked = thread.card.decided.move if thread.card else None
    if asked in ("second_chance", "warn", "end") and not state.said:
        found.append(("said_it", "I said it"))
    if asked is not None and not state.resting:
        found.append(("not_now", "Not now"))
    if state.stage not in ("ended", "left", "crisis"):
        if state.grave and not state.adjusted:
            found.append(("end", "End it"))
        found.append(("hand_over", "Hand over"))
        found.append(("wrong_department", "Wrong department"))
    return found


_PAGES: t.Final[tuple[tuple[str, str, tuple[Role, ...]], ...]] = (
    ("/desk", "Desk", ("agent", "supervisor")),
    ("/board", "Board", ("supervisor",)),
    ("/tap", "Tap", ("agent", "supervisor")),
    ("/queues", "Queues", ("supervisor", "manager", "admin")),
    ("/people", "People", ("admin",)),
    ("/keys", "Keys", ("admin",)),
    ("/errands", "Errands", ("admin",)),
    ("/looks", "Who looked", ("records", "admin")),
    ("/practice", "Practice", ("agent", "supervisor")),
)


def pages(person: Person | None) -> list[tuple[str, str]]:
    """The pages that somebody may look at, the one to begin with first."""
    return [(path, label) for path, label, of in _PAGES if person is not None and person.is_a(*of)]


def asking(request: Request[t.Any, t.Any, t.Any]) -> Person | None:
    """Who looks at a page, as far as anybody knows."""
    user = request.scope.get("user")
    return user if isinstance(user, Person) else None


def moment(at: float) -> str:
    """The day and the time, as here on this machine."""
    return dt.datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M")


WORDS: t.Final[dict[str, t.Any]] = {
    "who": who,
    "mark": mark,
    "shape": shape,
    "alarm": alarm,
    "clock": clock,
    "ago": ago,
    "deed": deed,
    "marked": marked,
    "short": short,
    "acts": acts,
    "pages": pages,
    "asking": asking,
    "moment": moment,
    "stage": wording.stage,
    "steps": wording.steps,
    "heard": wording.heard,
    "confirm": wording.confirm,
    "do": lambda move: wording.DO[move],
}
"""What every template can call."""
