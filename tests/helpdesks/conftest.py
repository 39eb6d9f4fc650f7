"""A real django-helpdesk in a process of its own."""

import os
import pathlib
import subprocess
import sys
import typing as t

import httpx2 as httpx
import pytest

TESTS: t.Final = pathlib.Path(__file__).parents[1]
CUSTOMER: t.Final = "ann@example.org"
API: t.Final = ("mulligan", "secret")


class Peer:
    """The helpdesk: customers come by its public pages, agents by its interface."""

    def __init__(self, url: str, env: dict[str, str]) -> None:
        self.url = url
        self._env = env

    def calls(self, address: str) -> None:
        """From now on it calls here."""
        pathlib.Path(self._env["PEER_WEBHOOKS"]).write_text(address, encoding="utf-8")

    def opens(self, text: str) -> int:
        """A customer writes a ticket on the public page; its number."""
        form = {"queue": "1", "title": "Order", "body": text, "submitter_email": CUSTOMER}
        answer = httpx.post(f"{self.url}/tickets/submit/", data={**form, "priority": "3"})
        assert answer.status_code == 302, answer.text[:300]
        return int(httpx.URL(answer.headers["location"]).params["ticket"].rpartition("-")[2])

    def goes_on(self, number: int, text: str) -> None:
        """The customer writes again, by e-mail."""
        letter = (
            f"From: {CUSTOMER}\nTo: s@example.org\nSubject: Re: [support-{number}] x\n\n{text}\n"
        )
        command = [sys.executable, "-m", "helpdesks.peer.post"]
        subprocess.run(command, cwd=TESTS, env=self._env, input=letter, text=True, check=True)

    def answers(self, number: int, text: str, *, public: bool = True) -> None:
        """An agent writes into a ticket."""
        note = {"ticket": number, "title": "Re", "comment": text, "public": public, "user": 2}
        answer = httpx.post(f"{self.url}/api/followups/", json=note, auth=("tom", "secret"))
        assert answer.status_code == 201, answer.text[:300]

    def ticket(self, number: int) -> dict[str, t.Any]:
        """A ticket, as its interface has it."""
        found: dict[str, t.Any] = httpx.get(f"{self.url}/api/tickets/{number}/", auth=API).json()
        return found


@pytest.fixture(scope="module")
def peer(tmp_path_factory: pytest.TempPathFactory) -> t.Iterator[Peer]:
    folder = tmp_path_factory.mktemp("peer")
    webhooks = folder / "webhooks"
    webhooks.write_text("", encoding="utf-8")
    env = {**os.environ, "PEER_DATABASE": str(folder / "peer.db"), "PEER_WEBHOOKS": str(webhooks)}
    command = [sys.executable, "-m", "helpdesks.peer.serve", "0"]
    with subprocess.Popen(
        command, cwd=TESTS, env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port, "django-helpdesk did not start"
        yield Peer(f"http://127.0.0.1:{port}/helpdesk", env)
        process.terminate()
