"""Sample conversations, played as if they happened now."""

import asyncio
import importlib.resources
import random
import time
import typing as t

import msgspec

from mulligan.channels import jsonl
from mulligan.conversation.message import Message
from mulligan.web.hub import Hub

_APART: t.Final = 1.5
"""By how many paces the beginnings of two conversations lie apart."""


def samples() -> dict[str, list[Message]]:
    """The sample conversations, by name."""
    folder = importlib.resources.files("mulligan.web").joinpath("samples.jsonl")
    found: dict[str, list[Message]] = {}
    with folder.open("rb") as lines:
        for _, item in jsonl.read(lines, "samples", {}):
            assert isinstance(item, Message)
            found.setdefault(item.conversation, []).append(item)
    return found


async def playing(hub: Hub, pace: float) -> None:
    """Play them all, each message about `pace` seconds after the one before it."""
    async with asyncio.TaskGroup() as together:
        for place, messages in enumerate(samples().values()):
            together.create_task(_play(hub, messages, pace, place * pace * _APART))


async def _play(hub: Hub, messages: t.Sequence[Message], pace: float, wait: float) -> None:
    chance = random.Random(messages[0].conversation)
    await asyncio.sleep(wait)
    for message in messages:
        await hub.submit(msgspec.structs.replace(message, at=time.time()))
        await asyncio.sleep(pace * chance.uniform(0.6, 1.6))
