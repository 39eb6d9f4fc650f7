"""The conversation file: JSON lines, one message or act a line."""

import json
import re
import typing as t

import msgspec

from mulligan.channels import record as records
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers, placed
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
            yield number, placed(error, f"{name}:{number}")


def written(lines: t.Iterable[bytes]) -> t.Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers and without a byte order mark."""
    for number, line in enumerate(lines, 1):
        plain = line.removeprefix(_BOM)
        if plain and not plain.isspace():
            yield number, plain


def parse(raw: bytes, what: str = "line", longest: int = LONGEST_LINE) -> dict[str, t.Any]:
    """One line (or other piece of JSON) as an object; raises `BadInput` saying why it is none."""
    if len(raw) > longest:
        raise BadInput(f"the {what} is longer than {longest >> 20} MiB")
    try:
        record = _decode(raw)
    except UnicodeDecodeError:
        raise BadInput(f"the {what} is not UTF-8", hint=_hint(raw) or _UTF_8) from None
    except RecursionError:
        raise BadInput(f"the {what} is nested too deeply") from None
    except msgspec.DecodeError as error:
        record = _leniently(raw)
        if record is None:
            raise BadInput(f"the {what} is not JSON: {error}", hint=_hint(raw)) from None
    if not isinstance(record, dict):
        hint = 'such as {"speaker": …, "text": …}' if what == "line" else ""
        raise BadInput(f"the {what} is not a JSON object", hint=hint)
    return record


def _leniently(raw: bytes) -> t.Any:
    """The JSON with half characters (lone surrogates) replaced; None where more is wrong."""
    try:
        text = json.dumps(json.loads(raw.decode()), ensure_ascii=False, allow_nan=False)
        return _decode(_LONE.sub("\ufffd", text).encode())
    except (ValueError, RecursionError):
        return None


def _hint(raw: bytes) -> str:
    return f"is this UTF-16? {_UTF_8}" if b"\0" in raw[:64] else ""
