"""A conversation with unmistakable words in every place that could tell who somebody is."""

import typing as t

from journal.making import INSULT, SEXUAL, THREAT
from mulligan.conversation.act import Act
from mulligan.conversation.message import Deletion, Edit, Message
from mulligan.journal.letters import Item

CONVERSATION: t.Final = "xq-conversation-7731"
MESSAGE: t.Final = "xq-message-7732"
CONTACT: t.Final = "zanzibar.quixote@example.org"
CUSTOMER: t.Final = "Zanzibar Quixote"
STAFF: t.Final = "Thessaly Wombat"
WORDS: t.Final = "xqwords-the-parcel-7733"
MENDED: t.Final = "xqmended-7734"
REASON: t.Final = "xqreason-7735"
META: t.Final = "xqmeta-7736"
HELD: t.Final = "xqheld-7737"
DELIVERY: t.Final = "xqdelivery-7738"
PLANTED: t.Final = (
    *(CONVERSATION, MESSAGE, CONTACT, WORDS, MENDED, REASON, META, HELD, DELIVERY),
    *(CUSTOMER, "Quixote", "Zanzibar", STAFF, "Wombat", "Thessaly"),
)


def message(number: int, **more: t.Any) -> Message:
    """Something the customer says, with all that could tell who it is."""
    plain: dict[str, t.Any] = {
        "conversation": CONVERSATION,
        "id": f"{MESSAGE}-{number}",
        "speaker": "customer",
        "text": f"{WORDS} {number} to {CUSTOMER}",
        "name": CUSTOMER,
        "contact": CONTACT,
        "at": float(number),
        "channel": "chat",
        "meta": {META: {"ticket": META}},
    }
    return Message(**{**plain, **more})


def said() -> list[Item]:
    """A conversation in which all that can happen happens, and one that comes back to it."""
    about = f"{MESSAGE}-1"
    return [
        message(1, given=INSULT),
        message(2, speaker="agent", name=STAFF, merits=("warning",)),
        message(3, given=THREAT),
        Act(conversation=CONVERSATION, act="disagree", by=STAFF, message=about, reason=REASON),
        Act(conversation=CONVERSATION, act="take", by=STAFF, reason=REASON, id=DELIVERY),
        Edit(message(1, text=MENDED, given=SEXUAL)),
        Deletion(conversation=CONVERSATION, message=about),
        Act(conversation=CONVERSATION, act="end", by=STAFF, reason=REASON),
        message(4, conversation=f"{CONVERSATION}-again"),
    ]


def wrong() -> list[Item]:
    """What cannot be followed, or differs from what came before."""
    return [
        message(1, text=MENDED),
        Act(conversation=f"{CONVERSATION}-none", act="disagree", by=STAFF, message=MESSAGE),
        Edit(message(99)),
        Deletion(conversation=CONVERSATION, message=f"{MESSAGE}-99"),
    ]
