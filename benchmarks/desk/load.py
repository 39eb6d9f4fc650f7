"""Load: how long a message takes to its card, how many a second, how many open pages."""

import asyncio
import itertools
import pathlib
import re
import statistics
import tempfile
import time
import typing as t

import httpx2 as httpx

from benchmarks.desk.server import Server
from benchmarks.speed.figure import Figure

TEXTS: t.Final = (
    "Third outage this week and nobody warned us!!",
    "are you stupid or what, i told you it is the router",
    "ok thanks, that works now",
    "I want to speak to your manager, this is a joke.",
    "You people are a disgrace.",
)
TALKS: t.Final = 100
A_SECOND: t.Final = 50
SECONDS: t.Final = 20
FLOOD: t.Final = 5_000
AT_ONCE: t.Final = 64
STREAMS: t.Final = 1_000
LISTED: t.Final = 10_000


def figures() -> t.Iterator[Figure]:
    """All of it, each on a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        with Server(home / "cards", "trained") as server:
            yield asyncio.run(_cards(server))
            yield _weight(server)
        with Server(home / "flood", "lexicon") as server:
            yield asyncio.run(_flood(server))
        with Server(home / "streams", "lexicon") as server:
            yield asyncio.run(_streams(server))
        with Server(home / "listed", "lexicon") as server:
            yield asyncio.run(_listed(server))


def _message(talk: int, number: int) -> dict[str, t.Any]:
    text = TEXTS[number % len(TEXTS)]
    return {"conversation": f"c{talk}", "id": f"m{number}", "speaker": "customer", "text": text}


async def _post(client: httpx.AsyncClient, message: dict[str, t.Any]) -> bool:
    while True:
        answer = await client.post("/api/v1/messages", json=message)
        if answer.status_code == 503:
            await asyncio.sleep(0.2)
            continue
        return answer.status_code == 202


async def _cards(server: Server) -> Figure:
    """From a message's departure to its card in the hands of an open page."""
    took: list[float] = []
    sent: dict[int, float] = {}
    machine = httpx.AsyncClient(base_url=server.url, headers=server.keyed, timeout=60)
    person = httpx.AsyncClient(base_url=server.url, cookies=server.cookies, timeout=60)
    async with machine, person:
        for talk in range(TALKS):
            await _post(machine, _message(talk, 0))
        await asyncio.sleep(3)
        fetching: set[asyncio.Task[None]] = set()

        async def fetch(number: int) -> None:
            began = sent.pop(number, None)
            if began is not None:
                await person.get(f"/desk/{number}/card")
                took.append(time.perf_counter() - began)

        async def listen() -> None:
            async with person.stream("GET", "/live", timeout=None) as lines:
                async for line in lines.aiter_lines():
                    if found := re.fullmatch(r"event: c(\d+)", line):
                        task = asyncio.create_task(fetch(int(found[1])))
                        fetching.add(task)
                        task.add_done_callback(fetching.discard)

        listening = asyncio.create_task(listen())
        await asyncio.sleep(1)
        posting = []
        began = time.perf_counter()
        for number in range(1, A_SECOND * SECONDS + 1):
            await asyncio.sleep(max(0.0, began + number / A_SECOND - time.perf_counter()))
            talk = number % TALKS
            sent[talk + 1] = time.perf_counter()
            posting.append(asyncio.create_task(_post(machine, _message(talk, number))))
        await asyncio.gather(*posting)
        await asyncio.sleep(3)
        listening.cancel()
    took.sort()
    p99 = took[int(len(took) * 0.99)]
    what = f"from a message to its card on an open page, trained reader, {A_SECOND} a second"
    half = statistics.median(took)
    return Figure(what, f"p50 {half * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms ({len(took):,} cards)")


async def _flood(server: Server) -> Figure:
    """As many messages as it takes."""
    numbers = itertools.count()
    async with httpx.AsyncClient(base_url=server.url, headers=server.keyed, timeout=60) as client:

        async def send() -> int:
            kept = 0
            while (number := next(numbers)) < FLOOD:
                kept += await _post(client, _message(number % 500, number))
            return kept

        began = time.perf_counter()
        kept = sum(await asyncio.gather(*(send() for _ in range(AT_ONCE))))
        took = time.perf_counter() - began
        while (
            f"mulligan_followed_seconds_count {FLOOD:.1f}"
            not in (await client.get("/metrics")).text
        ):
            await asyncio.sleep(0.1)
        whole = time.perf_counter() - began
    told = f"{FLOOD / took:,.0f} acknowledged and {FLOOD / whole:,.0f} followed a second"
    return Figure(f"messages, lexicon reader, {AT_ONCE} senders", f"{told}; {FLOOD - kept} lost")


async def _streams(server: Server) -> Figure:
    """Open pages, all of them told of a change."""
    told = 0
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=server.url, cookies=server.cookies, timeout=120, limits=limits
    ) as person:

        async def listen() -> None:
            nonlocal told
            async with person.stream("GET", "/live", timeout=None) as lines:
                async for line in lines.aiter_lines():
                    if line == "event: c1":
                        told += 1
                        return

        before = server.resident()
        open_pages = [asyncio.create_task(listen()) for _ in range(STREAMS)]
        async with httpx.AsyncClient(base_url=server.url, headers=server.keyed) as machine:
            wanted = f"mulligan_listeners {STREAMS:.1f}"
            while wanted not in (await machine.get("/metrics")).text:
                await asyncio.sleep(0.2)
            after = server.resident()
            began = time.perf_counter()
            await _post(machine, _message(1, 1))
            await asyncio.gather(*open_pages)
            took = time.perf_counter() - began
    what = f"{STREAMS:,} open pages"
    return Figure(what, f"{after:.0f} MB ({before:.0f} without); {told:,} told in {took:.2f} s")


async def _listed(server: Server) -> Figure:
    """The desk with very many conversations."""
    numbers = itertools.count()
    async with httpx.AsyncClient(base_url=server.url, headers=server.keyed, timeout=60) as client:

        async def send() -> None:
            while (number := next(numbers)) < LISTED:
                await _post(client, _message(number, number))

        await asyncio.gather(*(send() for _ in range(AT_ONCE)))
        await asyncio.sleep(5)
    took = []
    async with httpx.AsyncClient(base_url=server.url, cookies=server.cookies, timeout=60) as person:
        for _ in range(6):
            began = time.perf_counter()
            await person.get("/desk")
            took.append(time.perf_counter() - began)
    value = (
        f"{took[0] * 1e3:.0f} ms the first time, then {statistics.median(took[1:]) * 1e3:.0f} ms"
    )
    return Figure(f"the desk with {LISTED:,} conversations", value)


def _weight(server: Server) -> Figure:
    """All that a browser fetches for a conversation."""
    with httpx.Client(base_url=server.url, cookies=server.cookies) as person:
        page = person.get("/desk/1").text
        parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
        whole = len(page.encode()) + sum(len(person.get(part).content) for part in parts)
    return Figure("a conversation's page, all files, nothing compressed", f"{whole / 1e3:.0f} kB")
