"""An explanation names the rule that fired, and what each rule above it missed."""

from mulligan.conversation.bearing import bearing
from mulligan.conversation.evolve import evolve
from mulligan.conversation.fact import Read
from mulligan.conversation.signal import Signal
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel
from mulligan.protocol.decide import Table, decide
from mulligan.protocol.explain import Why, explain
from support import shipped

TABLE = Table(shipped("default"))
INSULT = Signal("attack", "agent", ("intelligence",), 0.9, 8, 14, "lexicon@1")
THANKS = Signal("gratitude", "agent")


def why(state: State, *signals: Signal, severity: int = 0, channel: Channel | None = None) -> Why:
    counted = evolve(state, Read(message="m", signals=signals, severity=severity))
    said = bearing(signals, severity)
    told = explain(TABLE, counted, signals, said, channel)
    decided = decide(TABLE, counted, said, channel)
    assert told.rule == (decided.rule if decided.rule != "none" else None)
    return told


def missing(told: Why, rule: str) -> tuple[str, ...]:
    return next(one.missing for one in told.why_not if one.rule == rule)


def test_the_rule_its_reason_and_its_signals_are_told() -> None:
    told = why(State(), INSULT, severity=2)
    assert told.rule == "mulligan"
    assert told.because == next(r.because for r in TABLE.protocol.rules if r.id == "mulligan")
    assert told.signals == (INSULT,)
    assert told.situation["stage"] == "open"
    assert told.situation["crosses"] is True
    assert told.situation["threats"] == 0


def test_each_rule_above_says_what_it_missed() -> None:
    told = why(State(), INSULT, severity=2)
    assert missing(told, "leave") == ("`harm` is none, not us",)
    assert missing(told, "gross") == ("`gross` is no, not yes",)
    assert missing(told, "crisis") == ("no crisis stands", "`stage` is open, not crisis")
    assert missing(told, "sexual") == ("no sexual stands aimed at us",)
    assert [one.rule for one in told.why_not] == [
        rule.id for rule in TABLE.protocol.rules[: len(told.why_not)]
    ]
    assert all(one.missing for one in told.why_not)


def test_counts_that_do_not_fit_are_told() -> None:
    told = why(State(refusals=1), Signal("refusal", "agent"))
    assert missing(told, "refusal-into-writing") == ("`refusals` is 2, which does not fit",)


def test_a_rule_that_names_kinds_stands_on_those_signals() -> None:
    told = why(State(), INSULT, Signal("sexual", "agent"), THANKS, severity=3)
    assert [signal.kind for signal in told.signals] == ["sexual"]


def test_where_only_a_bot_answers_that_is_the_reason() -> None:
    told = why(State(bot=True), INSULT, severity=2)
    assert told.rule is None
    assert told.because == ""
    assert missing(told, "help") == ("a person answers, and so far only a bot has",)


def test_the_channel_is_chat_where_nobody_said() -> None:
    assert why(State()).situation["channel"] == "chat"
    assert why(State(), channel="email").situation["channel"] == "email"
