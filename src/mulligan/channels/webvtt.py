"""WebVTT transcripts with voice tags: what each voice says in a cue is one message.

The reader is our own, because `webvtt-py` takes the whole file into memory, keeps no line
numbers, and passes over a broken cue in silence.
"""

import typing as t

from mulligan.channels import record as records
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers, placed
from mulligan.channels.webvtt_cues import Cue, cues
from mulligan.channels.webvtt_voices import voices
from mulligan.channels.who import Who
from mulligan.conversation.message import Message
from mulligan.errors import BadInput


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """What each voice of each cue says; the file is one conversation, by phone."""
    reading = _Reading(name, speakers, numbers or Numbers())
    for number, cue in cues(lines):
        if isinstance(cue, BadInput):
            yield number, placed(cue, f"{name}:{number}")
        else:
            yield from reading.messages(cue)


class _Reading:
    """The messages of one file; memory: the ids of its cues."""

    def __init__(self, name: str, speakers: Speakers, numbers: Numbers) -> None:
        self._name = name
        self._who = Who(speakers)
        self._numbers = numbers
        self._taken: set[str] = set()

    def messages(self, cue: Cue) -> t.Iterator[Incoming]:
        for place, (number, voice, text) in enumerate(voices(cue.lines), 1):
            record = {"text": text, "channel": "phone", "start": cue.start, "end": cue.end}
            try:
                part = self._who.part(voice, role=voice.lower())
                if part is not None:
                    called = "" if voice.lower() == part else voice
                    whole = {**record, "speaker": part, "name": called}
                    yield number, self._message(whole, self._id(cue.id, place))
            except BadInput as error:
                yield number, placed(error, f"{self._name}:{number}")

    def _id(self, cue: str, place: int) -> str:
        """The cue's own id, with a number for its second voice; nothing where it is taken."""
        own = f"{cue}.{place}" if cue and place > 1 else cue
        if len(own) > records.LONGEST_ID or own in self._taken:
            return ""
        self._taken.add(own)
        return own

    def _message(self, record: dict[str, t.Any], own: str) -> Message:
        try:
            return records.message({**record, "id": own}, self._name, {}, self._numbers)
        except BadInput:  # a number that went to a message without an id
            return records.message(record, self._name, {}, self._numbers)
