"""Which conversation a mail belongs to, and with whom."""

import re
import typing as t

from mulligan.channels.mail.head import Head
from mulligan.channels.record import LONGEST_ID

_ANSWER: t.Final = re.compile(
    r"(?:\s*(?:re|r|aw|antw|sv|vs|ref|rif|odp|res|rv|fwd?|wg|tr|enc|i|回复|回覆|答复|转发|轉寄)"
    r"(?:\[\d+\])?\s?[:：])+",
    re.IGNORECASE,
)


class Threads:
    """Puts each mail into its thread: that of the mail it answers, by their ids.

    A mail that says not what it answers goes to the thread of the same customer and subject, or
    begins one, called by its own id. Memory: one entry a mail.
    """

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._by_subject: dict[tuple[str, str], str] = {}
        self._customers: dict[str, str] = {}

    def place(self, head: Head, customer: str, ours: bool) -> tuple[str, str]:
        """A mail's conversation, and the address of its customer (empty where nobody knows).

        `customer` is the address that the mail itself tells, or empty; `ours` says that we sent
        it. Nobody outside gets into another customer's thread by naming a mail in it.
        """
        subject = (_topic(head.subject), customer)
        thread = self._of.get(head.parent, head.parent)
        whose = self._customers.get(thread, customer)
        if head.parent and (ours or whose == customer):
            conversation = thread
        else:
            named = head.id or " ".join(filter(None, subject))[:LONGEST_ID]
            known = self._by_subject.get(subject) if customer else None
            conversation = known or named
        if head.id:
            self._of.setdefault(head.id, conversation)
        if customer:
            self._by_subject.setdefault(subject, conversation)
            self._customers.setdefault(conversation, customer)
        return conversation, customer or self._customers.get(conversation, "")


def new_subject(subject: str) -> str:
    """A subject that is no answer's, as it was written; else nothing."""
    return "" if _ANSWER.match(subject) else subject.strip()


def _topic(subject: str) -> str:
    """The subject without “Re:” and its like, in any case."""
    found = _ANSWER.match(subject)
    return subject[found.end() if found else 0 :].strip().casefold()
