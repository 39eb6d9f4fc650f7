"""The shipped protocols: what holds of each of them, and of their words."""

import re
import typing as t

import pytest

from mulligan.conversation.message import Message
from mulligan.conversation.words import CHANNELS, Channel
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import SHIPPED, library, load
from mulligan.protocol.file.scripts import fill
from mulligan.protocol.proof.trial import Report, run
from mulligan.protocol.schema import Protocol, Rule
from mulligan.signals.replies import review

PRACTICE_OF: t.Final = {
    "personal-attacks": "P1",
    "threats": "P2",
    "in-writing": "P3",
    "dignity": "P4",
    "hot-headed": "P5",
}
CARE_AND_DANGER: t.Final = (
    "crisis",
    "harm-to-others-after-leaving",
    "harm-to-others",
    "leave-rings-again",
    "leave",
    "left-is-taken-care-of",
    "still-handing-over",
)
HOLDING: t.Final = (
    "listen",
    "acknowledge",
    "resolve",
    "accept",
    "set_limit",
    "set_limit_personal",
    "hand_over_wait",
    "crisis",
)
"""Words that may be asked for again and again."""

NEVER_SAID: t.Final = re.compile(
    r"\b(but|calm down|policy|unfortunately|can't|cannot|furious|your fault)\b", re.IGNORECASE
)
GRAVE: t.Final = {"retort", "counter_threat", "calm_down", "policy_wall", "blames_customer"}
READ_AS: t.Final = {"warn": "warning", "second_chance": "boundary", "end": "closing"}
KNOWN: t.Final = {"customer": "Mrs Osei", "agent": "Tom", "reference": "A-17"}

shipped = pytest.mark.parametrize("name", SHIPPED)


def report(name: str) -> Report:
    return run(Table(load(name)), library(name) / "trials.jsonl")


def offered(protocol: Protocol, key: str, channel: Channel) -> list[str]:
    """The texts under a key that fit a channel."""
    scripts = protocol.scripts[key]
    return [s.text for s in scripts if not s.channels or channel in s.channels]


def filled(protocol: Protocol) -> t.Iterator[tuple[str, str]]:
    """Every script, with all names known and with none."""
    for key, scripts in protocol.scripts.items():
        for number in range(1, len(scripts) + 1):
            yield key, fill(protocol, f"{key}/{number}", KNOWN)
            yield key, fill(protocol, f"{key}/{number}", {})


def moves(name: str) -> dict[str, str]:
    return {rule.id: rule.move for rule in load(name).rules}


def plain(rule: Rule) -> tuple[t.Any, ...]:
    return (rule.when, rule.move, rule.then, rule.urgent, rule.security, rule.bots, rule.say)


@shipped
def test_it_loads_under_its_own_name(name: str) -> None:
    protocol = load(name)
    assert protocol.name == name
    assert protocol.about


@shipped
def test_its_trials_pass(name: str) -> None:
    assert [str(fault) for fault in report(name).faults] == []


@shipped
def test_every_rule_fires_in_its_trials(name: str) -> None:
    assert report(name).unfired(load(name)) == ()


@shipped
def test_its_trials_show_acts_and_timers_too(name: str) -> None:
    fired = report(name).fired
    assert any(rule.startswith("act.") for rule in fired)
    assert any(rule.startswith("time.") for rule in fired)


@shipped
def test_no_trial_has_the_name_of_another(name: str) -> None:
    lines = (library(name) / "trials.jsonl").read_text("utf-8").splitlines()
    names = re.findall(r'^\{"trial": "([^"]+)"', "\n".join(lines), re.MULTILINE)
    assert len(names) == len(set(names)) == len(lines)


@shipped
def test_care_and_danger_stand_first_and_unchanged(name: str) -> None:
    first = load(name).rules[: len(CARE_AND_DANGER)]
    assert tuple(rule.id for rule in first) == CARE_AND_DANGER
    assert first == load("default").rules[: len(CARE_AND_DANGER)]


@shipped
def test_every_rule_names_its_practice_except_care(name: str) -> None:
    for rule in load(name).rules:
        practices = [rule.practice] if isinstance(rule.practice, str) else rule.practice or ()
        assert all(re.fullmatch(r"P[1-5]\.[1-8]", practice) for practice in practices), rule.id
        assert bool(practices) == (rule.id != "crisis"), rule.id


@shipped
def test_no_two_rules_have_the_same_conditions(name: str) -> None:
    whens = [rule.when for rule in load(name).rules]
    assert len(whens) == len(set(whens))


@shipped
def test_every_reason_is_one_short_sentence(name: str) -> None:
    for rule in load(name).rules:
        assert rule.because.endswith("."), rule.id
        assert not re.search(r"[.!?] ", rule.because), rule.id
        assert len(rule.because.split()) <= 22, rule.id


@shipped
@pytest.mark.parametrize("channel", CHANNELS)
def test_words_do_not_run_out_on_any_channel(name: str, channel: Channel) -> None:
    protocol = load(name)
    for key in protocol.scripts:
        enough = 6 if key in HOLDING else 3
        assert len(offered(protocol, key, channel)) >= enough, key


@shipped
def test_no_text_stands_twice(name: str) -> None:
    texts = [script.text for scripts in load(name).scripts.values() for script in scripts]
    assert len(texts) == len(set(texts))


@shipped
def test_every_text_reads_well_with_and_without_names(name: str) -> None:
    for key, text in filled(load(name)):
        assert re.fullmatch(r"[A-Z][^{}\[\]]*[.?!]", text), (key, text)
        assert not re.search(r"\s\s|\s[,.;:?!]|,[,.;]|\.\.", text), (key, text)


@shipped
def test_no_text_says_what_feeds_anger(name: str) -> None:
    for key, text in filled(load(name)):
        assert not NEVER_SAID.search(text), (key, text)


@shipped
def test_every_closing_names_the_reference_and_the_written_route(name: str) -> None:
    protocol = load(name)
    closings = [key for key in protocol.scripts if key == "end" or key.startswith("end_")]
    assert {rule.say or "end" for rule in protocol.rules if rule.move == "end"} <= set(closings)
    for key in closings:
        for script in protocol.scripts[key]:
            assert "{contact}" in script.text, script.text
            assert "{reference}" in script.text, script.text


@shipped
def test_a_warning_names_what_must_stop_and_what_follows(name: str) -> None:
    for script in load(name).scripts["warn"]:
        assert re.search(r"\bstop\b", script.text), script.text
        assert re.search(r"\bif\b.*\bI will (end|close)\b", script.text, re.I), script.text


@shipped
def test_a_second_chance_regrets_and_asks_and_threatens_nothing(name: str) -> None:
    for script in load(name).scripts["second_chance"]:
        assert re.match(r"I('m| am) sorry|I regret", script.text), script.text
        assert re.search(r"\b(stop|leave|don't)\b", script.text), script.text
        assert not re.search(r"\b(end|close|if)\b", script.text), script.text


@shipped
def test_leaving_explains_nothing(name: str) -> None:
    texts = {script.text for script in load(name).scripts["leave"]}
    assert texts == {"Excuse me.", "Excuse me, please.", "Please excuse me."}


@shipped
def test_silence_is_one_sentence(name: str) -> None:
    for script in load(name).scripts["stay_silent"]:
        assert not re.search(r"[.?!;] ", script.text), script.text


@shipped
def test_our_own_reader_of_replies_reads_the_words_as_they_are_meant(name: str) -> None:
    for key, text in filled(load(name)):
        reply = Message(conversation="c", id="1", speaker="agent", text=text)
        read = review(reply, (), KNOWN["customer"])
        assert not GRAVE & set(read.faults), (key, text)
        meant = READ_AS.get("end" if key.startswith("end_") else key)
        assert meant is None or meant in read.merits, (key, text)
        assert key != "second_chance" or "warning" not in read.merits, text


@pytest.mark.parametrize(("name", "practice"), PRACTICE_OF.items())
def test_a_practice_protocol_differs_by_rules_of_its_own_practice(name: str, practice: str) -> None:
    known = {plain(rule) for rule in load("default").rules}
    own = [rule for rule in load(name).rules if plain(rule) not in known]
    assert own
    for rule in own:
        assert practice in str(rule.practice), rule.id


def test_personal_attacks_gives_one_second_chance_and_no_warning() -> None:
    assert load("personal-attacks").warnings.count == 0
    assert "second_chance" in moves("personal-attacks").values()
    assert "warn" not in moves("personal-attacks").values()


def test_threats_asks_nobody_to_warn_or_to_end_on_the_line() -> None:
    found = moves("threats")
    assert "warn" not in found.values()
    assert {rule for rule, move in found.items() if move == "end"} == {
        "sexual",
        "end-still-unsaid",
    }


def test_in_writing_moves_no_stage_for_a_refusal() -> None:
    rules = {rule.id: rule for rule in load("in-writing").rules}
    assert rules["refusal-into-writing"].then is None
    assert rules["refusal-handed-up"].then is None


def test_dignity_warns_at_the_first_crossing() -> None:
    assert "second_chance" not in moves("dignity").values()
    assert moves("dignity")["first-crossing"] == "warn"


def test_hot_headed_warns_and_ends_nothing() -> None:
    assert not {"warn", "end"} & set(moves("hot-headed").values())
