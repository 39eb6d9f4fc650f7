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
        self._topics: set[tuple[str, str]] = set()

    def place(self, head: Head, customer: str) -> tuple[str, str]:
        """A mail's conversation, and the address of its customer (empty where nobody knows).

        `customer` is the address that the mail itself tells, or empty.
        """
        subject = (_topic(head.subject), customer)
        if head.parent:
            conversation = self._of.get(head.parent, head.parent)
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

    def news(self, conversation: str, subject: str) -> str:
        """A subject that is new in its conversation, as it was written; else nothing."""
        topic = (conversation, _topic(subject))
        if topic in self._topics:
            return ""
        self._topics.add(topic)
        return subject.strip()


def _topic(subject: str) -> str:
    """The subject without “Re:” and its like, in any case."""
    found = _ANSWER.match(subject)
    return subject[found.end() if found else 0 :].strip().casefold()
