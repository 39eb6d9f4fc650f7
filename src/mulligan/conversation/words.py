"""The closed vocabularies: every word that a label, a move or an act can be.

The meaning of each is in the glossary (`docs/glossary.md`); a test holds the two together.
"""

import typing as t

Speaker = t.Literal["customer", "agent", "supervisor", "bot", "system"]
Channel = t.Literal["chat", "email", "phone", "social"]

Kind = t.Literal[
    "complaint",
    "venting",
    "demand",
    "recourse",
    "refusal",
    "apology",
    "gratitude",
    "profanity",
    "attack",
    "belittling",
    "shouting",
    "sexual",
    "intrusion",
    "threat_harm",
    "threat_other",
    "crisis",
    "unreadable",
]
Target = t.Literal["agent", "staff", "organisation", "product", "third_party", "self", "none"]
About = t.Literal[
    "intelligence",
    "competence",
    "honesty",
    "appearance",
    "voice",
    "accent",
    "age",
    "gender",
    "sexuality",
    "race",
    "nationality",
    "religion",
    "disability",
    "class",
    "other",
]
Merit = t.Literal[
    "name",
    "acknowledges",
    "summarises",
    "empathy",
    "responsibility",
    "ownership",
    "solution",
    "deadline",
    "prevention",
    "choice",
    "boundary",
    "warning",
    "closing",
    "handover",
    "in_writing",
    "excuse_me",
]
Fault = t.Literal[
    "sympathy",
    "excuse",
    "blames_customer",
    "negativity",
    "policy_wall",
    "calm_down",
    "retort",
    "counter_threat",
    "overpromise",
    "jargon",
    "argues",
    "ignores",
    "feeds",
    "no_answer",
]

Stage = t.Literal["open", "second_chance", "warned", "ended", "handing_over", "left", "crisis"]
Hand = t.Literal["hold", "fold", "walk away", "run", "crisis"]
Move = t.Literal[
    "listen",
    "acknowledge",
    "resolve",
    "accept",
    "stay_silent",
    "set_limit",
    "make_amends",
    "second_chance",
    "warn",
    "take_to_writing",
    "hand_over",
    "end",
    "leave",
    "crisis",
]
ActName = t.Literal[
    "said_it",
    "not_now",
    "end",
    "hand_over",
    "wrong_department",
    "get_me_out",
    "disagree",
    "take",
    "reopen",
    "close_crisis",
    "adjustment",
]

SPEAKERS: t.Final[tuple[Speaker, ...]] = t.get_args(Speaker)
CHANNELS: t.Final[tuple[Channel, ...]] = t.get_args(Channel)
KINDS: t.Final[tuple[Kind, ...]] = t.get_args(Kind)
TARGETS: t.Final[tuple[Target, ...]] = t.get_args(Target)
ABOUTS: t.Final[tuple[About, ...]] = t.get_args(About)
MERITS: t.Final[tuple[Merit, ...]] = t.get_args(Merit)
FAULTS: t.Final[tuple[Fault, ...]] = t.get_args(Fault)
STAGES: t.Final[tuple[Stage, ...]] = t.get_args(Stage)
HANDS: t.Final[tuple[Hand, ...]] = t.get_args(Hand)
MOVES: t.Final[tuple[Move, ...]] = t.get_args(Move)
ACTS: t.Final[tuple[ActName, ...]] = t.get_args(ActName)

ALARMS: t.Final[frozenset[Move]] = frozenset(("leave", "crisis", "hand_over"))
"""The moves that somebody else must hear of."""

HAND_OF: t.Final[dict[Move, Hand]] = {
    "listen": "hold",
    "acknowledge": "hold",
    "resolve": "hold",
    "accept": "hold",
    "stay_silent": "hold",
    "set_limit": "hold",
    "make_amends": "hold",
    "second_chance": "hold",
    "warn": "hold",
    "take_to_writing": "fold",
    "hand_over": "fold",
    "end": "walk away",
    "leave": "run",
    "crisis": "crisis",
}
