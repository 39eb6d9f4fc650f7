"""The mails in an mbox file, one after another; or a file that is one mail as a whole."""

import re
import typing as t

LONGEST_MAIL: t.Final = 8 << 20
_BOM: t.Final = b"\xef\xbb\xbf"
_BEGINS: t.Final = b"From "
_DATED: t.Final = re.compile(rb"From [^\r\n]{0,320}?\d{1,2}:\d\d")
_QUOTED: t.Final = re.compile(rb">+From ")


class Raw(t.NamedTuple):
    """A mail as it stands in the file, and its line; `whole` where nothing was cut."""

    number: int
    mail: bytes
    whole: bool


def mails(lines: t.Iterable[bytes]) -> t.Iterator[Raw]:
    """Each mail, as soon as it is whole; of a longer one, its first 8 MiB.

    A mail of an mbox file begins with a line `From …` that has a time in it, after a blank line,
    so that a sentence that begins with “From” parts no mail.
    """
    number, start, size, mbox = 0, 0, 0, False
    blank, held = True, bytearray()
    for number, line in enumerate(lines, 1):
        plain = line.removeprefix(_BOM) if number == 1 else line
        begins = blank and plain.startswith(_BEGINS)
        if begins and (not start or (mbox and _DATED.match(plain))):
            if start:
                yield Raw(start, bytes(held), size == len(held))
            start, size, mbox = number, 0, True
            held.clear()
        elif start or plain.strip():
            start = start or number
            kept = plain[1:] if mbox and _QUOTED.match(plain) else plain
            size += len(kept)
            held += kept[: LONGEST_MAIL - len(held)]
        blank = not plain.strip(b"\r\n")
    if start:
        yield Raw(start, bytes(held), size == len(held))
