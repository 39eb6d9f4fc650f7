"""The program that is killed: it takes messages into a journal, and says which it acknowledged.

Started once, it forks a child for each line it reads (`PATH SEED`), and prints the child's number.
The child writes `CONVERSATION ID` for everything that is safe from then on, without end.
"""

import os
import pathlib
import random
import sys
import typing as t

from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal
from mulligan.conversation.words import ActName
from mulligan.journal.opening import open_journal
from mulligan.pipeline import Pipeline
from mulligan.pipeline.intake import Intake
from mulligan.protocol.file.load import load
from mulligan.signals.given import GivenReader

CONVERSATIONS: t.Final = 6
START: t.Final = 1_700_000_000.0
READINGS: t.Final = (
    Reading(),
    Reading((Signal("complaint", "organisation"),), 0),
    Reading((Signal("attack", "agent"),), 2),
    Reading((Signal("sexual", "agent"),), 3),
    Reading((Signal("threat_harm", "agent"),), 3),
    Reading((Signal("apology", "agent"),), 0),
)
ACTS_TRIED: t.Final[tuple[ActName, ...]] = ("take", "said_it", "hand_over", "reopen")
STEPS: t.Final = (1.0, 30.0, 61.0, 700.0, 90_000.0)


def items(seed: int) -> t.Iterator[Message | Act]:
    """Messages and acts without end, in a few conversations, as time goes on."""
    dice = random.Random(seed)
    at = START + seed * 1_000_000
    number = 0
    while True:
        number += 1
        at += dice.choice(STEPS)
        conversation = f"c{dice.randrange(CONVERSATIONS)}"
        name = f"{seed}-{number}"
        if dice.random() < 0.15:
            act = dice.choice(ACTS_TRIED)
            yield Act(conversation=conversation, act=act, by="Tom", at=at, id=name)
            continue
        customer = dice.random() < 0.7
        yield Message(
            conversation=conversation,
            id=name,
            speaker="customer" if customer else "agent",
            text=f"words of {name}",
            name="Ann" if customer else "Tom",
            contact="ann",
            at=at,
            given=dice.choice(READINGS) if customer else None,
        )


def run(path: pathlib.Path, seed: int) -> None:
    """Take items in, group by group, until somebody kills this."""
    dice = random.Random(-seed)
    book = open_journal(path, new=True)
    intake = Intake(Pipeline(load("default"), GivenReader(), book), book)
    intake.resume()
    coming = items(seed)
    while True:
        group = [next(coming) for _ in range(dice.randrange(1, 12))]
        texts = intake.accept(group)
        safe = "".join(f"{item.conversation} {item.id}\n" for item in group)
        os.write(1, safe.encode())
        intake.follow(group, texts)


def main() -> None:
    """Fork a child for each line."""
    for line in sys.stdin:
        path, seed = line.rsplit(" ", 1)
        child = os.fork()
        if child == 0:
            run(pathlib.Path(path), int(seed))
        print(f"child {child}", flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
