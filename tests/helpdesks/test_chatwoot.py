"""Chatwoot is followed by signed webhooks, and written into by its interface."""

import hashlib
import hmac
import json
import pathlib
import time
import typing as t

import httpx2 as httpx
import msgspec
import pytest

from helpdesks.chat_peer import TOKEN, ChatPeer
from mulligan.conversation.errand import Errand
from mulligan.errors import BadInput, Refused
from mulligan.helpdesks.chatwoot import Chatwoot
from mulligan.helpdesks.chatwoot import Settings as Desk
from mulligan.helpdesks.port import Call
from mulligan.settings import Queue, Settings
from mulligan.signals.lexicon import LexiconReader
from web.serving import Served, run, until

CALL: t.Final = pathlib.Path(__file__).parent / "fixtures" / "chatwoot_message_created.json"
THREAT: t.Final = "I know where you park. I will come over there and beat you up."
VECTOR: t.Final = (
    "1700000000",
    b'{"event":"message_created","id":1,"content":"You are useless","message_type":"incoming"}',
    "sha256=36da562b91f10374d6c836b0aecfc24c9b24c26de7e61f93954a08203a075fbb",
)
"""A signature as the vendor makes it, with the secret `test_secret`."""


@pytest.fixture
def peer() -> t.Iterator[ChatPeer]:
    with ChatPeer() as started:
        yield started


def desk(url: str, **more: t.Any) -> Desk:
    given: dict[str, t.Any] = {"signing": "test_secret", "assign_to": 7, **more}
    return Desk(url=url, account=1, token=TOKEN, secret="a-long-secret", **given)


def signed(body: bytes, secret: str = "test_secret", at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {"x-chatwoot-timestamp": stamp, "x-chatwoot-signature": f"sha256={digest}"}


def test_a_conversation_is_followed_and_handed_over(peer: ChatPeer, tmp_path: pathlib.Path) -> None:
    given = Settings(helpdesks={"chat": desk(peer.url)}, queues={"website": Queue(step="actions")})
    body = CALL.read_bytes()
    with Served(tmp_path / "journal.db", LexiconReader(), settings=given) as house:
        peer.says("You are useless")
        peer.says("Let me look.", 1)
        peer.says("Conversation was marked open", 2)
        peer.says("a note among us", 1, private=True)
        peer.says(THREAT)
        hook = f"{house.url}/hooks/chat/a-long-secret"
        assert httpx.post(hook, content=body, headers=signed(body)).status_code == 202
        until(lambda: peer.done.get("assignments"))
        thread = house.ask(house.hub.thread(1))
        said = [(line.received.speaker, line.message.text) for line in thread.lines]
        assert said == [
            ("customer", "You are useless"),
            ("agent", "Let me look."),
            ("customer", THREAT),
        ]
        assert (thread.name, thread.queue, thread.customer) == ("chat-42", "website", "Jane")
        assert f"{house.url}/desk/1" in peer.messages[-1]["content"]
    assert peer.messages[-1]["private"] is True
    assert peer.labels == ["vip", "mulligan"]
    assert peer.done == {
        "assignments": {"assignee_id": 7},
        "toggle_priority": {"priority": "urgent"},
    }


def test_what_is_noted_is_not_noted_twice(peer: ChatPeer) -> None:
    errand = Errand(
        key="j-7-chat",
        conversation="chat-42",
        queue="",
        stage="left",
        because="A threat.",
        link="x",
    )
    for _ in range(2):
        run(Chatwoot("chat", desk(peer.url)).carry(errand))
    assert len(peer.messages) == 1
    assert peer.labels == ["vip", "mulligan"]


def test_a_long_conversation_is_read_whole(peer: ChatPeer) -> None:
    for number in range(45):
        peer.says(f"message {number}", number % 2)
    found = run(Chatwoot("chat", desk(peer.url)).look("42 chat website"))
    assert [one.text for one in found] == [f"message {number}" for number in range(45)]


def test_a_bot_and_a_template_are_no_agents(peer: ChatPeer) -> None:
    peer.says("Hi, I am a robot.", 1, sender={"name": "Bot", "type": "agent_bot"})
    peer.says("Please rate us.", 3)
    found = run(Chatwoot("chat", desk(peer.url)).look("42 email"))
    assert [(one.speaker, one.channel) for one in found] == [("bot", "email"), ("bot", "email")]


def test_the_vendors_own_signature_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp, body, signature = VECTOR
    monkeypatch.setattr(time, "time", lambda: float(stamp))
    headers = {"x-chatwoot-timestamp": stamp, "x-chatwoot-signature": signature}
    assert Chatwoot("chat", desk("http://127.0.0.1")).told(Call(headers, body)) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(b"another body"),
        signed(CALL.read_bytes(), secret="another"),
        signed(CALL.read_bytes(), at=time.time() - 3600),
        {"x-chatwoot-timestamp": "x", "x-chatwoot-signature": "sha256=é"},
    ],
    ids=["nothing", "another body", "another secret", "a replay", "rubbish"],
)
def test_what_is_not_signed_now_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(Refused):
        Chatwoot("chat", desk("http://127.0.0.1")).told(Call(headers, CALL.read_bytes()))


def test_an_older_version_signs_nothing() -> None:
    older = Chatwoot("chat", desk("http://127.0.0.1", signing=""))
    assert older.told(Call({}, CALL.read_bytes())) == "42 chat website"


@pytest.mark.parametrize(
    "change", [{"event": "conversation_updated"}, {"private": True}, {"conversation": None}]
)
def test_what_is_no_message_is_nothing_to_look_at(change: dict[str, t.Any]) -> None:
    body = json.dumps({**json.loads(CALL.read_bytes()), **change}).encode()
    assert Chatwoot("chat", desk("http://127.0.0.1", signing="")).told(Call({}, body)) == ""


@pytest.mark.parametrize("body", [b"", b"[]", b'{"event": 1}', b"\xff"])
def test_what_is_no_call_is_told(body: bytes) -> None:
    with pytest.raises(BadInput, match="no call of Chatwoot"):
        Chatwoot("chat", desk("http://127.0.0.1", signing="")).told(Call({}, body))


def test_a_wrong_token_is_refused(peer: ChatPeer) -> None:
    wrong = msgspec.structs.replace(desk(peer.url), token="another")
    with pytest.raises(Refused, match="401"):
        run(Chatwoot("chat", wrong).look("42 chat"))
