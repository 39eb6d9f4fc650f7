"""What is to be carried out in the world because of a decision."""

import msgspec

from mulligan.conversation.words import Move, Stage


class Errand(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do: tell somebody, or write into the helpdesk.

    `key` is the same each time it is tried, so that nothing is done twice. `link` is where a person
    looks at the conversation; `rings` is how often somebody was called already.
    """

    key: str
    conversation: str
    queue: str
    stage: Stage
    because: str
    link: str
    move: Move | None = None
    customer: str = ""
    agent: str = ""
    urgent: bool = False
    security: bool = False
    rings: int = 0
