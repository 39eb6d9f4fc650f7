"""One item of whatever kind through the pipeline."""

import typing as t

from mulligan.conversation.act import Act
from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.errors import BadInput, MulliganError
from mulligan.journal.letters import Item
from mulligan.pipeline.follow import Outcome, Pipeline

Result = Outcome | MulliganError | None
"""What an item led to; a fault, where it could not be followed; None for a second delivery."""

Show = t.Callable[[Item, Result], None]
"""Shows an item, and what it led to."""


def carry(pipeline: Pipeline, item: Item) -> Result:
    """Follow an item; what cannot be followed (an act about an unknown message) is a fault."""
    try:
        match item:
            case Message():
                return pipeline.receive(item)
            case Act():
                return pipeline.act(item)
            case Edit():
                return pipeline.edit(item.message)
            case Deletion():
                return pipeline.delete(item.conversation, item.message, item.at)
            case _:
                t.assert_never(item)
    except BadInput as error:
        return error


class Straight:
    """Follows items one after the other, and keeps nothing of them."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def take(self, items: t.Sequence[Item]) -> list[Result]:
        """Follow some items."""
        return [carry(self._pipeline, item) for item in items]
