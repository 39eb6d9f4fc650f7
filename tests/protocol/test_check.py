"""Each proof finds the protocol that breaks it, and shows a conversation a manager understands."""

import pathlib
import re
import typing as t

import msgspec
import pytest

from mulligan.conversation.state import State
from mulligan.protocol.decide import Table
from mulligan.protocol.file.load import SHIPPED, load
from mulligan.protocol.proof.check import JUDGES, PROOFS, Broken, Proofs, check, ways_out
from mulligan.protocol.proof.diagram import mermaid
from mulligan.protocol.proof.explore import Exploration
from support import shipped

CHILD: t.Final = "name: mine\ntitle: Broken by hand\nextends: default\n"


def broken(folder: pathlib.Path, text: str) -> Proofs:
    path = folder / "mine.yaml"
    path.write_text(CHILD + text, "utf-8")
    return check(load(str(path)))


def found(proofs: Proofs, proof: str) -> Broken:
    return next(fault for fault in proofs.broken if fault.proof == proof)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_protocol_is_proven(name: str) -> None:
    proofs = check(shipped(name))
    assert proofs.broken == ()
    assert proofs.places > 40
    assert proofs.transitions > 5_000


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SHIPPED)
def test_every_cube_is_answered_by_the_rule_it_was_cut_for(name: str) -> None:
    for transition in Exploration(Table(shipped(name))).transitions:
        rule = transition.rule.id if transition.rule else "none"
        assert transition.decided.rule == rule


HAND_BROKEN: t.Final[dict[str, tuple[str, str, str, str]]] = {
    "silence on a physical threat": (
        """
rules:
  - id: quiet
    before: leave
    when: {harm: us, channel: email}
    move: stay_silent
    because: It is only an e-mail.
""",
        "danger",
        "A physical threat must lead to `leave` at once, but the rule `quiet` answers with "
        "`stay_silent`",
        "customer threatens to hurt the agent",
    ),
    "a threat to others that is only noted": (
        """
rules:
  - id: harm-to-others
    when: {harm: others}
    move: none
    because: It is not about us at all.
    bots: true
""",
        "danger",
        "A threat to others must lead to an urgent `hand_over`",
        "customer threatens to hurt someone else",
    ),
    "a threat that rings nobody": (
        """
rules:
  - id: leave
    when: {harm: us}
    move: leave
    then: left
    bots: true
    because: Get out, but do not make a noise.
""",
        "danger",
        "A physical threat must ring and alert security; `leave` does not.",
        "customer threatens to hurt the agent",
    ),
    "an end without a warning": (
        """
rules:
  - id: second-crossing
    when: {crosses: true, stage: second_chance, said: true}
    move: end
    then: ended
    because: Two strikes and you are out.
""",
        "warned-first",
        "The conversation ends before a warning was said: the rule `second-crossing`",
        "→ end (rule second-crossing); stage ended",
    ),
    "an end in disguise for someone with an adjustment": (
        """
rules:
  - id: cut
    before: mulligan
    when: {adjusted: true, aimed: true, severity: 3}
    move: resolve
    then: ended
    because: We quietly stop answering them.
""",
        "warned-first",
        "This customer must never be ended on",
        "the customer needs an adjustment",
    ),
    "swearing that counts as a strike": (
        """
rules:
  - id: coarse-limit
    when: {coarse: true, coarse_count: {at_least: 3}}
    move: warn
    then: warned
    because: Foul language is an attack here.
""",
        "not-aimed",
        "Nothing here is aimed at a person, but the rule `coarse-limit` answers with `warn`",
        "customer swears at nobody",
    ),
    "a complaint that gets handed up for good": (
        """
rules:
  - id: show-you-heard
    when: {kinds: [recourse, complaint]}
    move: hand_over
    then: handing_over
    because: Lawyers are for the manager.
""",
        "not-aimed",
        "Nothing here is aimed at a person",
        "stage handing_over",
    ),
    "an insult before a crisis": (
        """
rules:
  - id: insult-first
    before: crisis
    when: {crosses: true}
    move: warn
    then: warned
    because: Insults come first whatever else is said.
""",
        "care",
        "Someone may be in danger and care comes first, but the rule `insult-first`",
        "says they may harm themself",
    ),
    "a crisis that hides a threat from security": (
        """
rules:
  - id: crisis
    when: [{kinds: crisis}, {stage: crisis}]
    move: crisis
    then: crisis
    bots: true
    because: Care comes before everything else.
""",
        "care",
        "A physical threat in a crisis must alert security; `crisis` does not.",
        "says they may harm themself",
    ),
    "messages that no rule answers": (
        "drop: [help]\n",
        "complete",
        "No rule answers this; let the last rule have no `when`.",
        "customer asks something",
    ),
    "a rule that can never fire": (
        """
rules:
  - id: too-late
    after: help
    when: {kinds: gratitude}
    move: accept
    because: Nobody ever gets as far as here.
""",
        "can-fire",
        "The rule `too-late` can never fire",
        "",
    ),
    "two rules with the same conditions": (
        """
rules:
  - id: twin
    after: threatens
    when: {threat: true}
    move: listen
    because: The same again, and so never reached.
""",
        "can-fire",
        "The rules `threatens` and `twin` have the same conditions.",
        "",
    ),
    "a closing without a written route": (
        """
scripts:
  end: [{text: "Goodbye."}, {text: "Good day."}, {text: "That is all."}]
""",
        "words",
        "A closing under `end` leaves out {contact} or {reference}: “Goodbye.”",
        "",
    ),
    "words for one channel only": (
        """
scripts:
  warn:
    - {text: "Stop, or this call ends.", channels: [phone]}
    - {text: "Stop, or this call ends.", channels: [phone]}
    - {text: "Once more and this call ends.", channels: [phone]}
""",
        "words",
        "`warn` has 0 scripts for chat; three are needed",
        "",
    ),
}


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", HAND_BROKEN)
def test_a_hand_broken_protocol_fails_with_a_conversation(
    name: str, tmp_path: pathlib.Path
) -> None:
    text, proof, sentence, line = HAND_BROKEN[name]
    faults = [f for f in broken(tmp_path, text).broken if f.proof == proof]
    fault = next(f for f in faults if sentence in f.sentence)
    if line:
        assert any(line in told for told in fault.conversation)
        assert re.search(r"→ .+ \(rule ", fault.conversation[-1])


SEVERAL: t.Final = """
drop: [help]
rules:
  - id: quiet
    before: leave
    when: {harm: us, channel: email}
    move: stay_silent
    because: It is only an e-mail.
  - id: harm-to-others
    when: {harm: others}
    move: none
    because: It is not about us at all.
    bots: true
  - id: leave
    when: {harm: us}
    move: leave
    then: left
    bots: true
    because: Get out, but do not make a noise.
  - id: insult-first
    before: crisis
    when: {aimed_kinds: attack, severity: 1}
    move: listen
    because: Insults come first whatever else is said.
  - id: crisis
    when: [{kinds: crisis}, {stage: crisis}]
    move: crisis
    then: crisis
    because: Care comes before everything else.
  - id: never-so
    before: we-provoked-it
    when: {stage: second_chance, said: false, provoked: true, crosses: true}
    move: end
    then: ended
    because: This cannot come about at all.
  - id: never-coarse
    before: coarse-limit
    when: {coarse: true, coarse_count: {at_most: 0}}
    move: listen
    because: The first one is counted already.
  - id: cut
    before: mulligan
    when: {adjusted: true, aimed: true, severity: 3}
    move: resolve
    then: ended
    because: We quietly stop answering them.
  - id: loud
    before: peace
    when: {kinds: shouting, coarse: true, refusals: {every: 2}, parting: {at_most: 0}}
    move: end
    then: ended
    because: Loud people have to go away.
  - id: twin
    after: threatens
    when: {threat: true}
    move: listen
    because: The same again, and so never reached.
scripts:
  end: [{text: "Goodbye."}, {text: "Goodbye."}]
"""


def test_several_faults_are_found_together(tmp_path: pathlib.Path) -> None:
    proofs = broken(tmp_path, SEVERAL)
    assert {fault.proof for fault in proofs.broken} == {*PROOFS} - {"not-alone", "way-out"}
    told = " ".join(fault.sentence for fault in proofs.broken)
    for rule in ("quiet", "harm-to-others", "leave", "insult-first", "crisis", "never-coarse"):
        assert f"`{rule}`" in told
    by_bot = next(f for f in proofs.broken if "no rule answers with `nothing`" in f.sentence)
    assert "bot answers" in by_bot.conversation
    disguised = next(f for f in proofs.broken if "`cut`" in f.sentence)
    assert "agent's act: the customer needs an adjustment" in disguised.conversation


def test_a_place_that_only_theory_reaches_is_told_without_a_conversation(
    tmp_path: pathlib.Path,
) -> None:
    fault = next(f for f in broken(tmp_path, SEVERAL).broken if "`never-so`" in f.sentence)
    assert fault.conversation == ("in the stage second_chance", "customer insults the agent")


def test_a_way_that_only_theory_knows_is_not_drawn(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(CHILD + SEVERAL, "utf-8")
    drawn = mermaid(load(str(path)))
    assert "never-so" not in drawn
    assert "loud" in drawn


def test_an_alert_that_is_not_raised_is_found() -> None:
    exploration = Exploration(Table(shipped("default")))
    raised = next(t for t in exploration.transitions if t.decided.move == "leave")
    judge = JUDGES["not-alone"]
    assert judge(exploration, raised) == ""
    silent = msgspec.structs.replace(raised, after=State())
    assert judge(exploration, silent).startswith("Nobody is alerted, though the rule")


@pytest.mark.exhaustive
def test_words_said_twice_in_one_key_are_found(tmp_path: pathlib.Path) -> None:
    proofs = broken(tmp_path, HAND_BROKEN["words for one channel only"][0])
    assert any(f.sentence == "Two scripts of `warn` have the same words." for f in proofs.broken)


@pytest.mark.exhaustive
def test_a_protocol_with_no_warnings_may_end_without_one(tmp_path: pathlib.Path) -> None:
    text = (
        HAND_BROKEN["an end without a warning"][0]
        + "warnings: {count: 0}\ndrop: [warning-unsaid]\n"
    )
    assert not [f for f in broken(tmp_path, text).broken if f.proof == "warned-first"]


@pytest.mark.exhaustive
def test_kinds_declared_to_need_no_warning_may_be_ended_on(tmp_path: pathlib.Path) -> None:
    rule = """
rules:
  - id: stalker
    before: sexual
    when: {aimed_kinds: intrusion}
    move: end
    then: ended
    because: Nobody has to be followed home.
"""
    assert found(broken(tmp_path, rule), "warned-first")
    declared = rule + "warnings: {none_for: [sexual, intrusion]}\n"
    assert not broken(tmp_path, declared).broken


@pytest.mark.exhaustive
def test_more_warnings_are_asked_for_before_an_end(tmp_path: pathlib.Path) -> None:
    assert not broken(tmp_path, "warnings: {count: 2}\n").broken


@pytest.mark.exhaustive
def test_a_named_unaimed_offence_is_explored(tmp_path: pathlib.Path) -> None:
    rule = """
rules:
  - id: loud
    before: peace
    when: {kinds: shouting, coarse: true}
    move: end
    then: ended
    because: Loud people have to go away.
"""
    assert "shouts" in " ".join(found(broken(tmp_path, rule), "not-aimed").conversation)


def test_a_stage_nobody_can_leave_is_found() -> None:
    exploration = Exploration(Table(shipped("default")))
    assert not list(ways_out(exploration))
    exploration.exits.clear()
    assert {fault.sentence for fault in ways_out(exploration)} >= {
        "There is no way out of the stage `crisis`.",
        "There is no way out of the stage `left`.",
    }


@pytest.mark.exhaustive
def test_the_same_protocol_gives_the_same_proofs() -> None:
    again = msgspec.convert(msgspec.to_builtins(shipped("default")), type(shipped("default")))
    assert check(again) == check(shipped("default"))
