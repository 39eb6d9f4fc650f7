"""Alerts go out by mail, chat and signed webhooks; what the other side says is understood."""

import email.header
import json
import socket
import typing as t

import msgspec
import pytest
import standardwebhooks
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Kept

from actions.receiving import Receiver
from mulligan.actions.chat import Chat
from mulligan.actions.mail import Mail
from mulligan.actions.webhook import Webhook
from mulligan.conversation.errand import Errand
from mulligan.errors import NotNow, Refused
from web.serving import run

SECRET: t.Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ERRAND: t.Final = Errand(
    key="j-7-mail",
    conversation="c1",
    queue="support",
    stage="left",
    because="They said they would hurt you.",
    link="https://mulligan.example.org/desk/1",
    move="leave",
    customer="Ann Lee",
    agent="Tom",
    urgent=True,
    security=True,
)


class Box(Kept):
    """Keeps letters."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[t.Any] = []

    def handle_message(self, message: t.Any) -> None:
        self.letters.append(message)


class Full:
    """A server that takes nothing."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    async def handle_DATA(self, *_: object) -> str:  # noqa: N802
        return self._answer


@pytest.fixture
def smtp(request: pytest.FixtureRequest) -> t.Iterator[t.Any]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(getattr(request, "param", None) or Box(), "127.0.0.1", port)
    controller.start()
    yield controller
    controller.stop()


def subject(letter: t.Any) -> str:
    return str(email.header.make_header(email.header.decode_header(letter["Subject"])))


def mail(server: t.Any) -> Mail:
    url = f"smtp://127.0.0.1:{server.port}"
    return Mail(url, "mulligan@example.org", ["duty@example.org"], ["head@example.org"], 3)


def test_those_on_duty_get_a_letter_with_what_to_do_and_where(smtp: t.Any) -> None:
    run(mail(smtp).carry(ERRAND))
    (letter,) = smtp.handler.letters
    assert letter["To"] == "duty@example.org"
    assert subject(letter) == "■ Threat: Ann Lee"
    assert letter["Message-ID"] == "<j-7-mail@mulligan>"
    text = letter.get_payload(decode=True).decode()
    for part in ("hurt you", "Security", "With: Tom", "https://mulligan.example.org/desk/1"):
        assert part in text


def test_the_circle_widens_while_nobody_takes_it(smtp: t.Any) -> None:
    run(mail(smtp).carry(msgspec.structs.replace(ERRAND, rings=3)))
    (letter,) = smtp.handler.letters
    assert letter["To"] == "duty@example.org, head@example.org"
    assert "called 3 times" in subject(letter)


def test_a_name_cannot_add_lines_to_a_letter(smtp: t.Any) -> None:
    hostile = msgspec.structs.replace(ERRAND, customer="Ann\r\nBcc: x@example.org")
    run(mail(smtp).carry(hostile))
    (letter,) = smtp.handler.letters
    assert letter["Bcc"] is None


@pytest.mark.parametrize(
    ("smtp", "kind"),
    [(Full("451 later"), NotNow), (Full("550 no"), Refused)],
    indirect=["smtp"],
)
def test_what_the_mail_server_says_is_understood(smtp: t.Any, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        run(mail(smtp).carry(ERRAND))


def test_a_mail_server_that_is_down_is_tried_again() -> None:
    nowhere = Mail("smtp://127.0.0.1:9", "m@example.org", ["d@example.org"], [], 3)
    with pytest.raises(NotNow, match="cannot be reached"):
        run(nowhere.carry(ERRAND))


def test_the_chat_gets_the_same_words() -> None:
    with Receiver() as chat:
        run(Chat(chat.url).carry(ERRAND))
    (got,) = chat.got
    assert "■ Threat: Ann Lee" in json.loads(got.body)["text"]


def test_a_webhook_is_signed_and_names_its_delivery() -> None:
    with Receiver() as peer:
        run(Webhook(peer.url, SECRET).carry(ERRAND))
    (got,) = peer.got
    told = standardwebhooks.Webhook(SECRET).verify(got.body.decode(), got.headers)
    assert told["data"]["key"] == got.headers["webhook-id"] == "j-7-mail"
    assert told["data"]["move"] == "leave"


@pytest.mark.parametrize("status", [429, 500, 503, 408])
def test_a_peer_that_cannot_now_is_asked_again(status: int) -> None:
    with Receiver(status, headers={"Retry-After": "7"}) as peer:
        with pytest.raises(NotNow) as caught:
            run(Chat(peer.url).carry(ERRAND))
        assert caught.value.after == 7.0


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_a_peer_that_will_not_is_left_alone(status: int) -> None:
    with Receiver(status, headers={"Location": "http://127.0.0.1:9/"}) as peer:
        with pytest.raises(Refused, match=str(status)):
            run(Chat(peer.url).carry(ERRAND))
        assert len(peer.got) == 1
