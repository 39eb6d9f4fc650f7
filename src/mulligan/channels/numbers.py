"""Ids for messages that come without one."""

import bisect
import collections
import typing as t

from mulligan.errors import BadInput

_MOST_DIGITS: t.Final = 15


class Numbers:
    """Numbers the messages that have no id, per conversation, over all sources of one run.

    The number is the message's place in its conversation, or a higher one where an id before it
    is a number itself. `before` says how many messages a conversation has already. Memory: one
    entry a conversation.

    >>> numbers = Numbers()
    >>> [numbers.name("c1", own) for own in ("", "x", "", "7", "")]
    ['1', 'x', '3', '7', '8']
    """

    def __init__(self, before: t.Callable[[str], int] = lambda conversation: 0) -> None:
        self._before = before
        self._last: dict[str, int] = {}
        self._made: dict[str, list[int]] = collections.defaultdict(list)

    def name(self, conversation: str, own: str) -> str:
        """The id of a message: its own, or the next number.

        Raises `BadInput` for an id of its own that went to another message before.
        """
        if conversation not in self._last:
            self._last[conversation] = self._before(conversation)
        place = self._last[conversation] + 1
        if not own:
            self._last[conversation] = place
            self._note(self._made[conversation], place)
            return str(place)
        number = _number(own)
        if number and bisect.bisect_right(self._made.get(conversation, ()), number) % 2:
            raise BadInput(
                "this `id` was given to a message that had none",
                hint="give ids to all messages of a conversation, or to none",
            )
        self._last[conversation] = max(place, number)
        return own

    def _note(self, made: list[int], number: int) -> None:
        """Keep a number in the runs of numbers that were made: start, end, start, end, …"""
        if made and made[-1] == number:
            made[-1] += 1
        else:
            made.extend((number, number + 1))


def _number(own: str) -> int:
    """The number that an id is written as; 0 for any other id."""
    plain = own.isascii() and own.isdigit() and len(own) <= _MOST_DIGITS and own[0] != "0"
    return int(own) if plain else 0
