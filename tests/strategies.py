"""Random conversations, as lines of the conversation file."""

import typing as t

from hypothesis import strategies as st

from mulligan.conversation.words import CHANNELS, KINDS, STAGES, TARGETS
from support import Line

_ACTS: t.Final = (
    "said_it",
    "not_now",
    "end",
    "hand_over",
    "wrong_department",
    "get_me_out",
    "take",
    "reopen",
    "close_crisis",
    "adjustment",
)
_MERITS: t.Final = ("warning", "boundary", "closing", "name")
_FAULTS: t.Final = ("retort", "counter_threat", "excuse")

signals = st.lists(
    st.fixed_dictionaries({"kind": st.sampled_from(KINDS), "target": st.sampled_from(TARGETS)}),
    max_size=3,
)
_weighty = st.sampled_from(
    [
        ([{"kind": "attack", "target": "agent"}], 2),
        ([{"kind": "attack", "target": "agent"}], 3),
        ([{"kind": "belittling", "target": "staff"}], 1),
        ([{"kind": "profanity", "target": "none"}], 1),
        ([{"kind": "threat_other", "target": "agent"}], 2),
        ([{"kind": "refusal", "target": "agent"}], 0),
        ([{"kind": "apology", "target": "agent"}], 0),
        ([{"kind": "sexual", "target": "agent"}], 3),
        ([{"kind": "complaint", "target": "organisation"}], 0),
        ([], 0),
    ]
)
_readings = st.one_of(_weighty, st.tuples(signals, st.none() | st.integers(0, 3)))


@st.composite
def customer_lines(draw: st.DrawFn) -> Line:
    """A customer's message with a reading."""
    given, severity = draw(_readings)
    line: Line = {"speaker": "customer", "text": "…", "signals": given}
    if severity is not None:
        line["severity"] = severity
    return line


@st.composite
def agent_lines(draw: st.DrawFn) -> Line:
    """A reply, or a bot's or system's line."""
    speaker = draw(st.sampled_from(("agent", "agent", "agent", "supervisor", "bot", "system")))
    return {
        "speaker": speaker,
        "text": "…",
        "merits": draw(st.lists(st.sampled_from(_MERITS), max_size=2, unique=True)),
        "faults": draw(st.lists(st.sampled_from(_FAULTS), max_size=1)),
    }


@st.composite
def act_lines(draw: st.DrawFn) -> Line:
    """A person's act."""
    act = draw(st.sampled_from(_ACTS))
    line: Line = {"act": act, "by": "someone"}
    if act == "take" and draw(st.booleans()):
        line["stage"] = draw(st.sampled_from(STAGES))
    if act == "end" and draw(st.booleans()):
        line["reason"] = "enough"
    return line


@st.composite
def conversations(draw: st.DrawFn, acts: bool = True, longest: int = 24) -> list[Line]:
    """One conversation of messages, replies, acts, second deliveries and disagreements."""
    kinds = [customer_lines(), customer_lines(), agent_lines()]
    if acts:
        kinds.append(act_lines())
    lines = draw(st.lists(st.one_of(kinds), min_size=1, max_size=longest))
    channel = draw(st.sampled_from((*CHANNELS, None)))
    result: list[Line] = []
    for number, line in enumerate(lines):
        whole = {"conversation": "c", **line}
        if "act" not in line:
            whole["id"] = f"m{draw(st.integers(0, number)) if draw(st.booleans()) else number}"
            if channel is not None:
                whole["channel"] = channel
        result.append(whole)
    if acts and draw(st.booleans()):
        place = draw(st.integers(0, len(result)))
        named = f"m{draw(st.integers(0, len(result)))}"
        given, severity = draw(_weighty)
        wrong = {"conversation": "c", "act": "disagree", "by": "agent", "id": named}
        result.insert(place, {**wrong, "signals": given, "severity": severity})
    return result


@st.composite
def timed(draw: st.DrawFn, longest: int = 16) -> list[Line]:
    """Several conversations, interleaved, with times that mostly run forwards."""
    lines = draw(conversations(longest=longest))
    clock = 1_800_000_000.0
    result: list[Line] = []
    for line in lines:
        clock += draw(st.sampled_from((0, 5, 61, 130, 700, 90_000, 15 * 86_400, -50)))
        name = draw(st.sampled_from(("c", "d", "e")))
        result.append(
            {
                **line,
                "conversation": name,
                "at": clock,
                "contact": draw(st.sampled_from(("ann", "bob"))),
            }
        )
    return result
