"""The conversation file: JSON lines, one message or act a line."""

import json
import re
import typing as t

import msgspec

from mulligan.channels import record as records
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers
from mulligan.errors import BadInput

LONGEST_LINE: t.Final = 16 << 20
_BOM: t.Final = b"\xef\xbb\xbf"
_LONE: t.Final = re.compile("[\ud800-\udfff]")
_UTF_8: t.Final = "convert the file to UTF-8"
_decode: t.Final = msgspec.json.Decoder().decode


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """Each line of a conversation file, as what it is; blank lines are passed over."""
    numbers = numbers or Numbers()
    for number, line in written(lines):
        try:
            yield number, records.item(parse(line), name, speakers, numbers)
        except BadInput as error:
            yield number, BadInput(error.message, place=f"{name}:{number}", hint=error.hint)


def written(lines: t.Iterable[bytes]) -> t.Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers and without a byte order mark."""
    for number, line in enumerate(lines, 1):
        plain = line.removeprefix(_BOM)
        if plain and not plain.isspace():
            yield number, plain


def parse(line: bytes) -> dict[str, t.Any]:
    """One line as an object; raises `BadInput` saying why it is none."""
    if len(line) > LONGEST_LINE:
        raise BadInput(f"the line is longer than {LONGEST_LINE >> 20} MiB")
    try:
        record = _decode(line)
    except UnicodeDecodeError:
        raise BadInput("the line is not UTF-8", hint=_hint(line) or _UTF_8) from None
    except RecursionError:
        raise BadInput("the line is nested too deeply") from None
    except msgspec.DecodeError as error:
        record = _leniently(line, error)
    if not isinstance(record, dict):
        raise BadInput("the line is not a JSON object", hint='such as {"speaker": …, "text": …}')
    return record


def _leniently(line: bytes, error: msgspec.DecodeError) -> t.Any:
    """The line with half characters (lone surrogates) replaced, where nothing else is wrong."""
    try:
        text = json.dumps(json.loads(line.decode()), ensure_ascii=False, allow_nan=False)
        return _decode(_LONE.sub("\ufffd", text).encode())
    except (ValueError, RecursionError):
        raise BadInput(f"the line is not JSON: {error}", hint=_hint(line)) from None


def _hint(line: bytes) -> str:
    return f"is this UTF-16? {_UTF_8}" if b"\0" in line[:64] else ""
