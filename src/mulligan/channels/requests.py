"""Single messages to be read, each with the turns before it: one JSON object a line."""

import typing as t

import msgspec

from mulligan.channels import record as records
from mulligan.channels.jsonl import parse, written
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import placed
from mulligan.conversation.message import Message, Turn
from mulligan.conversation.words import SPEAKERS
from mulligan.errors import BadInput


class Request(msgspec.Struct, frozen=True):
    """A message and the turns before it, oldest first."""

    message: Message
    context: tuple[Turn, ...]
    customer: str = ""


def read(lines: t.Iterable[bytes], name: str) -> t.Iterator[Request | BadInput]:
    """Each line as a request, or as the fault that it is; blank lines are passed over."""
    numbers = Numbers()
    for number, line in written(lines):
        try:
            yield _request(parse(line), name, numbers)
        except BadInput as error:
            yield placed(error, f"{name}:{number}")


def replies(lines: t.Iterable[bytes], name: str) -> t.Iterator[Request | BadInput]:
    """Each line as an agent's reply to be reviewed, or as the fault that it is."""
    numbers = Numbers()
    for number, line in written(lines):
        try:
            yield _reply(parse(line), name, numbers)
        except BadInput as error:
            yield placed(error, f"{name}:{number}")


def _reply(record: dict[str, t.Any], name: str, numbers: Numbers) -> Request:
    """A reply says `reply` for its words, and `customer_name`."""
    if not isinstance(record.get("reply"), str):
        raise BadInput("`reply` is not a text" if "reply" in record else "`reply` is missing")
    customer = record.get("customer_name") or ""
    if not isinstance(customer, str):
        raise BadInput("`customer_name` is not a text")
    whole = {**record, "speaker": "agent", "text": record["reply"]}
    context = _context(record.get("context"))
    return Request(records.message(whole, name, {}, numbers), context, customer)


def _request(record: dict[str, t.Any], name: str, numbers: Numbers) -> Request:
    whole = {"speaker": "customer", **record}
    context = _context(record.get("context"))
    return Request(records.message(whole, name, {}, numbers), context)


def _context(turns: t.Any) -> tuple[Turn, ...]:
    if turns is None:
        return ()
    if not isinstance(turns, list):
        raise BadInput("`context` is not a list of turns")
    return tuple(_turn(turn) for turn in turns)


def _turn(turn: t.Any) -> Turn:
    usable = isinstance(turn, dict) and isinstance(turn.get("text"), str)
    if not usable or turn.get("speaker") not in SPEAKERS:
        raise BadInput("a turn of `context` has no `speaker` and `text`")
    return Turn(turn["speaker"], turn["text"])
