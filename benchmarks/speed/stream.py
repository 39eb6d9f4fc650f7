"""The whole way: `mulligan watch --json` over many made-up conversations at once."""

import json
import pathlib
import random
import tempfile
import typing as t

from benchmarks.speed.figure import COMMAND, CORPUS, Figure, cost, say

OPEN_AT_ONCE: t.Final = 500
LENGTHS: t.Final = (8, 32)
SEED: t.Final = 4711


def figures(most: int) -> t.Iterator[Figure]:
    """Messages a second and peak memory, at a tenth and at the whole number."""
    for count in (most // 10, most):
        say(f"watching {count:,} messages …")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "messages.jsonl"
            write(path, count)
            taken = cost([*COMMAND, "watch", str(path), "--json"])
        rate = f"{count / taken.seconds:,.0f} messages/s, peak {taken.peak:,.0f} MiB"
        yield Figure(f"`mulligan watch --json`, {count:,} messages", rate)


def write(path: pathlib.Path, count: int) -> None:
    """Write so many messages of interleaved conversations, the same for the same number."""
    dice = random.Random(SEED)
    customers, agents = _texts("messages.jsonl", "text"), _texts("replies.jsonl", "reply")
    open_now: list[list[int]] = []
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            if len(open_now) < OPEN_AT_ONCE:
                open_now.append([number, 0, dice.randint(*LENGTHS)])
            place = dice.randrange(len(open_now))
            talk = open_now[place]
            talk[1] += 1
            customer = talk[1] % 2
            line = {
                "conversation": f"c{talk[0]}",
                "id": f"m{talk[1]}",
                "at": 1_772_442_000 + number,
                "speaker": "customer" if customer else "agent",
                "name": "Ann Lee" if customer else "Priya",
                "text": dice.choice(customers if customer else agents),
                "channel": "chat",
            }
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            if talk[1] >= talk[2]:
                open_now[place] = open_now[-1]
                open_now.pop()


def _texts(name: str, field: str) -> list[str]:
    with (CORPUS / name).open(encoding="utf-8") as file:
        return [json.loads(line)[field] for line in file]
