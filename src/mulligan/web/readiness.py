"""Is everything there that must be there before anybody relies on it?"""

import typing as t

from mulligan.conversation.fact import Acted
from mulligan.journal.book import Book
from mulligan.people.register import Register
from mulligan.protocol.schema import Protocol
from mulligan.settings import Settings

TEST_ALARM: t.Final = "test-alarm-"
"""How the names of test alarms begin."""

ON_DUTY: t.Final = 2
_NUMBERS: t.Final = ("emergency", "security", "crisis", "hours")


def missing(
    settings: Settings, register: Register, protocol: Protocol, usual: Protocol, book: Book
) -> t.Iterator[str]:
    """What is not there yet, each with where to put it; `usual` is the protocol as it comes."""
    if not settings.sites:
        yield "no site is named: put `[sites.NAME]` with its numbers into the settings"
    for name, site in settings.sites.items():
        for field in _NUMBERS:
            if not getattr(site, field).strip():
                yield f"sites.{name}: `{field}` is missing"
    logins = {one.login for one in register.people() if one.active}
    for name in settings.rota:
        if name not in logins:
            yield f"rota: nobody with the login `{name}` may log in"
    if len(set(settings.rota) & logins) < ON_DUTY:
        yield "rota: two people who may log in must be named"
    alerts = settings.alerts
    if not (alerts.mail and alerts.server) and not alerts.chat:
        yield "alerts: neither mail nor a chat is set, so nobody hears of a threat elsewhere"
    if protocol.contact == usual.contact:
        yield "the protocol's `contact` says where to write to in general: name your own address"
    if not any(_taken(book)):
        yield "no test alarm was taken yet: ring one on the board, and take it"


def _taken(book: Book) -> t.Iterator[bool]:
    for stream in book.store.streams():
        if stream.version and book.directory.of(stream).name.startswith(TEST_ALARM):
            facts = (stored.fact for stored in book.store.facts(stream.id))
            yield any(isinstance(fact, Acted) and fact.act == "take" for fact in facts)
