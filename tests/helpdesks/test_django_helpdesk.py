"""A real helpdesk is followed, and written into: a ticket from its first word to its hand-over."""

import json
import pathlib
import typing as t

import httpx2 as httpx
import msgspec
import pytest
from playwright.sync_api import Page, expect

from helpdesks.conftest import Peer
from mulligan.conversation.errand import Errand
from mulligan.errors import BadInput, NotNow, Refused
from mulligan.helpdesks.django_helpdesk import DjangoHelpdesk
from mulligan.helpdesks.django_helpdesk import Settings as Desk
from mulligan.helpdesks.port import Call
from mulligan.settings import Queue, Settings
from mulligan.signals.lexicon import LexiconReader
from web.serving import Served, run, until

FIXTURES: t.Final = pathlib.Path(__file__).parent / "fixtures"
THREAT: t.Final = "I know where you park. I will come over there and beat you up."


def desk(peer: Peer) -> Desk:
    return Desk(
        url=peer.url,
        user="mulligan",
        password="secret",
        secret="a-long-secret",
        agents={"2": "Tom"},
        assign_to=3,
    )


@pytest.fixture
def served(peer: Peer, tmp_path: pathlib.Path) -> t.Iterator[Served]:
    given = Settings(helpdesks={"desk": desk(peer)}, queues={"support": Queue(step="actions")})
    with Served(tmp_path / "journal.db", LexiconReader(), settings=given) as house:
        peer.calls(f"{house.url}/hooks/desk/a-long-secret")
        yield house


def words(served: Served, number: int = 1) -> list[tuple[str, str]]:
    """Who said what in a conversation, or nothing where it has not begun."""
    if not any(row.number == number for row in served.ask(served.hub.rows())):
        return []
    lines = served.ask(served.hub.thread(number)).lines
    return [(line.received.speaker, line.message.text.strip()) for line in lines]


def test_a_ticket_from_its_first_word_to_its_hand_over(
    peer: Peer, served: Served, page: Page
) -> None:
    page.goto(f"{served.url}/board")
    number = peer.opens("My parcel is late again. This is a joke.")
    expect(page.locator("tbody")).to_contain_text("ann@example.org")
    peer.answers(number, "I will find out where it is, today.")
    until(lambda: len(words(served)) == 2)
    peer.answers(number, "A note among colleagues.", public=False)
    peer.goes_on(number, THREAT)
    expect(page.get_by_role("alert")).to_contain_text("ann@example.org: threatened to hurt")
    assert words(served) == [
        ("customer", "My parcel is late again. This is a joke."),
        ("agent", "I will find out where it is, today."),
        ("customer", THREAT),
    ]
    thread = served.ask(served.hub.thread(1))
    assert (thread.queue, thread.agent, thread.state.channel) == ("support", "Tom", "email")
    until(lambda: peer.ticket(number)["assigned_to"] == 3)
    noted = [one for one in peer.ticket(number)["followup_set"] if one["title"] == "Mulligan"]
    assert [one["public"] for one in noted] == [False]
    assert f"{served.url}/desk/1" in noted[0]["comment"]
    assert peer.ticket(number)["priority"] == 1
    page.get_by_role("button", name="I take it: ann@example.org").click()
    expect(page.get_by_role("alert")).to_be_empty()


def test_what_is_already_noted_is_not_noted_twice(peer: Peer) -> None:
    peer.calls("")
    number = peer.opens("Hello")
    helpdesk = DjangoHelpdesk("desk", desk(peer))
    errand = Errand(
        key="j-7-desk",
        conversation=f"desk-{number}",
        queue="support",
        stage="left",
        because="A threat.",
        link="http://127.0.0.1/desk/1",
        urgent=True,
    )
    for _ in range(2):
        run(helpdesk.carry(errand))
    titles = [one["title"] for one in peer.ticket(number)["followup_set"]]
    assert titles.count("Mulligan") == 1


def test_a_ticket_that_is_not_there_is_refused(peer: Peer) -> None:
    with pytest.raises(Refused, match="404"):
        run(DjangoHelpdesk("desk", desk(peer)).look("9999 support"))


def test_a_helpdesk_that_is_down_is_asked_again_later(peer: Peer) -> None:
    nowhere = msgspec.structs.replace(desk(peer), url="http://127.0.0.1:9/helpdesk")
    with pytest.raises(NotNow, match="cannot be reached"):
        run(DjangoHelpdesk("desk", nowhere).look("1 support"))


@pytest.mark.parametrize("name", ["captured_new_ticket", "captured_followup"])
def test_its_captured_calls_name_their_ticket(peer: Peer, name: str) -> None:
    captured = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    call = Call({}, json.dumps(captured["body"]).encode())
    assert DjangoHelpdesk("desk", desk(peer)).told(call) == "1 support"


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"ticket": {"id": "1; DROP"}}', b"\xff"])
def test_what_is_no_call_is_told(peer: Peer, served: Served, body: bytes) -> None:
    with pytest.raises(BadInput, match="no call of django-helpdesk"):
        DjangoHelpdesk("desk", desk(peer)).told(Call({}, body))
    answer = httpx.post(f"{served.url}/hooks/desk/a-long-secret", content=body)
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["desk/wrong", "desk/", "other/a-long-secret"])
def test_without_the_secret_there_is_nothing(peer: Peer, served: Served, path: str) -> None:
    assert httpx.post(f"{served.url}/hooks/{path}", json={"ticket": {"id": 1}}).status_code == 404
    assert served.ask(served.hub.rows()) == []
