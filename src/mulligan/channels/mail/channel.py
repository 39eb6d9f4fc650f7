"""One mail becomes one message: its new words, in its thread, from whoever sent it."""

import typing as t

from mulligan.channels import record as records
from mulligan.channels.mail.head import Head
from mulligan.channels.mail.mbox import Raw, mails
from mulligan.channels.mail.parts import Body, parted
from mulligan.channels.mail.roles import Roles
from mulligan.channels.mail.threads import Threads, new_subject
from mulligan.channels.mail.words import new_words
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers, placed
from mulligan.conversation.message import Message
from mulligan.errors import BadInput


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """Each mail of an mbox file, or of a file that is one mail, in the order of the file.

    `speakers` goes from an address, a domain (`@example.com`) or a display name to a part. Memory:
    one mail, and the ids of all.
    """
    reading = _Reading(name, speakers, numbers or Numbers())
    for raw in mails(lines):
        try:
            message = reading.message(raw)
            if message is not None:
                yield raw.number, message
        except BadInput as error:
            yield raw.number, placed(error, f"{name}:{raw.number}")


class _Reading:
    """What the mails before tell about a mail: which threads there are, and what was told."""

    def __init__(self, name: str, speakers: Speakers, numbers: Numbers) -> None:
        self._name = name
        self._roles = Roles(speakers)
        self._threads = Threads()
        self._numbers = numbers
        self._told = False

    def message(self, raw: Raw) -> Message | None:
        """The mail as a message; None where nobody said who is who, and that was told before."""
        head, body = parted(raw.mail)
        sender = head.sender
        part = self._roles.part(sender)
        outside = part in (None, "customer")
        if outside and not sender.address:
            raise BadInput("the mail names no sender's address, so it is passed over")
        customer = sender.address if outside else self._recipient(head)
        conversation, customer = self._threads.place(head, customer, not outside)
        if outside and head.automatic:
            part = "system"
        if part is None:
            return self._unknown()
        subject = new_subject(head.subject)
        text = "\n\n".join(filter(None, (subject, new_words(body.text))))
        whole = raw.whole and len(text) <= records.LONGEST_TEXT
        record = {
            "id": head.id,
            "at": head.at,
            "speaker": part,
            "name": sender.name,
            "contact": customer,
            "channel": "email",
            "text": text[: records.LONGEST_TEXT],
            "meta": _meta(head, body, whole),
        }
        return records.message(record, conversation or self._name, {}, self._numbers)

    def _recipient(self, head: Head) -> str:
        """The first address that the mail goes to outside of our own."""
        outside = (one for one in head.recipients if self._roles.part(one) == "customer")
        return next((one.address for one in outside if one.address), "")

    def _unknown(self) -> Message | None:
        if self._told:
            return None
        self._told = True
        raise BadInput(
            "nobody said who answers these mails, so those of unknown senders are passed over",
            hint="say it: `--speakers @your-domain=agent`",
        )


def _meta(head: Head, body: Body, whole: bool) -> dict[str, t.Any]:
    told = {"subject": head.subject, "attachments": list(body.attachments), "cut": not whole}
    return {field: value for field, value in told.items() if value}
