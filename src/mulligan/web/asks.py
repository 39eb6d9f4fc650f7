"""What the journal still asks somebody to carry out."""

import functools
import itertools

from mulligan.conversation.errand import Errand
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import Decided, Refolded
from mulligan.conversation.state import State
from mulligan.journal.book import Book
from mulligan.pipeline.protocols import Protocols
from mulligan.protocol.reasons import because
from mulligan.web.overview import Overview


def orders(book: Book, most: int) -> list[tuple[int, str, str]]:
    """The oldest orders: their positions, and the conversation and the queue of each."""
    found = []
    for stored in book.store.orders(most):
        stream = book.store.stream(stored.stream)
        assert stream is not None
        name = book.directory.of(stream).name
        found.append((stored.position, name, Overview.queue(stream)))
    return found


def errand(
    book: Book, protocols: Protocols, overview: Overview, position: int, key: str, place: str
) -> Errand | None:
    """The order at a position, as it stands now.

    None where somebody took it in the meantime, or where a disagreement undid it.
    """
    stored = next(book.store.follow(position - 1))
    fact = stored.fact
    decided = fact.decided if isinstance(fact, Refolded) else fact
    row = overview.row(stored.stream)
    if not isinstance(decided, Decided) or not row.state.alert:
        return None
    protocol = protocols.table(overview.protocol(stored.stream)).protocol
    before = itertools.takewhile(
        lambda one: one.position <= position, book.store.facts(stored.stream)
    )
    then = functools.reduce(evolve, (one.fact for one in before), State())
    return Errand(
        key=f"{book.keys.journal}-{key.replace('/', '-')}",
        conversation=row.name,
        queue=row.queue,
        stage=row.state.stage,
        because=because(protocol, decided),
        link=f"{place}/desk/{stored.stream}",
        move=decided.move,
        customer=row.customer,
        agent=row.agent,
        urgent=row.state.alert == "urgent",
        security=decided.security,
        rings=then.rings,
    )
