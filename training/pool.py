"""Real texts without labels of ours, for a teacher to read and the small model to learn from."""

import pathlib
import random
import typing as t

from mulligan.conversation.message import Turn
from training import texts
from training.rows import Row

SHARES: t.Final = {
    "toxic_spans": 3500,
    "convabuse": 1500,
    "context_toxicity": 3000,
    "politeness": 2000,
    "edos": 1500,
    "davidson": 800,
    "multidogo": 1500,
    "surge_toxicity": 400,
    "openai_moderation": 300,
}
"""How many texts of each set, at most; real talk leads, since it is rarely an offence."""

_LONGEST: t.Final = 600


def pool(trainable: pathlib.Path, labelled: t.Container[str]) -> list[Row]:
    """Texts nobody labelled (nor any set's own validation part), a fixed draw of each set."""
    by_set: dict[str, list[Row]] = {}
    for key, known in texts.public_texts(trainable).items():
        source = key.partition(":")[0]
        text = known["text"]
        if key in labelled or known.get("held") or not 3 < len(text) <= _LONGEST:
            continue
        turns = tuple(Turn(one["speaker"], one["text"][:500]) for one in known.get("context", ()))
        by_set.setdefault(source, []).append(Row(key, source, key, text, "customer", turns, "pool"))
    chance = random.Random(8)
    return [
        row
        for source, share in SHARES.items()
        for row in chance.sample(by_set.get(source, []), min(share, len(by_set.get(source, []))))
    ]
