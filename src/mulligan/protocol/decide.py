"""The judgement: from where a conversation stands and what was said, to the next move."""

import typing as t

from mulligan.conversation.bearing import Bearing
from mulligan.conversation.fact import Decided
from mulligan.conversation.state import State
from mulligan.conversation.words import Channel, Stage
from mulligan.protocol.schema import Protocol, Rule, listed
from mulligan.protocol.situation import Condition, Situations

NO_RULE: t.Final = "none"
USUAL_CHANNEL: t.Final[Channel] = "chat"
NEUTRAL_END: t.Final = "end_plain"
"""The scripts for an end that no one's conduct is the reason for."""


class Table:
    """A protocol made ready to judge by: its rules as bits. Build it once for a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.situations = Situations(protocol)
        self.rows: tuple[tuple[Rule, tuple[Condition, ...]], ...] = tuple(
            (rule, tuple(self.situations.condition(when) for when in listed(rule.when)))
            for rule in protocol.rules
        )
        self.bot_rows = tuple(row for row in self.rows if row[0].bots)

    def rule_for(self, situation: int, said: Bearing, bot: bool) -> Rule | None:
        """The first rule that holds."""
        kinds, aimed = said.kinds, said.aimed
        for rule, conditions in self.bot_rows if bot else self.rows:
            for forbidden, any_kind, any_aimed in conditions:
                if (
                    not situation & forbidden
                    and (not any_kind or any_kind & kinds)
                    and (not any_aimed or any_aimed & aimed)
                ):
                    return rule
        return None


def decide(table: Table, state: State, said: Bearing, channel: Channel | None) -> Decided:
    """What the protocol asks for after a customer's message.

    `state` has the message's counts in it already. The answer carries the rule it stands on; a
    person ended on who must not be becomes a hand-over.
    """
    where = channel or USUAL_CHANNEL
    crossed = table.situations.crosses(state, said)
    situation = table.situations.situate(state, said, where, crossed)
    rule = table.rule_for(situation, said, state.bot)
    if rule is None:
        return Decided(rule=NO_RULE, stage=state.stage, before=state.stage, crossed=crossed)
    return _decided(table.protocol, rule, state, said, where, crossed)


def _decided(
    protocol: Protocol, rule: Rule, state: State, said: Bearing, channel: Channel, crossed: bool
) -> Decided:
    move = None if rule.move == "none" else rule.move
    stage: Stage = rule.then or state.stage
    instead = move == "end" and state.adjusted
    if instead:
        move, stage = "hand_over", "handing_over"
    key = move if instead else rule.say or move
    return Decided(
        rule=rule.id,
        stage=stage,
        before=state.stage,
        move=move,
        crossed=crossed,
        urgent=rule.urgent,
        security=rule.security and said.harm != "none",
        may_end=rule.may_end,
        instead=instead,
        script=offer(protocol, key, state, channel),
    )


def offer(protocol: Protocol, key: str | None, state: State, channel: Channel) -> str | None:
    """The name of words that fit the channel and were not offered in this conversation yet."""
    for place, script in enumerate(protocol.scripts.get(key or "", ())):
        name = f"{key}/{place + 1}"
        if name not in state.used and (not script.channels or channel in script.channels):
            return name
    return None
