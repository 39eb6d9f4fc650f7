"""Programs send messages and acts: acknowledged is on the disk, and what is wrong is told."""

import concurrent.futures
import pathlib
import typing as t

import httpx2 as httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from mulligan.people.person import SCOPES
from mulligan.people.register import Register
from mulligan.web import hub as hubs
from web.serving import BEGAN, WAIT_SECONDS, Served, said

MESSAGE: t.Final = {"conversation": "c1", "id": "m1", "speaker": "customer", "text": "You idiot."}


@pytest.fixture
def server(tmp_path: pathlib.Path) -> t.Iterator[Served]:
    register = Register(tmp_path / "people.db")
    with Served(tmp_path / "journal.db", register=register) as served:
        yield served
    register.close()


@pytest.fixture
def machine(server: Served) -> t.Iterator[httpx.Client]:
    key = server.register.make_key("helpdesk", SCOPES, BEGAN)
    with httpx.Client(
        base_url=server.url, headers={"Authorization": f"Bearer {key}"}, timeout=WAIT_SECONDS
    ) as made:
        yield made


def settled(server: Served) -> None:
    """Wait until what was acknowledged was followed: it goes in the order it came."""
    server.submit(said("that is all", conversation="last"))


def lines(server: Served, number: int = 1) -> list[str]:
    """The words of a conversation, in their order."""
    settled(server)
    told = server.ask(server.hub.thread(number)).lines
    return [line.message.text for line in told if line.message is not None]


def test_a_message_is_acknowledged_once_it_is_kept_and_known_the_second_time(
    server: Served, machine: httpx.Client
) -> None:
    first = machine.post("/api/v1/messages", json={**MESSAGE, "queue": "billing", "name": "Ann"})
    again = machine.post("/api/v1/messages", json=MESSAGE)
    assert (first.status_code, first.json()) == (202, {"new": True})
    assert (again.status_code, again.json()) == (202, {"new": False})
    settled(server)
    thread = server.ask(server.hub.thread(1))
    assert (thread.name, thread.queue, thread.customer) == ("c1", "billing", "Ann")
    assert lines(server) == ["You idiot."]


def test_messages_of_one_conversation_keep_their_order(
    server: Served, machine: httpx.Client
) -> None:
    for number in range(20):
        sent = {**MESSAGE, "id": f"m{number}", "text": str(number)}
        assert machine.post("/api/v1/messages", json=sent).status_code == 202
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        others = [{**MESSAGE, "conversation": f"d{n}", "id": "x"} for n in range(40)]
        told = pool.map(
            lambda one: machine.post("/api/v1/messages", json=one).json()["new"], others
        )
    assert all(told)
    assert lines(server) == [str(number) for number in range(20)]
    assert len(server.ask(server.hub.rows())) == 42


def test_an_act_counts_and_a_second_delivery_does_not(
    server: Served, machine: httpx.Client
) -> None:
    machine.post("/api/v1/messages", json=MESSAGE)
    settled(server)
    act = {"conversation": "c1", "id": "a1", "act": "hand_over", "by": "Tom", "reason": "enough"}
    told = [machine.post("/api/v1/acts", json=act).json()["new"] for _ in range(2)]
    settled(server)
    assert told == [True, False]
    thread = server.ask(server.hub.thread(1))
    assert thread.state.stage == "handing_over"
    assert [entry.reason for entry in thread.entries if hasattr(entry, "reason")] == ["enough"]


def test_a_draft_is_reviewed_and_not_kept(server: Served, machine: httpx.Client) -> None:
    draft = {
        "reply": "Calm down, it is our policy.",
        "context": [{"speaker": "customer", "text": "x"}],
    }
    told = machine.post("/api/v1/reviews", json=draft)
    assert told.status_code == 200
    assert told.json().keys() == {"merits", "faults", "findings", "suggestion"}
    assert server.ask(server.hub.rows()) == []


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("messages", {**MESSAGE, "colour": "red"}, "colour"),
        ("messages", {**MESSAGE, "speaker": "cat"}, "speaker"),
        ("messages", {**MESSAGE, "at": "2100-01-01T00:00:00Z"}, "in the future"),
        ("messages", {**MESSAGE, "at": "2026-01-01T00:00:00"}, "at"),
        ("messages", {**MESSAGE, "queue": "../etc"}, "queue"),
        ("messages", {"text": "x"}, "conversation"),
        ("messages", [], "object"),
        ("acts", {"conversation": "c", "id": "1", "act": "punish", "by": "x"}, "act"),
        ("acts", {"conversation": "c", "id": "1", "act": "disagree", "by": "x"}, "no message"),
        ("reviews", {"reply": 1}, "reply"),
    ],
)
def test_what_is_wrong_is_a_problem_document_that_names_it(
    server: Served, machine: httpx.Client, path: str, body: t.Any, told: str
) -> None:
    answer = machine.post(f"/api/v1/{path}", json=body)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert told in answer.text
    assert server.ask(server.hub.rows()) == []


def test_what_is_no_json_or_too_large_is_refused(server: Served, machine: httpx.Client) -> None:
    json = {"Content-Type": "application/json"}
    assert machine.post("/api/v1/messages", content=b"{", headers=json).status_code == 400
    huge = {**MESSAGE, "text": "x" * ((1 << 20) + 1)}
    assert machine.post("/api/v1/messages", json=huge).status_code == 400
    vast = machine.post("/api/v1/messages", content=b" " * (9 << 20), headers=json)
    assert vast.status_code == 413
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert machine.post("/api/v1/messages", content=b"a=b", headers=form).status_code in (400, 415)


def test_a_long_message_is_taken_whole(server: Served, machine: httpx.Client) -> None:
    text = "no! " * (1 << 18)
    assert machine.post("/api/v1/messages", json={**MESSAGE, "text": text}).status_code == 202
    assert lines(server) == [text]


def test_too_much_at_once_is_told_to_come_again(
    server: Served, machine: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "MOST_UNDERWAY", 0)
    answer = machine.post("/api/v1/messages", json=MESSAGE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "mulligan_refused_total 1.0" in machine.get("/metrics").text


def test_it_tells_how_it_fares(server: Served, machine: httpx.Client) -> None:
    machine.post("/api/v1/messages", json=MESSAGE)
    assert httpx.get(f"{server.url}/health").json() == {"status": "ok"}
    assert httpx.get(f"{server.url}/ready").json() == {"status": "ok"}
    figures = machine.get("/metrics").text
    assert "mulligan_accepted_total 1.0" in figures
    assert "idiot" not in figures


def test_the_log_has_no_words_and_no_tokens(
    server: Served, machine: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    machine.post("/api/v1/messages", json=MESSAGE)
    httpx.get(f"{server.url}/welcome/secret-token")
    said = "".join(capfd.readouterr())
    assert "/api/v1/messages" in said
    assert "idiot" not in said
    assert "secret-token" not in said


def test_no_request_that_the_schema_allows_or_forbids_breaks_it(
    server: Served, machine: httpx.Client
) -> None:
    schema = schemathesis.openapi.from_dict(machine.get("/api/docs/openapi.json").json())
    asked = []
    for found in schema.get_all_operations():
        operation = t.cast(t.Any, found).ok()

        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def fuzzed(case: t.Any) -> None:
            case.headers["Authorization"] = machine.headers["authorization"]
            answer = case.call(base_url=server.url)
            assert answer.status_code < 500, case.as_curl_command()

        fuzzed()
        asked.append(operation.path)
    assert sorted(asked) == ["/api/v1/acts", "/api/v1/messages", "/api/v1/reviews"]
