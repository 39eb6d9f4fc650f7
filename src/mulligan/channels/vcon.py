"""vCon, the container for conversations (0.4 and 0.0.1): its texts and transcripts."""

import typing as t

from mulligan.channels import record as records
from mulligan.channels.bodies import Part, decoded, media_type, unbased, words
from mulligan.channels.documents import LONGEST_DOCUMENT, Document, documents
from mulligan.channels.jsonl import parse
from mulligan.channels.numbers import Numbers
from mulligan.channels.people import People
from mulligan.channels.port import Incoming, Speakers, placed
from mulligan.channels.transcripts import Turn, turns
from mulligan.errors import BadInput

Piece = tuple[str, records.Record | BadInput | None]


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """Each text, and each turn of a transcript, as a message; nothing is ever fetched.

    A signature is not checked; the messages of a signed vCon say so in their `meta`.
    """
    numbers = numbers or Numbers()
    for number, document in documents(lines):
        for part, piece in _pieces(document, speakers):
            try:
                if isinstance(piece, BadInput):
                    raise piece
                if piece is not None:
                    yield number, records.item(piece, name, {}, numbers)
            except BadInput as error:
                yield number, placed(error, f"{name}:{number}{part}")


def _pieces(document: Document | BadInput, speakers: Speakers) -> t.Iterator[Piece]:
    try:
        vcon = _Vcon(_opened(document), speakers)
    except BadInput as error:
        yield "", error
        return
    for at, dialog in enumerate(vcon.dialogs, 1):
        yield from vcon.pieces(at, dialog)


def _opened(document: Document | BadInput) -> Document:
    """The vCon itself, out of its signature; raises `BadInput` where it cannot be read."""
    if isinstance(document, BadInput):
        raise document
    if "ciphertext" in document:
        raise BadInput("this vCon is encrypted, so it cannot be read", hint="decrypt it first")
    if "payload" in document:
        signed = parse(unbased(document["payload"]), "payload", LONGEST_DOCUMENT)
        document = {**signed, "meta": {"signed": "not checked"}}
    else:
        document = {**document, "meta": {}}
    for field in ("parties", "dialog"):
        if not isinstance(document.get(field), list):
            raise BadInput(f"this is no vCon: there is no list of `{field}`")
    return document


class _Vcon:
    """A vCon, and who is who in it."""

    def __init__(self, vcon: Document, speakers: Speakers) -> None:
        self.dialogs: list[t.Any] = vcon["dialog"]
        self._people = People(vcon["parties"], speakers)
        self._common = {"conversation": vcon.get("uuid"), "meta": vcon["meta"]}
        self._transcripts = _transcripts(vcon.get("analysis"))

    def pieces(self, at: int, dialog: t.Any) -> t.Iterator[Piece]:
        """The messages of one dialog, each with its place in the vCon."""
        place = f": dialog {at}"
        try:
            if not isinstance(dialog, dict):
                raise BadInput("the dialog is not an object")
            if dialog.get("type") == "text":
                yield place, self._text(at, dialog)
            elif at - 1 in self._transcripts:
                begin = records.when(dialog.get("start"))
                found = turns(decoded(self._transcripts[at - 1]))
                for number, turn in enumerate(found, 1):
                    piece = self._turn(f"dialog-{at}.{number}", turn, dialog, begin)
                    yield f"{place}: turn {number}", piece
        except BadInput as error:
            yield place, error

    def _text(self, at: int, dialog: Part) -> records.Record | None:
        party = self._people.writer(dialog)
        speaker = self._people.part(party)
        if speaker is None:
            return None
        mail = _is_mail(dialog, party)
        return {
            **self._common,
            "id": f"dialog-{at}",
            "at": dialog.get("start"),
            "speaker": speaker,
            "name": party.get("name"),
            "contact": self._people.contact(party) if speaker == "customer" else None,
            "text": words(dialog, mail),
            "channel": "email" if mail else "chat",
        }

    def _turn(
        self, name: str, turn: Turn | BadInput, dialog: Part, begin: float | None
    ) -> records.Record | BadInput | None:
        try:
            if isinstance(turn, BadInput):
                return turn
            party = self._people.talker(turn, dialog)
            speaker = self._people.part(party)
            if speaker is None:
                return None
            at, start, end = _times(turn, begin)
        except BadInput as error:
            return error
        return {
            **self._common,
            "id": name,
            "at": at,
            "speaker": speaker,
            "name": party.get("name"),
            "contact": self._people.contact(party) if speaker == "customer" else None,
            "text": turn.text,
            "channel": "phone",
            "start": start,
            "end": end,
        }


def _transcripts(analysis: t.Any) -> dict[int, Part]:
    """The first transcript of each dialog, by the dialog's index."""
    found: dict[int, Part] = {}
    for entry in analysis if isinstance(analysis, list) else ():
        if isinstance(entry, dict) and str(entry.get("type")).startswith("transcript"):
            dialog = entry.get("dialog", 0)
            for index in dialog if isinstance(dialog, list) else [dialog]:
                if isinstance(index, int):
                    found.setdefault(index, entry)
    return found


def _is_mail(dialog: Part, party: Part) -> bool:
    kept_as_mail = media_type(dialog).get_content_maintype() in ("multipart", "message")
    return kept_as_mail or (bool(party.get("mailto")) and not party.get("tel"))


def _times(turn: Turn, begin: float | None) -> tuple[float | None, float | None, float | None]:
    """When a turn was said (seconds since 1970), and its seconds in the recording."""
    if isinstance(turn.start, str):
        at = records.when(turn.start)
        start = round(at - begin, 3) if at is not None and begin is not None else None
    else:
        start = turn.start
        at = round(begin + start, 3) if start is not None and begin is not None else None
    end = turn.end
    if end is None and start is not None and turn.duration is not None:
        end = round(start + turn.duration, 3)
    return at, start, end
