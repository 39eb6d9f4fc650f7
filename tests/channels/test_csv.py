"""CSV with named columns: quoting, odd rows, and that a broken row spoils no other."""

import csv as writer
import functools
import io
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.reading import act, fault, faults, message, messages, read
from mulligan.channels import csv
from mulligan.channels.port import Incoming
from mulligan.conversation.act import Act
from mulligan.conversation.message import Message
from mulligan.conversation.signal import Reading, Signal

rows = functools.partial(read, channel=csv.read)
row = functools.partial(message, channel=csv.read)
HEAD = "conversation,speaker,text\n"


def placed(items: t.Iterable[Incoming]) -> list[tuple[int, str]]:
    """The messages' places and texts."""
    return [(number, item.text) for number, item in items if isinstance(item, Message)]


def test_a_row_with_every_column_is_read_whole() -> None:
    got = row(
        "conversation,id,at,speaker,name,text,channel,contact,start,end,signals,severity,Mood\n"
        'c1,m1,2026-03-02T09:00:00Z,customer,Ann Lee,hi,phone,k7,1.5,3,"[{""kind"":""attack""}]",'
        "2,grim\n"
    )
    assert got == Message(
        conversation="c1",
        id="m1",
        speaker="customer",
        text="hi",
        channel="phone",
        at=1772442000.0,
        name="Ann Lee",
        contact="k7",
        start=1.5,
        end=3.0,
        given=Reading((Signal("attack", end=2),), 2),
        meta={"Mood": "grim"},
    )


def test_merits_and_faults_are_words_with_spaces_or_commas() -> None:
    got = row('speaker,text,merits,faults\nagent,x,name empathy,"excuse, retort"\n')
    assert (got.merits, got.faults) == (("name", "empathy"), ("excuse", "retort"))


def test_a_row_may_be_an_act() -> None:
    got = act("act,by,conversation,speaker,text\ntake,supervisor,c1,,\n", channel=csv.read)
    assert got == Act(conversation="c1", act="take", by="supervisor")


def test_a_time_may_be_seconds() -> None:
    assert row("speaker,text,at\nagent,x,1772442000.5\n").at == 1772442000.5


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_shows_the_delimiter(delimiter: str) -> None:
    raw = f"{HEAD}c1,customer,hi\n".replace(",", delimiter)
    assert (row(raw).conversation, row(raw).text) == ("c1", "hi")


def test_columns_are_known_in_any_case_and_with_spaces_around() -> None:
    assert row("Speaker , TEXT\nagent,x\n").text == "x"


def test_an_empty_text_is_a_text() -> None:
    assert row(f"{HEAD}c1,customer,\n").text == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbf" + f"{HEAD}c1,agent,x\n".encode(),
        f"{HEAD}c1,agent,x".encode(),
        f"{HEAD}c1,agent,x\n".replace("\n", "\r\n").encode(),
        f"\n\n{HEAD}\n , ,\n,,\nc1,agent,x\n\n".encode(),
        b'\xef\xbb\xbf"conversation","speaker","text"\n"c1","agent","x"\n',
    ],
    ids=["byte order mark", "no final newline", "CRLF", "blank rows", "all quoted"],
)
def test_how_rows_end_and_begin_does_not_matter(raw: bytes) -> None:
    got = row(raw)
    assert (got.conversation, got.speaker, got.text) == ("c1", "agent", "x")


def test_a_quoted_field_holds_delimiters_quotes_and_line_breaks() -> None:
    assert row(f'{HEAD}c1,customer,"a, ""b""\nc\r\nd"\n').text == 'a, "b"\nc\r\nd'


def test_a_fault_names_the_line_its_row_starts_on() -> None:
    raw = f'{HEAD}c1,customer,"one\ntwo\nthree"\nc1,nobody,"a\nb"\nc1,customer,last\n'
    assert [n for n, _ in rows(raw)] == [2, 5, 7]
    assert faults(rows(raw))[0].startswith("f:5: nobody said who `nobody` is")


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("c1,customer", "the row has 2 fields, the header 3 (put a text with a delimiter"),
        ("c1,customer,a,b", "the row has 4 fields, the header 3"),
        ("x", "the row has 1 field, the header 3"),
        ('c1,customer,"never closed', "the row is not CSV: a quote"),
        ('c1,customer,"a" b', "the row is not CSV: a quote is left open, or stands in the middle"),
        ("c1,customer,a\rb", "the row is not CSV: a carriage return stands outside of quotes"),
    ],
)
def test_a_bad_row_is_told_and_spoils_no_other(bad: str, told: str) -> None:
    items = rows(f'{HEAD}c1,agent,"before"\n{bad}\nc1,agent,"after"\n')
    assert faults(items)[0].startswith(f"f:3: {told}")
    assert len(faults(items)) == 1
    assert [(n, m.text) for n, m in items if isinstance(m, Message)] == [
        (2, "before"),
        (4, "after"),
    ]


def test_a_quote_that_is_never_closed_costs_one_row_and_not_the_file() -> None:
    good = "".join(f"c1,agent,{n}\n" for n in range(100))
    items = rows(f'{HEAD}c1,agent,"oops\n{good}')
    assert [m.text for m in messages(items)] == [str(n) for n in range(100)]
    assert faults(items) == [
        "f:2: the row is not CSV: a quote is opened and never closed (close it)"
    ]


def test_bytes_that_are_not_utf_8_spoil_their_row_only_even_over_lines() -> None:
    items = rows(HEAD.encode() + b'c1,agent,"a\xff\nc1,agent,forged\n"\nc1,agent,fine\n')
    assert faults(items) == ["f:2: the row is not UTF-8 (convert the file to UTF-8)"]
    assert placed(items) == [(5, "fine")]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("speaker,body\nagent,x\n", "f:1: there is no column `text`, so nothing of this file"),
        ("text\nx\n", "f:1: there is no column `speaker`"),
        ("\nagent,x\n", "f:2: there is no column `speaker`"),
        ("speaker,text,Text\nagent,x,y\n", "f:1: the column `text` is there twice"),
        ('speaker,"te\nxt\n', "f:1: the row is not CSV: a quote"),
        ("speaker,text\rcustomer,x", "f:1: the row is not CSV: a carriage return"),
        (b"speaker,te\xffxt\n", "f:1: the row is not UTF-8"),
        ("x" * (17 << 20), "f:1: "),
    ],
)
def test_a_bad_header_is_told_once(raw: bytes | str, told: str) -> None:
    assert fault(raw, channel=csv.read).startswith(told)


def test_a_utf_16_file_is_recognised() -> None:
    told = faults(rows(f"{HEAD}c1,agent,x\n".encode("utf-16")))
    assert len(told) == 1
    assert "UTF-8" in told[0]
    assert "is this UTF-16?" in faults(rows(f"{HEAD}c1,agent,x\n".encode("utf-16-be")))[0]


def test_a_file_with_a_header_alone_or_nothing_holds_nothing() -> None:
    assert rows(HEAD) == rows("") == rows("\n \n") == []


@pytest.mark.parametrize(
    ("column", "cell", "told"),
    [
        ("severity", "bad", "`bad` in `severity` is not a number"),
        ("severity", "nan", "a number out of range is not a severity"),
        ("start", "1e999", "`start` is not a number of seconds"),
        ("signals", "attack", "the line is not JSON"),
        ("signals", "{}", "`signals` is not a list"),
        ("at", "03/02/2026", "`03/02/2026` is not a time"),
        ("channel", "fax", "`fax` is not a channel"),
        ("merits", "kind", "`kind` is not a merit"),
    ],
)
def test_a_bad_cell_is_told(column: str, cell: str, told: str) -> None:
    assert fault(f"speaker,text,{column}\nagent,x,{cell}\n", channel=csv.read).startswith(
        f"f:2: {told}"
    )


def test_a_text_of_1_mib_is_read_and_one_longer_is_told() -> None:
    most = "x" * (1 << 20)
    items = rows(f"{HEAD}c1,agent,{most}\nc1,agent,{most}x\nc1,agent,last\n")
    assert [len(m.text) for m in messages(items)] == [1 << 20, 4]
    assert faults(items) == ["f:3: `text` is longer than 1,048,576 characters"]


def test_names_stand_for_speakers() -> None:
    items = rows("speaker,text\nPriya,x\nAnn,y\n", speakers={"Priya": "agent", "Ann": "customer"})
    assert [(m.speaker, m.name) for m in messages(items)] == [
        ("agent", "Priya"),
        ("customer", "Ann"),
    ]


def test_a_shifted_row_does_not_repeat_what_somebody_said() -> None:
    told = fault("speaker,text\nyou worthless pig of a clerk,customer\n", channel=csv.read)
    assert told.startswith("f:2: nobody said who a longer text is")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(TEXTS, max_size=6), st.sampled_from(",;\t"))
def test_what_a_csv_writer_writes_is_read_back(texts: list[str], delimiter: str) -> None:
    out = io.StringIO(newline="")
    written = writer.writer(out, delimiter=delimiter, quoting=writer.QUOTE_ALL)
    written.writerow(["speaker", "text"])
    written.writerows(["agent", text] for text in texts)
    lines = io.BytesIO(out.getvalue().encode())
    assert [m.text for m in messages(csv.read(lines, "f", {}))] == texts


CELLS = st.sampled_from(
    ("agent", "customer", "hi", '"', '""', '"a\nb"', ",", ";", "\t", "\n", "\r", "\xff", "\0", "3")
)
RAW = st.lists(CELLS, max_size=25).map("".join)


def sound(raw: bytes) -> None:
    """No crash; places rise; every item after the header has a place of its own."""
    items = list(csv.read(io.BytesIO(raw), "f", {}))
    numbers = [number for number, _ in items]
    assert numbers == sorted(set(numbers))
    assert all(len(told) < 400 for told in faults(items))


@given(st.binary(max_size=120) | RAW.map(lambda raw: f"speaker,text\n{raw}".encode("latin-1")))
def test_any_bytes_are_read_without_a_crash(raw: bytes) -> None:
    sound(raw)


@given(st.lists(CELLS, max_size=12).map("".join))
def test_good_rows_after_any_rubbish_on_one_line_are_read(rubbish: str) -> None:
    one_line = rubbish.replace("\n", " ").encode("latin-1")
    good = b"".join(b"agent,good %d\n" % n for n in range(3))
    got = messages(csv.read(io.BytesIO(b"speaker,text\n" + one_line + b"\n" + good), "f", {}))
    assert [m.text for m in got if m.text.startswith("good")][-2:] == ["good 1", "good 2"]
