"""People come in by the door: accounts, links, roles, and what each may see."""

import pathlib
import re
import typing as t

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from mulligan.conversation.signal import Reading, Signal
from mulligan.people.person import ROLES, SCOPES, Role
from mulligan.people.register import Register
from mulligan.settings import Queue, Settings
from web.serving import BEGAN, Served, said

PASSWORD: t.Final = "seven purple umbrellas"
DANGER: t.Final = Reading((Signal("threat_harm", "agent"),), 3)
STEPS: t.Final = Settings(queues={"quiet": Queue(step="shadow"), "billing": Queue()})


@pytest.fixture
def team(tmp_path: pathlib.Path) -> t.Iterator[Served]:
    register = Register(tmp_path / "people.db")
    with Served(tmp_path / "journal.db", register=register, settings=STEPS) as served:
        yield served
    register.close()


def client(team: Served, role: Role, name: str = "", teams: t.Iterable[str] = ()) -> httpx.Client:
    """Somebody with one role who is logged in."""
    login = f"{role}{name}"
    token = team.register.invite(login, name or role.title(), [role], teams, BEGAN)
    session = team.register.accept(token, "", PASSWORD, BEGAN)
    return httpx.Client(base_url=team.url, cookies={"mulligan": session})


def posted(browser: httpx.Client, path: str, **form: t.Any) -> httpx.Response:
    """A form as a page of ours sends it."""
    if "csrftoken" not in browser.cookies:
        browser.get("/login")
    return browser.post(path, data=form, headers={"x-csrftoken": browser.cookies["csrftoken"]})


PATHS: t.Final[dict[str, tuple[Role, ...]]] = {
    "/": ROLES,
    "/desk": ("agent", "supervisor"),
    "/desk/talks": ("agent", "supervisor"),
    "/desk/{number}": ("agent", "supervisor"),
    "/desk/{number}/thread": ("agent", "supervisor"),
    "/desk/{number}/card": ("agent", "supervisor"),
    "/desk/{number}/acts": ("agent", "supervisor"),
    "/desk/{number}/replies": ("agent", "supervisor"),
    "/desk/{number}/review": ("agent", "supervisor"),
    "/alarms": ("agent", "supervisor"),
    "/live": ("agent", "supervisor"),
    "/practice": ("agent", "supervisor"),
    "/practice/{number}": ("agent", "supervisor"),
    "/tap": ("agent", "supervisor"),
    "/tap/{number}": ("agent", "supervisor"),
    "/board": ("supervisor",),
    "/board/rows": ("supervisor",),
    "/board/test-alarm": ("supervisor",),
    "/queues": ("supervisor", "manager", "admin"),
    "/people": ("admin",),
    "/people/{number}": ("admin",),
    "/people/{number}/again": ("admin",),
    "/keys": ("admin",),
    "/keys/{number}/drop": ("admin",),
    "/errands": ("admin",),
    "/errands/again": ("admin",),
    "/looks": ("records", "admin"),
}
"""Who may go where, written down once more, by hand."""

OPEN: t.Final = {
    "/login",
    "/logout",
    "/welcome/{token}",
    "/health",
    "/ready",
    "/hooks/{name}/{secret}",
}
MACHINES: t.Final = {
    "/api/v1/messages": "messages",
    "/api/v1/acts": "acts",
    "/api/v1/reviews": "reviews",
    "/metrics": "metrics",
}


def routes(team: Served) -> dict[tuple[str, str], t.Any]:
    """Every address that the application answers at, with its method."""
    found = {}
    for route in team.app.routes:
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        if path.startswith("/static"):
            continue
        for method in getattr(route, "http_methods", ()) or sorted(route.methods):
            if method != "OPTIONS":
                found[path, method] = route
    return found


def test_every_address_is_for_somebody(team: Served) -> None:
    paths = {path for path, _ in routes(team)}
    schema = {path for path in paths if path.startswith("/api/docs")}
    assert paths - schema == PATHS.keys() | OPEN | MACHINES.keys()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_is_its_own_and_nothing_else(team: Served, role: Role) -> None:
    team.submit(said("hello", 1))
    team.register.invite("first", "First", ["agent"], (), BEGAN)
    with client(team, role) as browser:
        browser.get("/login")
        token = {"x-csrftoken": browser.cookies["csrftoken"]}
        for path, method in routes(team):
            if path in OPEN or path.startswith("/api") or path in MACHINES:
                continue
            place = path.replace("{number}", "1")
            with browser.stream(method, place, headers=token) as answer:
                status = answer.status_code
            refused = status in (401, 403)
            assert refused != (role in PATHS[path]), (method, path, status)


@pytest.mark.parametrize("role", ROLES)
def test_a_person_is_no_machine(team: Served, role: Role) -> None:
    with client(team, role) as browser:
        for path, method in routes(team):
            if path in MACHINES:
                assert browser.request(method, path).status_code == 403


def test_who_is_not_logged_in_sees_nothing(team: Served) -> None:
    team.submit(said("hello", 1))
    with httpx.Client(base_url=team.url, headers={"accept": "application/json"}) as nobody:
        nobody.get("/login")
        token = {"x-csrftoken": nobody.cookies["csrftoken"]}
        for path, method in routes(team):
            if path in OPEN or path.startswith("/api/docs"):
                continue
            place = path.replace("{number}", "1")
            answer = nobody.request(method, place, headers=token)
            assert answer.status_code == 401, (method, path)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_what_it_is_for_and_no_page(team: Served, scope: str) -> None:
    key = team.register.make_key("x", [t.cast(t.Any, scope)], BEGAN)
    with httpx.Client(base_url=team.url, headers={"authorization": f"Bearer {key}"}) as machine:
        for path, method in routes(team):
            if path in OPEN or path.startswith("/api/docs"):
                continue
            place = path.replace("{number}", "1")
            status = machine.request(method, place).status_code
            assert (status in (401, 403)) != (MACHINES.get(path) == scope), (method, path, status)


def test_an_agent_sees_their_own_and_what_waits_and_no_colleagues(team: Served) -> None:
    for number, (name, agent) in enumerate((("mine", "Tom"), ("theirs", "Eva"), ("new", "")), 1):
        team.submit(said("hello", 1, conversation=name))
        if agent:
            reply = said("Hi!", 2, conversation=name, speaker="agent", name=agent)
            team.submit(reply)
        assert number
    with client(team, "agent", "Tom") as tom:
        assert [tom.get(f"/desk/{n}").status_code for n in (1, 2, 3)] == [200, 404, 200]
        assert "theirs" not in tom.get("/desk/1").text
        assert posted(tom, "/desk/2/acts", act="end").status_code == 404
        team.submit(said("I will hurt you", 3, conversation="theirs", given=DANGER))
        assert tom.get("/desk/2").status_code == 200


def test_a_team_sees_its_own_queues(team: Served) -> None:
    team.submit(said("hello", 1, conversation="a", queue="billing"))
    team.submit(said("hello", 1, conversation="b", queue="other"))
    with client(team, "supervisor", teams=["billing"]) as browser:
        assert [browser.get(f"/desk/{n}").status_code for n in (1, 2)] == [200, 404]
    with client(team, "supervisor", "Two") as browser:
        assert [browser.get(f"/desk/{n}").status_code for n in (1, 2)] == [200, 200]


def test_a_queue_in_the_shadow_is_counted_and_shows_agents_nothing(team: Served) -> None:
    team.submit(said("I will hurt you", 1, queue="quiet", given=DANGER))
    with client(team, "agent") as agent:
        assert agent.get("/desk/1").status_code == 404
        assert "Ann Lee" not in agent.get("/alarms").text
    with client(team, "manager") as manager:
        page = manager.get("/queues").text
    assert re.search(
        r"(?s)quiet</th><td>shadow</td><td>1</td><td>1</td>.*1000\.0 \(1\)</td></tr>", page
    )


def test_what_somebody_does_bears_their_name_and_a_look_is_written_down(team: Served) -> None:
    team.submit(said("hello", 1))
    with client(team, "supervisor", "Mara") as mara:
        mara.get("/desk/1")
        assert posted(mara, "/desk/1/acts", act="hand_over").status_code == 204
        assert "Mara: asked for a colleague" in mara.get("/desk/1").text
    assert [(look.who, look.what) for look in team.register.looks()][-1] == (
        "supervisorMara",
        "conversation 1",
    )


def test_the_session_ends_where_one_logs_out(team: Served) -> None:
    with client(team, "agent") as browser:
        assert browser.get("/desk").status_code == 200
        assert posted(browser, "/logout").status_code == 303
        assert browser.get("/desk", headers={"accept": "text/html"}).status_code == 303
        part = browser.get("/desk/talks", headers={"accept": "text/html", "hx-request": "true"})
        assert (part.status_code, part.headers["hx-redirect"]) == (401, "/login")


def test_guessing_is_slowed_down(team: Served) -> None:
    with httpx.Client(base_url=team.url) as stranger:
        told = {
            posted(stranger, "/login", login=f"a{n}", password="x").status_code for n in range(40)
        }
    assert told == {422, 429}


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere_by_logging_in(team: Served, onward: str) -> None:
    client(team, "agent").close()
    with httpx.Client(base_url=team.url) as stranger:
        answer = posted(stranger, "/login", login="agent", password=PASSWORD, onward=onward)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_from_the_first_link_to_a_team(team: Served, page: Page) -> None:
    token = team.register.first(BEGAN)
    page.goto(f"{team.url}/welcome/{token}")
    page.get_by_label("Your name").fill("Mara")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", name="Nobody is talking yet")).to_be_visible()
    page.get_by_role("link", name="People").click()
    page.get_by_label("Login (an e-mail").fill("tom@example.org")
    page.get_by_label("Name, as the helpdesk").fill("Tom")
    page.get_by_role("button", name="Make an account").click()
    link = page.locator(".once").inner_text()
    assert link.startswith(f"{team.url}/welcome/")
    page.get_by_text("Tom", exact=True).click()
    page.get_by_role("button", name="Log out Mara").click()
    page.goto(link)
    page.get_by_label("A password").fill("a tower of green tea cups")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("button", name="Log out Tom")).to_be_visible()
    expect(page.get_by_role("link", name="People")).to_have_count(0)
    page.get_by_role("button", name="Log out Tom").click()
    page.goto(f"{team.url}/desk")
    page.get_by_label("Login").fill("tom@example.org")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    page.get_by_label("Password").fill("a tower of green tea cups")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{team.url}/desk")


def test_a_key_is_made_shown_once_and_taken_away(team: Served, page: Page) -> None:
    page.goto(f"{team.url}/welcome/{team.register.first(BEGAN)}")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("link", name="Keys").click()
    page.get_by_label("What it is for").fill("helpdesk")
    page.get_by_label("messages").check()
    page.get_by_role("button", name="Make a key").click()
    assert page.locator(".once").inner_text().startswith("mul_")
    page.goto(f"{team.url}/keys")
    expect(page.locator(".once")).to_have_count(0)
    page.get_by_role("button", name="Take away helpdesk").click()
    expect(page.get_by_text("No program has a key yet.")).to_be_visible()
