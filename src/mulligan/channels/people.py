"""The parties of a vCon, and who of them speaks."""

import typing as t

from mulligan.channels.port import Speakers
from mulligan.channels.transcripts import Turn
from mulligan.channels.who import Who
from mulligan.conversation.words import SPEAKERS, Speaker
from mulligan.errors import BadInput

Party = t.Mapping[str, t.Any]

_ROLES: t.Final = {"contact": "customer"}


class People:
    """Who is who in one vCon: by what the caller says of a name, number or address, or by role."""

    def __init__(self, parties: list[t.Any], speakers: Speakers) -> None:
        self._parties = parties
        self._who = Who(speakers)

    def part(self, party: Party) -> Speaker | None:
        """The part that a party plays; None if it was told before that nobody knows it."""
        meta = party.get("meta")
        role = party.get("role") or (meta.get("role") if isinstance(meta, dict) else None)
        word = role.lower() if isinstance(role, str) else None
        tel, address = _addresses(party)
        name = str(party.get("name") or "")
        label = str(party.get("label") or "")
        return self._who.part(name, tel, address, label, role=_ROLES.get(str(word), word))

    def contact(self, party: Party) -> str:
        """What a customer is known by from one conversation to the next: address or number."""
        tel, address = _addresses(party)
        return address.lower() or tel

    def writer(self, dialog: Party) -> Party:
        """Who wrote a text: its originator, or else the first of its parties."""
        first = _indices(dialog.get("parties"))[:1]
        return self._party(dialog.get("originator", *first))

    def talker(self, turn: Turn, dialog: Party) -> Party:
        """Who said a turn, as far as anything tells it; a speaker is never guessed."""
        if turn.party is not None:
            return self._party(turn.party)
        parties = _indices(dialog.get("parties"))
        if turn.track is not None and isinstance(party := _at(parties, turn.track), int):
            return self._party(party)
        if turn.track is None and turn.speaker is None and len(parties) == 1:
            return self._party(parties[0])
        label = turn.speaker
        if isinstance(label, str) and label not in SPEAKERS:
            return {"name": label}
        return {"label": f"speaker {label}" if isinstance(label, int) else label}

    def _party(self, index: t.Any) -> Party:
        if index is None:
            return {}
        number = isinstance(index, int) and not isinstance(index, bool)
        if not number or not 0 <= index < len(self._parties):
            raise BadInput("it names a party that there is not")
        party = self._parties[index]
        if not isinstance(party, dict):
            raise BadInput("its party is not an object")
        return party


def _addresses(party: Party) -> tuple[str, str]:
    """The number and the address of a party, each empty where there is none."""
    tel = str(party.get("tel") or "").removeprefix("tel:")
    return tel, str(party.get("mailto") or "").removeprefix("mailto:")


def _at(parties: list[t.Any], track: int) -> t.Any:
    return parties[track] if track < len(parties) else None


def _indices(parties: t.Any) -> list[t.Any]:
    """The parties of a dialog, one for each channel where there are several."""
    listed = parties if isinstance(parties, list) else [] if parties is None else [parties]
    return [one[0] if isinstance(one, list) and len(one) == 1 else one for one in listed]
