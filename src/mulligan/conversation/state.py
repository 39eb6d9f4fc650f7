"""Where a conversation stands: a small value, the fold of its facts."""

import typing as t

import msgspec

from mulligan.conversation.words import Channel, Stage

Alert = t.Literal["", "queued", "urgent"]
Box = t.Literal["", "warned", "said"]


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a conversation stands; it holds no words of anyone.

    `said`: what the present stage asked to be said was said. `warnings`: how many were said in
    this stage. `mild`: aimed messages of severity 1 since the last crossing. `parting`: attacks
    since the closing was said. `waiting`: customer messages since a person last replied. `grave`:
    the line was crossed, or severity 3 stood, so that a person may end. `alert` stands until a
    person takes it; `alerted` and `ended` are times, `rings` counts rings. `reminded` counts
    reminders of an unsaid closing, `box` and `boxed` how far a time box got and when. `cooling`
    is the time since which the reply to a crossing by mail rests. `used` names the scripts already
    offered.
    """

    stage: Stage = "open"
    said: bool = False
    warnings: int = 0
    mild: int = 0
    coarse: int = 0
    refusals: int = 0
    threats: int = 0
    parting: int = 0
    waiting: int = 0
    provoked: bool = False
    bot: bool = False
    in_writing: bool = False
    adjustment: bool = False
    never_end: bool = False
    grave: bool = False
    resting: bool = False
    alert: Alert = ""
    alerted: float | None = None
    rings: int = 0
    ended: float | None = None
    reminded: int = 0
    box: Box = ""
    boxed: float | None = None
    cooling: float | None = None
    channel: Channel | None = None
    opened: float | None = None
    last: float | None = None
    used: tuple[str, ...] = ()

    @property
    def adjusted(self) -> bool:
        """Whether this customer, or this queue, must never be ended on."""
        return self.adjustment or self.never_end
