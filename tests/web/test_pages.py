"""The pages answer, refuse what they must, and show hostile words as words."""

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from mulligan.conversation.signal import Reading, Signal
from web.serving import Served, said

INSULT = Reading((Signal("attack", "agent", start=8, end=18),), 2)
HOSTILE = '"><script>document.title="owned"</script><img src=x onerror=alert(1)> {{7*7}} \u202egnp'


@pytest.mark.parametrize(
    "path", ["/", "/desk", "/desk/1", "/desk/talks", "/board", "/board/rows", "/alarms"]
)
def test_each_page_answers_with_a_strict_policy(house: Served, path: str) -> None:
    house.submit(said("hello", 1))
    answer = httpx.get(house.url + path, follow_redirects=True)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_conversation_that_nobody_knows_is_a_page_that_says_so(house: Served) -> None:
    answer = httpx.get(f"{house.url}/desk/9", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "there is no such conversation" in answer.text
    problem = httpx.get(f"{house.url}/desk/9", headers={"Accept": "application/json"})
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 404


def test_another_host_is_refused(house: Served) -> None:
    assert httpx.get(f"{house.url}/desk", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["acts", "replies", "review"])
def test_a_form_from_elsewhere_is_refused(house: Served, path: str) -> None:
    house.submit(said("hello", 1))
    form = {"act": "end", "text": "x"}
    assert httpx.post(f"{house.url}/desk/1/{path}", data=form).status_code == 403
    assert len(house.ask(house.hub.thread(1)).entries) == 1


def test_an_act_that_nobody_knows_is_refused(house: Served, page: Page) -> None:
    house.submit(said("hello", 1))
    with httpx.Client(base_url=house.url) as client:
        client.get("/desk/1")
        token = {"x-csrftoken": client.cookies["csrftoken"]}
        answer = client.post("/desk/1/acts", data={"act": "punish"}, headers=token)
    assert answer.status_code == 400


def test_hostile_words_are_words(house: Served, page: Page) -> None:
    house.submit(said(HOSTILE, 1, name=HOSTILE[:50], given=INSULT))
    page.goto(f"{house.url}/desk/1")
    expect(page.locator(".line [dir]")).to_have_text(HOSTILE)
    assert page.title() != "owned"
    assert page.locator(".line img, .line script").count() == 0
