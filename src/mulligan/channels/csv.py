"""CSV with named columns: the fields of the conversation file, one message a row."""

import csv
import typing as t

from mulligan.channels import record as records
from mulligan.channels.jsonl import LONGEST_LINE, parse
from mulligan.channels.numbers import Numbers
from mulligan.channels.port import Incoming, Speakers, placed
from mulligan.channels.rows import Row, Rows
from mulligan.errors import BadInput

NEEDED: t.Final = ("speaker", "text")
_NUMBERS: t.Final = ("severity", "start", "end")
_LISTS: t.Final = ("merits", "faults")


def read(
    lines: t.Iterable[bytes], name: str, speakers: Speakers, numbers: Numbers | None = None
) -> t.Iterator[Incoming]:
    """Each row of a CSV file, as what it is; the first row names the columns."""
    csv.field_size_limit(LONGEST_LINE)
    numbers = numbers or Numbers()
    rows = Rows(line[: LONGEST_LINE + 1] for line in lines)
    columns: list[str] | None = None
    for number, row in rows:
        try:
            if columns is None:
                columns = _columns(_sound(row))
            else:
                record = {"text": "", **_record(_sound(row), columns)}
                yield number, records.item(record, name, speakers, numbers)
        except BadInput as error:
            yield number, placed(error, f"{name}:{number}")
            if columns is None:
                return


def _sound(row: Row) -> list[str]:
    if isinstance(row, BadInput):
        raise row
    return row


def _columns(row: list[str]) -> list[str]:
    columns = [_column(cell.strip()) for cell in row]
    for needed in NEEDED:
        if needed not in columns:
            named = "the first row names the columns: speaker, text, conversation, at, …"
            utf_16 = any("\0" in cell for cell in row)
            raise BadInput(
                f"there is no column `{needed}`, so nothing of this file can be read",
                hint="is this UTF-16? convert the file to UTF-8" if utf_16 else named,
            )
    twice = [column for column in columns if column and columns.count(column) > 1]
    if twice:
        raise BadInput(f"the column {records.shown(twice[0], 3)} is there twice")
    return columns


def _column(name: str) -> str:
    return name.lower() if name.lower() in records.FIELDS else name


def _record(row: list[str], columns: list[str]) -> dict[str, t.Any]:
    if len(row) != len(columns):
        fields = f"{len(row)} field{'s' * (len(row) != 1)}"
        raise BadInput(
            f"the row has {fields}, the header {len(columns)}",
            hint="put a text with a delimiter or a line break in it in quotes",
        )
    cells = {column: cell for column, cell in zip(columns, row, strict=True) if cell and column}
    return {column: _value(column, cell) for column, cell in cells.items()}


def _value(column: str, cell: str) -> t.Any:
    if column in _NUMBERS:
        return _number(cell, column)
    if column in _LISTS:
        return cell.replace(",", " ").split()
    if column == "signals":
        return parse(f'{{"signals":{cell}}}'.encode())["signals"]
    if column == "at" and cell.replace(".", "", 1).isdecimal():
        return float(cell)
    return cell


def _number(cell: str, column: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        raise BadInput(f"{records.shown(cell)} in `{column}` is not a number") from None
    return int(number) if number.is_integer() else number
