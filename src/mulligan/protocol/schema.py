"""The protocol file: every field, with its meaning, exported as JSON Schema for editors."""

import typing as t

import msgspec

from mulligan.conversation.bearing import Harm
from mulligan.conversation.words import Channel, Kind, Move, Stage

T = t.TypeVar("T")
Severity = t.Literal[0, 1, 2, 3]
Least = t.Annotated[float, msgspec.Meta(ge=0, le=0.95)]


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Frozen, and strict about names it does not know."""


def _says(description: str, **limits: t.Any) -> msgspec.Meta:
    return msgspec.Meta(description=description, **limits)


class Count(_Part, frozen=True):
    """A condition on a counter; what is given must all hold."""

    at_least: t.Annotated[int, _says("Holds from this number on.", ge=1, le=9)] | None = None
    at_most: t.Annotated[int, _says("Holds up to this number.", ge=0, le=9)] | None = None
    every: t.Annotated[int, _says("Holds each so many times.", ge=2, le=6)] | None = None

    def holds(self, n: int) -> bool:
        """Whether a counter that stands at `n` meets the condition."""
        if self.at_least is not None and n < self.at_least:
            return False
        if self.at_most is not None and n > self.at_most:
            return False
        return not self.every or (n > 0 and n % self.every == 0)


class When(_Part, frozen=True):
    """When a rule holds: every field that is given must hold; a list means any of its values."""

    stage: t.Annotated[
        Stage | tuple[Stage, ...] | None, _says("Where the conversation stands.")
    ] = None
    kinds: t.Annotated[
        Kind | tuple[Kind, ...] | None,
        _says("The message does any of these, whoever it is aimed at."),
    ] = None
    aimed_kinds: t.Annotated[
        Kind | tuple[Kind, ...] | None, _says("Any of these is aimed at the agent or at staff.")
    ] = None
    aimed: t.Annotated[
        bool | None,
        _says("An attack, belittling, sexual remark, intrusion or shouting at the agent or staff."),
    ] = None
    crosses: t.Annotated[
        bool | None, _says("The line is crossed, as `line` draws it: aimed, and grave or repeated.")
    ] = None
    gross: t.Annotated[bool | None, _says("Gross conduct, as `gross` draws it.")] = None
    severity: t.Annotated[
        Severity | tuple[Severity, ...] | None, _says("The severity of the message, 0 to 3.")
    ] = None
    offence: t.Annotated[bool | None, _says("Any offence stands.")] = None
    coarse: t.Annotated[
        bool | None, _says("An offence stands, aimed at nobody here, and there is no threat.")
    ] = None
    threat: t.Annotated[
        bool | None, _says("A threat against the agent or staff that is not physical.")
    ] = None
    harm: t.Annotated[
        Harm | tuple[Harm, ...] | None,
        _says("A physical threat: `others` when only against third parties, else `us`."),
    ] = None
    personal: t.Annotated[bool | None, _says("Aimed, or a threat that is not physical.")] = None
    provoked: t.Annotated[
        bool | None, _says("Our last reply was a retort or a counter-threat: it may have been us.")
    ] = None
    said: t.Annotated[
        bool | None,
        _says("What the stage asks to be said was said: the second chance, warning or closing."),
    ] = None
    unanswered: t.Annotated[
        bool | None, _says("Nobody has answered the customer's previous message yet.")
    ] = None
    in_writing: t.Annotated[
        bool | None, _says("Writing was offered before, or a part of the conversation is e-mail.")
    ] = None
    adjusted: t.Annotated[
        bool | None, _says("The customer needs an adjustment, or the queue is marked never-end.")
    ] = None
    channel: t.Annotated[
        Channel | tuple[Channel, ...] | None, _says("The channel of the message.")
    ] = None
    threats: t.Annotated[
        Count | None, _says("Threats that are not physical, in this conversation.")
    ] = None
    coarse_count: t.Annotated[Count | None, _says("Coarse messages in this conversation.")] = None
    refusals: t.Annotated[
        Count | None, _says("Refusals since the customer last apologised or gave thanks.")
    ] = None
    parting: t.Annotated[Count | None, _says("Attacks and threats since the closing was said.")] = (
        None
    )


class Rule(_Part, frozen=True, kw_only=True):
    """One row of the table: the first rule that holds decides."""

    id: t.Annotated[str, _says("The rule's name; unique.", pattern="^[a-z][a-z0-9-]*$")]
    when: t.Annotated[
        When | tuple[When, ...], _says("When it holds; of a list, any one is enough.")
    ] = When()
    move: t.Annotated[
        Move | t.Literal["none"], _says("What the protocol asks for; `none`: nothing.")
    ]
    then: t.Annotated[Stage | None, _says("The stage after; left out: the same.")] = None
    because: t.Annotated[str, _says("Why, in one sentence that an agent can read.", min_length=8)]
    practice: t.Annotated[
        str | tuple[str, ...] | None, _says("The practice it comes from, such as P1.4.")
    ] = None
    say: t.Annotated[
        str | None, _says("The scripts to offer; left out: those of the move; `nothing`: none.")
    ] = None
    urgent: t.Annotated[bool, _says("The alert rings at once and widens.")] = False
    security: t.Annotated[bool, _says("Security is alerted when a physical threat stands.")] = False
    may_end: t.Annotated[bool, _says("The card says: you may end this now.")] = False
    bots: t.Annotated[bool, _says("Holds also while only a bot has been answering.")] = False


class Script(_Part, frozen=True):
    """Words on offer.

    They may name `{customer}`, `{agent}`, `{contact}` and `{reference}`; a part in square
    brackets falls away when what it names is not known.
    """

    text: t.Annotated[str, _says("The words.", min_length=2)]
    channels: t.Annotated[
        tuple[Channel, ...], _says("Where these words fit; left out: everywhere.")
    ] = ()


class Line(_Part, frozen=True):
    """Where the line is: what is aimed at a person crosses it when grave, or when repeated."""

    severity: t.Annotated[int, _says("From this severity on, at once.", ge=1, le=3)] = 2
    mild: t.Annotated[
        int, _says("Milder than that: the how-manieth since the last crossing.", ge=1, le=6)
    ] = 2


class Gross(_Part, frozen=True):
    """Which conduct counts as gross."""

    severity: t.Annotated[int, _says("From this severity on.", ge=1, le=3)] = 3
    kinds: t.Annotated[tuple[Kind, ...], _says("These kinds always, when aimed.")] = ()


class Warnings(_Part, frozen=True):
    """How many warnings must be said before an end."""

    count: t.Annotated[int, _says("How many.", ge=0, le=3)] = 1
    none_for: t.Annotated[
        tuple[Kind, ...], _says("Kinds of aimed conduct that need no warning before an end.")
    ] = ("sexual",)


class Time(_Part, frozen=True):
    """How long things may take."""

    closing_seconds: t.Annotated[
        int,
        _says("Phone and chat: remind of an unsaid closing after this; help after twice.", ge=1),
    ] = 60
    closing_mail_days: t.Annotated[int, _says("The same by mail, in days.", ge=1)] = 1
    ring_seconds: t.Annotated[int, _says("An urgent alert rings this often.", ge=1)] = 60
    remind_minutes: t.Annotated[int, _says("A queued hand-over reminds this often.", ge=1)] = 10
    cooling_minutes: t.Annotated[
        int, _says("By mail, a reply after a crossing rests this long.", ge=0)
    ] = 30
    quiet_days: t.Annotated[
        int, _says("After so many quiet days the stage falls back one step.", ge=1)
    ] = 14
    callback_hours: t.Annotated[
        int, _says("A contact who comes back within this time of an end begins warned.", ge=0)
    ] = 24


class TimeBox(_Part, frozen=True):
    """A limit on a whole conversation; it needs no finding of abuse."""

    warn_minutes: t.Annotated[int, _says("Announce the end after so many minutes.", ge=1)]
    end_minutes: t.Annotated[int, _says("End after so many, once it was announced.", ge=2)]
    channels: t.Annotated[
        tuple[Channel, ...], _says("Where it holds; left out: phone and chat.")
    ] = (
        "phone",
        "chat",
    )


class NewRule(Rule, frozen=True, kw_only=True):
    """A rule in a file that extends another protocol may say where it stands."""

    before: t.Annotated[str | None, _says("Stand just before this rule.")] = None
    after: t.Annotated[str | None, _says("Stand just after this rule.")] = None


class ProtocolFile(_Part, frozen=True, kw_only=True):
    """A protocol as its owner writes it."""

    name: t.Annotated[str, _says("The protocol's name.", pattern="^[a-z][a-z0-9-]*$")]
    title: t.Annotated[str, _says("What it is, in a line.")]
    about: t.Annotated[str, _says("Whom and what it is for.")] = ""
    extends: t.Annotated[
        str | None, _says("The protocol this one differs from: a shipped name, or a file.")
    ] = None
    contact: t.Annotated[
        str | None, _says("The open written route, as it stands in a sentence: `{contact}`.")
    ] = None
    line: Line | None = None
    gross: Gross | None = None
    warnings: Warnings | None = None
    time: Time | None = None
    time_box: TimeBox | None = None
    least: t.Annotated[
        dict[Kind, Least],
        _says("From which probability on a kind counts, where the reader's own bar is too low."),
    ] = {}
    drop: t.Annotated[tuple[str, ...], _says("Rules of the other protocol that do not hold.")] = ()
    rules: t.Annotated[
        tuple[NewRule, ...], _says("The rules, in order; one with a known id replaces it.")
    ] = ()
    scripts: t.Annotated[
        dict[str, tuple[Script, ...]], _says("Words on offer, by move or by the rule's `say`.")
    ] = {}


class Protocol(_Part, frozen=True, kw_only=True):
    """A protocol, whole: nothing of it is inherited any more. `hash` names its content."""

    name: str
    title: str
    about: str
    contact: str
    line: Line
    gross: Gross
    warnings: Warnings
    time: Time
    time_box: TimeBox | None
    rules: tuple[Rule, ...]
    scripts: dict[str, tuple[Script, ...]]
    least: dict[Kind, float] = {}
    hash: str = ""


def listed(value: T | tuple[T, ...] | None) -> tuple[T, ...]:
    """One value, several or none, as a tuple."""
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def kinds_in(value: Kind | tuple[Kind, ...] | None) -> tuple[Kind, ...]:
    """The kinds that a condition names, none where it names none."""
    return t.cast("tuple[Kind, ...]", listed(value))


def json_schema() -> dict[str, t.Any]:
    """The JSON Schema (2020-12) of a protocol file."""
    schema = msgspec.json.schema(ProtocolFile)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
