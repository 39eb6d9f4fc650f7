"""Killed under load, again and again: what was acknowledged is there, and alarms went out."""

import collections
import http.server
import pathlib
import random
import tempfile
import threading
import time
import typing as t

import httpx2 as httpx

from benchmarks.desk.server import Server
from benchmarks.speed.figure import Figure
from mulligan.actions.ledger import Ledger
from mulligan.journal.opening import open_journal

SECRET: t.Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
THREAT: t.Final = "I know where you park. I will come over there and beat you up."


class Peer(http.server.ThreadingHTTPServer):
    """Takes webhooks, and counts each delivery."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.came: collections.Counter[str] = collections.Counter()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        t.cast(Peer, self.server).came[self.headers["webhook-id"]] += 1
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def figures(rounds: int) -> t.Iterator[Figure]:
    """Kill it so many times."""
    peer = Peer()
    threading.Thread(target=peer.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder) / "data"
        url = f"http://127.0.0.1:{peer.server_port}/"
        more = f'[alerts]\nwebhook = "{url}"\nwebhook_secret = "{SECRET}"\n'
        server = Server(home, "lexicon", more)
        kept = [name for number in range(rounds) for name in _round(server, number)]
        with server:
            _until_idle(home)
        lost, threats = _missing(home, kept)
    peer.shutdown()
    twice = sum(count - 1 for count in peer.came.values())
    yield Figure(
        f"killed {rounds} times under load", f"{len(kept):,} acknowledged, {lost} of them lost"
    )
    yield Figure(
        "threats among them, and alarms at a peer that knows a second delivery",
        f"{threats} and {len(peer.came)}; {twice} came twice",
    )


def _round(server: Server, number: int) -> list[tuple[str, str]]:
    """Send until it is killed; what was acknowledged."""
    server.start()
    kept: list[tuple[str, str]] = []
    chance = random.Random(number)
    ending = threading.Timer(chance.uniform(0.05, 0.6), server.kill)
    ending.start()
    with httpx.Client(base_url=server.url, headers=server.keyed, timeout=30) as client:
        for place in range(10_000):
            talk = f"r{number}-{place % 7}"
            text = THREAT if place % 7 == 3 else f"message {place}"
            sent = {"conversation": talk, "id": f"m{place}", "speaker": "customer", "text": text}
            try:
                if client.post("/api/v1/messages", json=sent).status_code == 202:
                    kept.append((talk, text))
            except httpx.HTTPError:
                break
    ending.join()
    return kept


def _until_idle(home: pathlib.Path) -> None:
    ledger, quiet, end = Ledger(home / "errands.db"), 0, time.monotonic() + 120
    while quiet < 5 and time.monotonic() < end:
        time.sleep(1)
        quiet = quiet + 1 if ledger.waiting() == 0 else 0
    ledger.close()


def _missing(home: pathlib.Path, kept: list[tuple[str, str]]) -> tuple[int, int]:
    """How many that were acknowledged are not there; in how many conversations is a threat."""
    book = open_journal(home / "journal.db")
    there: collections.Counter[tuple[str, str]] = collections.Counter()
    for stream in book.store.streams():
        name = book.directory.of(stream).name
        for text in book.store.texts(stream.id):
            there[name, getattr(book.open(text), "text", "")] += 1
    book.close()
    wanted = collections.Counter(kept)
    threats = {name for (name, text) in there if text == THREAT}
    return sum((wanted - there).values()), len(threats)
