"""Errands: what decisions ask of the world, carried out beside the pages until it is done."""

import asyncio
import contextlib
import logging
import time
import typing as t
import uuid

from mulligan.actions.ledger import Job, Ledger
from mulligan.conversation.errand import Errand
from mulligan.errors import BadInput, MulliganError, NotNow, Refused
from mulligan.helpdesks.port import Call, Helpdesk
from mulligan.settings import Settings
from mulligan.web.hub import Hub

LOOKS_SECONDS: t.Final = 1.0
MOST_PLANNED: t.Final = 200
MAILED_EACH: t.Final = 5
"""While nobody takes an alarm, every so many calls it is mailed once more."""

_LOG: t.Final = logging.getLogger(__name__)


class Carrier(t.Protocol):
    """Carries an errand out; raises `NotNow` or `Refused`."""

    async def carry(self, errand: Errand) -> None:
        """Do it, once in its effect where the other side lets us know what it has."""


class Errands:
    """Plans jobs for what was decided, and lets each carrier work off its own, in its own task.

    A carrier that is slow or down holds up nobody else. What was planned is in the ledger before
    the journal forgets that it was asked for, so a crash in between loses nothing.
    """

    def __init__(
        self,
        hub: Hub,
        ledger: Ledger,
        settings: Settings,
        helpdesks: t.Mapping[str, Helpdesk],
        alerts: t.Mapping[str, Carrier],
    ) -> None:
        self.ledger = ledger
        self._hub, self._settings = hub, settings
        self._helpdesks, self._alerts = helpdesks, alerts
        self._news = {name: asyncio.Event() for name in self._names()}

    def _names(self) -> list[str]:
        looks = [_look(name) for name in self._helpdesks]
        return [*self._helpdesks, *looks, *self._alerts]

    @contextlib.asynccontextmanager
    async def running(self) -> t.AsyncIterator[None]:
        """Plan and carry out, until the end."""
        tasks = [asyncio.create_task(self._each(name)) for name in self._names()]
        tasks.append(asyncio.create_task(self._planning()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def called(self, name: str, call: Call) -> None:
        """Take a helpdesk's call in: it is on the disk when this returns, and looked at after that.

        Raises `BadInput` or `Refused` where the call is not as it should be.
        """
        ticket = self._helpdesks[name].told(call)
        if ticket:
            job = Job(f"look/{uuid.uuid4().hex}", _look(name), ticket, due=time.time())
            await asyncio.to_thread(self.ledger.add, [job])
            self._news[_look(name)].set()

    def again(self, key: str) -> None:
        """Try once more what was given up."""
        self.ledger.again(key, time.time())
        for news in self._news.values():
            news.set()

    async def _planning(self) -> None:
        with self._hub.listening() as told:
            while True:
                try:
                    await self._plan()
                except Exception as error:
                    _note("planning", error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(told.get(), LOOKS_SECONDS)

    async def _plan(self) -> None:
        while orders := await self._hub.orders(MOST_PLANNED):
            jobs = [
                Job(f"{position}/{name}", name, str(position), due=time.time())
                for position, conversation, queue in orders
                for name in self._carriers(conversation, queue)
            ]
            await asyncio.to_thread(self.ledger.add, jobs)
            await self._hub.settle([position for position, _, _ in orders])
            for job in jobs:
                self._news[job.carrier].set()

    def _carriers(self, conversation: str, queue: str) -> t.Iterator[str]:
        step = self._settings.goes(queue)
        if step != "shadow":
            yield from self._alerts
        if step == "actions":
            yield from (name for name, desk in self._helpdesks.items() if desk.has(conversation))

    async def _each(self, name: str) -> None:
        """Work off one carrier's jobs, one after the other."""
        while True:
            now = time.time()
            try:
                jobs = await asyncio.to_thread(self.ledger.due, name, now)
                for job in jobs:
                    await self._try(name, job)
            except Exception as error:
                _note(name, error)
                jobs = []
            if not jobs:
                self._news[name].clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news[name].wait(), LOOKS_SECONDS)

    async def _try(self, name: str, job: Job) -> None:
        try:
            await self._do(name, job)
        except NotNow as error:
            args = (job, error.message, time.time(), error.after)
            await asyncio.to_thread(self.ledger.failed, *args)
        except (Refused, BadInput) as error:
            await asyncio.to_thread(self.ledger.refused, job, error.message)
        except Exception as error:
            _note(name, error)
            fault = f"Mulligan itself failed: {type(error).__name__}"
            await asyncio.to_thread(self.ledger.failed, job, fault, time.time())
        else:
            await asyncio.to_thread(self.ledger.done, job.key)

    async def _do(self, name: str, job: Job) -> None:
        for helpdesk, desk in self._helpdesks.items():
            if name == _look(helpdesk):
                for message in await desk.look(job.about):
                    await self._hub.accept(message)
                return
        errand = await self._hub.errand(int(job.about), job.key, self._settings.seen_at)
        if errand is not None and self._wanted(name, errand):
            carrier: Carrier = self._alerts.get(name) or self._helpdesks[name]
            await carrier.carry(errand)

    def _wanted(self, name: str, errand: Errand) -> bool:
        """Whether somebody is told now: mail and chat of what is urgent, and not each time."""
        if name == WEBHOOK:
            return True
        if name in self._helpdesks:
            return errand.rings == 0
        widening = errand.rings == self._settings.alerts.widen_after
        return errand.urgent and (errand.rings % MAILED_EACH == 0 or widening)


WEBHOOK: t.Final = "webhook"


def _note(what: str, error: Exception) -> None:
    """Write down what went wrong; of what nobody foresaw the kind alone, as it may hold words."""
    known = isinstance(error, MulliganError)
    _LOG.error("%s: %s", what, error if known else type(error).__name__)


def _look(helpdesk: str) -> str:
    return f"look:{helpdesk}"
