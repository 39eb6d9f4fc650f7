"""Why a merit or a fault is told, in a few words."""

import typing as t

from mulligan.conversation.words import Fault, Merit

BECAUSE: t.Final[dict[Merit | Fault, str]] = {
    "name": "uses the customer's name",
    "acknowledges": "shows that it was heard",
    "summarises": "says the problem back in the customer's own words",
    "empathy": "understands the feeling",
    "responsibility": "owns the fault",
    "ownership": "takes it in hand",
    "solution": "names a concrete next step",
    "deadline": "says when",
    "prevention": "says how it will not happen again",
    "choice": "offers a choice or another way",
    "boundary": "asks for an end to the conduct, and threatens nothing",
    "warning": "says that the conversation ends if it goes on",
    "closing": "ends the conversation",
    "handover": "passes it to someone else",
    "in_writing": "moves it to writing, or asks for papers",
    "excuse_me": "leaves without explaining",
    "sympathy": "joins in the anger at our own side",
    "excuse": "puts it on a system, a season or somebody else",
    "blames_customer": "puts it on the customer",
    "negativity": "says what cannot be, and offers nothing instead",
    "policy_wall": "gives the rule as the answer",
    "calm_down": "tells the customer to calm down",
    "retort": "hits back, or mocks",
    "counter_threat": "threatens back",
    "overpromise": "promises more than anyone can keep",
    "jargon": "a term that the customer may not know",
    "argues": "debates who is right",
    "ignores": "talks past what was said",
    "feeds": "answers a threat or an insult instead of passing over it",
    "no_answer": "gives nothing the customer can use",
}
"""What to tell about each merit and fault."""
