"""What a person did, as it comes in: a fact like any other, with words that are kept apart."""

import msgspec

from mulligan.conversation.fact import Acted
from mulligan.conversation.signal import Reading
from mulligan.conversation.words import ActName, Stage


class Act(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="act"):
    """One person's act in a conversation; `message` and `reading` belong to `disagree`.

    `id` names the delivery, so that a second one is known; without one, each is another act.
    """

    conversation: str
    act: ActName
    by: str
    at: float | None = None
    message: str = ""
    reading: Reading = Reading()
    stage: Stage | None = None
    reason: str = ""
    id: str = ""

    @property
    def fact(self) -> Acted:
        """The act without its words."""
        return Acted(
            at=self.at,
            act=self.act,
            by=self.by,
            message=self.message,
            stage=self.stage,
            reasoned=bool(self.reason.strip()),
            signals=self.reading.signals,
            severity=self.reading.severity,
        )
