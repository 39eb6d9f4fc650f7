"""Which conversations somebody sees."""

from mulligan.errors import BadInput
from mulligan.people.person import Person
from mulligan.settings import Settings
from mulligan.web.hub import Hub
from mulligan.web.overview import Row
from mulligan.web.thread import Thread


def sees(person: Person, settings: Settings, what: Row | Thread) -> bool:
    """Whether a conversation is theirs to see.

    Those of their teams' queues; an agent, of these, their own, those that nobody answered yet, and
    those that wait for somebody to take over. Agents see nothing of a queue in its shadow step.
    """
    if person.teams and what.queue not in person.teams:
        return False
    if person.is_a("supervisor"):
        return True
    mine = what.agent in ("", person.name) or bool(what.state.alert)
    return person.is_a("agent") and mine and settings.goes(what.queue) != "shadow"


async def seen(hub: Hub, settings: Settings, person: Person) -> list[Row]:
    """The conversations that are theirs to see, by need."""
    return [row for row in await hub.rows() if sees(person, settings, row)]


async def opened(hub: Hub, settings: Settings, person: Person, number: int) -> Thread:
    """One conversation; raises `BadInput` where there is none, or where it is not theirs to see."""
    thread = await hub.thread(number)
    if not sees(person, settings, thread):
        raise BadInput("there is no such conversation", place=str(number))
    return thread
