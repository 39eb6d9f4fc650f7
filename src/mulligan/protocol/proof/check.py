"""The proofs: what must hold of every protocol, or a conversation that shows where it does not."""

import collections
import typing as t

import msgspec

from mulligan.conversation.words import CHANNELS
from mulligan.protocol.decide import NEUTRAL_END, Table
from mulligan.protocol.proof.explore import Exploration, Transition
from mulligan.protocol.proof.witness import witness
from mulligan.protocol.schema import Protocol, Rule, Script, listed

FEWEST_SCRIPTS: t.Final = 3
TRIES: t.Final = 40
ACTS_SAY: t.Final = frozenset(("end", NEUTRAL_END, "hand_over"))
"""The scripts that people's acts ask for, under any protocol."""

_ALERTING: t.Final = ("leave", "crisis", "hand_over")


class Broken(msgspec.Struct, frozen=True):
    """A proof that failed: its name, what is wrong, and a conversation that shows it."""

    proof: str
    sentence: str
    conversation: tuple[str, ...] = ()


class Proofs(msgspec.Struct, frozen=True):
    """What was explored, and every proof that failed."""

    places: int
    transitions: int
    broken: tuple[Broken, ...]


PROOFS: t.Final[dict[str, str]] = {
    "danger": "A physical threat leads out at once, from every stage.",
    "warned-first": "Nobody is ended on before a warning was said, or who must never be.",
    "not-aimed": "What is aimed at no person never moves the ladder.",
    "care": "A crisis outranks everything and keeps security informed.",
    "not-alone": "After leaving, a crisis or a hand-over an alert stands until somebody takes it.",
    "way-out": "Every stage can be left, if only by a person's act.",
    "complete": "Some rule answers every message.",
    "can-fire": "Every rule can fire; no two have the same conditions.",
    "words": "There are words enough, and a closing names the reference and the written route.",
}


def check(protocol: Protocol) -> Proofs:
    """Explore every reachable situation of a protocol and try each proof on it."""
    table = Table(protocol)
    exploration = Exploration(table)
    broken = [
        *_transition_proofs(exploration),
        *ways_out(exploration),
        *_can_fire(exploration),
        *_twins(protocol),
        *_words(protocol),
    ]
    return Proofs(len(exploration.ways), len(exploration.transitions), tuple(broken))


def _transition_proofs(exploration: Exploration) -> t.Iterator[Broken]:
    for proof, judge in JUDGES.items():
        faults: dict[str, list[tuple[str, Transition]]] = collections.defaultdict(list)
        for transition in exploration.transitions:
            sentence = judge(exploration, transition)
            if sentence:
                faults[transition.decided.rule].append((sentence, transition))
        for found in faults.values():
            yield _shown(exploration, proof, found)


def _shown(exploration: Exploration, proof: str, found: list[tuple[str, Transition]]) -> Broken:
    for sentence, transition in found[:TRIES]:
        lines = witness(exploration, transition)
        if lines:
            return Broken(proof, sentence, lines)
    sentence, transition = found[0]
    return Broken(
        proof, sentence, (f"in the stage {transition.place.stage}", transition.event.text)
    )


def _answer(transition: Transition) -> str:
    decided = transition.decided
    rule = f"the rule `{decided.rule}`" if transition.rule else "no rule"
    return f"{rule} answers with `{decided.move or 'nothing'}`, and the stage is `{decided.stage}`"


def _danger(_: Exploration, transition: Transition) -> str:
    said, decided = transition.sample.bearing, transition.decided
    if said.harm == "none" or transition.place.stage == "crisis" or transition.sample.cries:
        return ""
    if said.harm == "us" and (decided.move, decided.stage) != ("leave", "left"):
        return f"A physical threat must lead to `leave` at once, but {_answer(transition)}."
    good = decided.move == "hand_over" and decided.stage in ("handing_over", "left")
    if said.harm == "others" and not good:
        return f"A threat to others must lead to an urgent `hand_over`, but {_answer(transition)}."
    if not decided.urgent or not decided.security:
        return f"A physical threat must ring and alert security; `{decided.rule}` does not."
    return ""


def _warned_first(exploration: Exploration, transition: Transition) -> str:
    decided, place = transition.decided, transition.place
    if decided.move != "end" and (decided.stage != "ended" or place.stage == "ended"):
        return ""
    if place.adjusted:
        return f"This customer must never be ended on, but {_answer(transition)}."
    warnings = exploration.table.protocol.warnings
    exempt = {s.kind for s in transition.sample.signals if s.target in ("agent", "staff")}
    if not warnings.count or exempt & {"sexual", *warnings.none_for} or place.stage == "ended":
        return ""
    if place.stage == "warned" and exploration.table.situations.heard(place):
        return ""
    return f"The conversation ends before a warning was said: {_answer(transition)}."


def _not_aimed(_: Exploration, transition: Transition) -> str:
    said, decided = transition.sample.bearing, transition.decided
    calm = (
        not said.aimed and not said.threat and said.harm == "none" and not transition.sample.cries
    )
    if not calm or decided.stage == transition.place.stage:
        return ""
    return f"Nothing here is aimed at a person, but {_answer(transition)}."


def _care(_: Exploration, transition: Transition) -> str:
    if not transition.sample.cries and transition.place.stage != "crisis":
        return ""
    decided = transition.decided
    if (decided.move, decided.stage) != ("crisis", "crisis"):
        return f"Someone may be in danger and care comes first, but {_answer(transition)}."
    if transition.sample.bearing.harm != "none" and not decided.security:
        return f"A physical threat in a crisis must alert security; `{decided.rule}` does not."
    return ""


def _not_alone(_: Exploration, transition: Transition) -> str:
    if transition.decided.move in _ALERTING and not transition.after.alert:
        return f"Nobody is alerted, though {_answer(transition)}."
    return ""


def _complete(_: Exploration, transition: Transition) -> str:
    if transition.rule is None and not transition.before.bot:
        return "No rule answers this; let the last rule have no `when`."
    return ""


JUDGES: t.Final[dict[str, t.Callable[[Exploration, Transition], str]]] = {
    "danger": _danger,
    "warned-first": _warned_first,
    "not-aimed": _not_aimed,
    "care": _care,
    "not-alone": _not_alone,
    "complete": _complete,
}
"""What each proof says of one transition: what is wrong with it, or nothing."""


def ways_out(exploration: Exploration) -> t.Iterator[Broken]:
    """The reached stages that nothing leads out of."""
    left = {before.stage for before, after in exploration.exits if before.stage != after.stage}
    for stage in {place.stage for place in exploration.ways} - left:
        yield Broken("way-out", f"There is no way out of the stage `{stage}`.")


def _can_fire(exploration: Exploration) -> t.Iterator[Broken]:
    by_rule: dict[str, list[Transition]] = collections.defaultdict(list)
    for transition in exploration.transitions:
        by_rule[transition.decided.rule].append(transition)
    for rule in exploration.table.protocol.rules:
        tries = by_rule.get(rule.id, [])[:TRIES]
        if not any(witness(exploration, transition) for transition in tries):
            yield Broken(
                "can-fire",
                f"The rule `{rule.id}` can never fire: the rules above it, or how conversations "
                "go, leave nothing to it. Move it up, change its `when`, or drop it.",
            )


def _twins(protocol: Protocol) -> t.Iterator[Broken]:
    seen: dict[frozenset[t.Any], Rule] = {}
    for rule in protocol.rules:
        when = frozenset(listed(rule.when))
        twin = seen.setdefault(when, rule)
        if twin is not rule:
            yield Broken(
                "can-fire", f"The rules `{twin.id}` and `{rule.id}` have the same conditions."
            )


def _words(protocol: Protocol) -> t.Iterator[Broken]:
    used = {rule.say or rule.move for rule in protocol.rules} - {"nothing", "none"}
    ending = {rule.say or "end" for rule in protocol.rules if rule.move == "end"} | {NEUTRAL_END}
    for key in sorted(used | ACTS_SAY):
        scripts = protocol.scripts.get(key, ())
        for channel in CHANNELS:
            fit = [s for s in scripts if not s.channels or channel in s.channels]
            if len(fit) < FEWEST_SCRIPTS:
                yield Broken(
                    "words",
                    f"`{key}` has {len(fit)} scripts for {channel}; three are needed, so that "
                    "nobody hears the same words twice.",
                )
        yield from _texts(key, scripts, key in ending)


def _texts(key: str, scripts: tuple[Script, ...], ending: bool) -> t.Iterator[Broken]:
    texts = [script.text for script in scripts]
    if len(set(texts)) < len(texts):
        yield Broken("words", f"Two scripts of `{key}` have the same words.")
    for text in texts:
        if ending and not ("{contact}" in text and "{reference}" in text):
            yield Broken(
                "words",
                f"A closing under `{key}` leaves out {{contact}} or {{reference}}: “{text}”",
            )
