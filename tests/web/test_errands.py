"""What was decided is carried out: once, again where it failed, and a person sees what was not."""

import json
import pathlib
import typing as t

from playwright.sync_api import Page, expect

from actions.receiving import Receiver
from mulligan.actions.ledger import Ledger
from mulligan.conversation.signal import Reading, Signal
from mulligan.people.register import Register
from mulligan.settings import Alerts, Queue, Settings
from web.serving import BEGAN, Served, did, said, until

DANGER: t.Final = Reading((Signal("threat_harm", "agent"),), 3)
SECRET: t.Final = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def alerting(peer: Receiver, **queues: Queue) -> Settings:
    return Settings(alerts=Alerts(chat=peer.url), queues=queues)


def test_a_threat_rings_in_the_chat(tmp_path: pathlib.Path) -> None:
    with Receiver() as peer, Served(tmp_path / "j.db", settings=alerting(peer)) as house:
        house.submit(said("I will hurt you", 1, given=DANGER))
        until(lambda: peer.got)
        text = json.loads(peer.got[0].body)["text"]
    assert "■ Threat: Ann Lee" in text
    assert f"{house.url}/desk/1" in text
    assert "hurt you" not in text


def test_a_peer_that_fails_is_asked_until_it_works(tmp_path: pathlib.Path) -> None:
    with Receiver(500, 200) as peer, Served(tmp_path / "j.db", settings=alerting(peer)) as house:
        house.submit(said("I will hurt you", 1, given=DANGER))
        until(lambda: len(peer.got) == 2)
        until(lambda: house.ledger.waiting() == 0)
        assert house.ledger.dead() == []


def test_what_was_not_carried_out_before_a_crash_is_afterwards(tmp_path: pathlib.Path) -> None:
    with Served(tmp_path / "j.db") as before:
        before.submit(said("I will hurt you", 1, given=DANGER))
        until(lambda: before.ask(before.hub.orders(9)) == [])
    ledger = Ledger(tmp_path / "errands.db")
    with Receiver(503) as down:
        with Served(tmp_path / "k.db", settings=alerting(down), ledger=ledger) as house:
            house.submit(said("I will hurt you", 1, given=DANGER))
            until(lambda: down.got)
        assert ledger.waiting() == 1
    with Receiver() as up, Served(tmp_path / "k.db", settings=alerting(up), ledger=ledger):
        until(lambda: up.got)
        until(lambda: ledger.waiting() == 0)


def test_who_was_taken_care_of_rings_no_more(tmp_path: pathlib.Path) -> None:
    with Receiver(503, 200) as peer, Served(tmp_path / "j.db", settings=alerting(peer)) as house:
        house.submit(said("I will hurt you", 1, given=DANGER))
        until(lambda: peer.got)
        house.submit(did("take", 2))
        until(lambda: house.ledger.waiting() == 0)
        assert len(peer.got) == 1


def test_a_quiet_hand_over_and_a_shadow_queue_ring_nobody(tmp_path: pathlib.Path) -> None:
    with Receiver() as peer:
        given = alerting(peer, quiet=Queue(step="shadow"))
        with Served(tmp_path / "j.db", settings=given) as house:
            house.submit(said("hello", 1))
            house.submit(did("hand_over", 2))
            shadow = said("I will hurt you", 1, conversation="s", queue="quiet", given=DANGER)
            house.submit(shadow)
            until(lambda: house.ask(house.hub.orders(9)) == [])
            until(lambda: house.ledger.waiting() == 0)
        assert peer.got == []


def test_a_webhook_hears_of_every_hand_over(tmp_path: pathlib.Path) -> None:
    with Receiver() as peer:
        given = Settings(alerts=Alerts(webhook=peer.url, webhook_secret=SECRET))
        with Served(tmp_path / "j.db", settings=given) as house:
            house.submit(said("hello", 1))
            house.submit(did("hand_over", 2))
            until(lambda: peer.got)
    assert json.loads(peer.got[0].body)["data"]["move"] == "hand_over"


def test_a_person_sees_what_was_given_up_and_tries_it_again(
    tmp_path: pathlib.Path, page: Page
) -> None:
    register = Register(tmp_path / "people.db")
    with (
        Receiver(404, 200) as peer,
        Served(tmp_path / "j.db", register=register, settings=alerting(peer)) as house,
    ):
        page.goto(f"{house.url}/welcome/{register.first(BEGAN)}")
        page.get_by_label("A password").fill("seven purple umbrellas")
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("link", name="Errands").click()
        expect(page.get_by_text("Nothing was given up.")).to_be_visible()
        house.submit(said("I will hurt you", 1, given=DANGER))
        until(house.ledger.dead)
        page.reload()
        expect(page.locator("tbody")).to_contain_text("the chat answers 404")
        page.get_by_role("button", name="Try again").click()
        until(lambda: len(peer.got) == 2)
        page.goto(f"{house.url}/errands")
        expect(page.get_by_text("Nothing was given up.")).to_be_visible()
        page.goto("about:blank")
    register.close()
