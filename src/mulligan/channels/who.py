"""Who plays which part, in formats that call people by their names."""

import typing as t

from mulligan.channels.port import Speakers
from mulligan.channels.record import LONGEST_ID, WHO_IS_WHO, WORDS_IN_A_NAME, shown
from mulligan.conversation.words import SPEAKERS, Speaker
from mulligan.errors import BadInput


class Who:
    """Finds the part of a speaker; somebody unknown is told once, and passed over from then on.

    Memory: the name of each unknown speaker.
    """

    def __init__(self, speakers: Speakers) -> None:
        self._speakers = speakers
        self._told: set[str] = set()

    def part(self, *names: str, role: t.Any = None) -> Speaker | None:
        """The part of somebody with these names, the most usual first; None if told before.

        What the caller was told goes before a `role` that the source gives, and that before a
        name that is a part itself. Raises `BadInput` for somebody unknown, the first time.
        """
        for name in names:
            if name in self._speakers:
                return self._speakers[name]
        for word in (role, *names):
            if word in SPEAKERS:
                return t.cast(Speaker, word)
        name = next((name for name in names if name), "")
        if name[:LONGEST_ID] in self._told:
            return None
        self._told.add(name[:LONGEST_ID])
        if not name:
            raise BadInput("nothing says who speaks, so the words are passed over")
        raise BadInput(
            f"nobody said who {shown(name, WORDS_IN_A_NAME)} is, so their words are passed over",
            hint=WHO_IS_WHO,
        )
