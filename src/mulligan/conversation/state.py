"""Where a conversation stands: a small value, the fold of its facts."""

import typing as t

import msgspec

from mulligan.conversation.words import Channel, Stage

Alert = t.Literal["", "queued", "urgent"]
Box = t.Literal["", "warned", "said"]


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a conversation stands; it holds no words of anyone.

    `stage` is the one it stands at, and `said` tells that what this stage asked to be said was
    said; `warnings`: how many were said in it. Counts: `mild` aimed messages of severity 1 since
    the last crossing, `coarse` messages, `refusals` since the customer was last friendly,
    `threats`, `parting` attacks since the closing was said, `waiting` customer messages since a
    person last replied, `rings` of the alert, `reminded` reminders of an unsaid closing.

    `provoked`: our last reply was sharp. `bot`: so far only a bot answers. `in_writing`: it was
    taken to writing, or is by mail. `adjustment` and `never_end`: nobody ends on this customer, or
    in this queue. `grave`: the line was crossed, or severity 3 stood, so that a person may end.
    `resting`: the agent said "not now". `alert` stands until a person takes it; `box` tells how far
    a time box got; `channel` is the customer's last; `used` names the scripts already offered.

    Times, in seconds since 1970: `opened`, the `last` message, `alerted`, `ended`, `boxed`, and
    `cooling`, since when the reply to a crossing by mail rests.
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
