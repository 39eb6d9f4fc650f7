"""All that can follow from where a conversation stands: cubes of messages that meet one rule.

A cube holds every message and every circumstance (counts, channel, who answered last) in which one
rule fires. First match wins, so the cubes of a place are disjoint and cover everything.
"""

import math
import typing as t

from msgspec.structs import replace

from mulligan.conversation.state import State
from mulligan.conversation.words import CHANNELS
from mulligan.protocol.decide import Table
from mulligan.protocol.proof.messages import Sample, samples
from mulligan.protocol.schema import Count, Rule, When, listed
from mulligan.protocol.situation import BIT, COUNTERS

Circumstances = dict[str, frozenset[t.Any]]

_MESSAGE_FIELDS: t.Final = (
    "severity",
    "harm",
    "aimed",
    "crosses",
    "gross",
    "offence",
    "coarse",
    "threat",
    "personal",
)
_MESSAGE_BITS: t.Final = sum(bit for (field, _), bit in BIT.items() if field in _MESSAGE_FIELDS)
_FLAGS: t.Final = ("provoked", "unanswered", "in_writing")


class Cube(t.NamedTuple):
    """Messages (as a set of sample numbers, in one integer) and circumstances that meet `rule`."""

    rule: Rule | None
    messages: int
    circumstances: Circumstances


class Space:
    """A protocol's space of situations."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.samples: tuple[Sample, ...] = samples(table.protocol)
        self.everything = (1 << len(self.samples)) - 1
        self._edges = {counter: _edges(table, counter) for counter in COUNTERS}
        self.circumstances = self._all_circumstances()
        self._masks: dict[tuple[int, bool], list[list[int]]] = {}

    def cubes(self, state: State) -> t.Iterator[Cube]:
        """The cubes of one place, in the order of the rules; last, what no rule meets."""
        pending = [(self.everything, self.circumstances)]
        masks = self._rule_masks(state)
        for (rule, _), rule_masks in zip(self.table.rows, masks, strict=True):
            for when, mask in zip(listed(rule.when), rule_masks, strict=True):
                if not mask or not self._stands(when, state):
                    continue
                wanted = self._wanted(rule, when)
                rest: list[tuple[int, Circumstances]] = []
                for messages, around in pending:
                    hit = messages & mask
                    inside = {**around, **{k: around[k] & v for k, v in wanted.items()}}
                    if not hit or not all(inside[k] for k in wanted):
                        rest.append((messages, around))
                        continue
                    yield Cube(rule, hit, inside)
                    if messages & ~mask:
                        rest.append((messages & ~mask, around))
                    rest.extend(_outside(hit, around, wanted))
                pending = rest
        for messages, around in pending:
            yield Cube(None, messages, around)

    def _all_circumstances(self) -> Circumstances:
        result: Circumstances = dict.fromkeys((*_FLAGS, "bot"), frozenset((False, True)))
        result["channel"] = frozenset(CHANNELS)
        for counter, (edge, period) in self._edges.items():
            result[counter] = frozenset(range(edge + period))
        return result

    def meets(self, around: Circumstances, counter: str, n: int) -> bool:
        """Whether a counter that stands at `n` is among a cube's values."""
        edge, period = self._edges[counter]
        return (n if n < edge else edge + (n - edge) % period) in around[counter]

    def numbers(self, messages: int) -> t.Iterator[int]:
        """The sample numbers in a set."""
        while messages:
            low = messages & -messages
            yield low.bit_length() - 1
            messages ^= low

    def _stands(self, when: When, state: State) -> bool:
        stages = listed(when.stage)
        if stages and state.stage not in stages:
            return False
        if when.adjusted is not None and when.adjusted != state.adjusted:
            return False
        return when.said is None or when.said == self.table.situations.heard(state)

    def _wanted(self, rule: Rule, when: When) -> Circumstances:
        wanted: Circumstances = {}
        for flag in _FLAGS:
            value = getattr(when, flag)
            if value is not None:
                wanted[flag] = frozenset((value,))
        if when.channel is not None:
            wanted["channel"] = frozenset(listed(when.channel))
        for counter in COUNTERS:
            count: Count | None = getattr(when, counter)
            if count is not None:
                values = self.circumstances[counter]
                wanted[counter] = frozenset(n for n in values if count.holds(n))
        if not rule.bots:
            wanted["bot"] = frozenset((False,))
        return wanted

    def _rule_masks(self, state: State) -> list[list[int]]:
        """For each rule and each of its conditions, the messages that could meet it here."""
        key = (state.mild, state.adjusted)
        if key not in self._masks:
            seen = [self._seen(state, sample) for sample in self.samples]
            self._masks[key] = [
                [
                    sum(
                        1 << n
                        for n, (situation, sample) in enumerate(
                            zip(seen, self.samples, strict=True)
                        )
                        if not situation & c.forbidden & _MESSAGE_BITS
                        and (not c.kinds or c.kinds & sample.bearing.kinds)
                        and (not c.aimed_kinds or c.aimed_kinds & sample.bearing.aimed)
                    )
                    for c in conditions
                ]
                for _, conditions in self.table.rows
            ]
        return self._masks[key]

    def _seen(self, state: State, sample: Sample) -> int:
        said = sample.bearing
        mild = state.mild + (bool(said.aimed) and said.severity == 1)
        there = replace(state, mild=mild)
        crossed = self.table.situations.crosses(there, said)
        return self.table.situations.situate(there, said, "chat", crossed)


def _outside(
    hit: int, around: Circumstances, wanted: Circumstances
) -> t.Iterator[tuple[int, Circumstances]]:
    """The circumstances around `hit` that a condition does not want, in disjoint parts."""
    for name, values in wanted.items():
        other = around[name] - values
        if other:
            yield hit, {**around, name: other}
        around = {**around, name: around[name] & values}


def _edges(table: Table, counter: str) -> tuple[int, int]:
    """From the first number on, a counter meets the same conditions again after each period."""
    counts = [count for name, count in table.situations.counts if name == counter]
    edge = max((max(c.at_least or 0, (c.at_most or 0) + 1) for c in counts), default=0)
    return max(edge, 1), math.lcm(*(c.every for c in counts if c.every))
