"""Mails that are made to break their reader: no crash, little time, little memory."""

import base64
import functools
import io
import quopri
import time
import tracemalloc
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.reading import faults, message, messages, read
from mulligan.channels import mail
from mulligan.channels.mail.mbox import LONGEST_MAIL
from mulligan.conversation.message import Message
from mulligan.errors import BadInput

mails = functools.partial(read, channel=mail.read, speakers={"@us.example": "agent"})
one = functools.partial(message, channel=mail.read, speakers={"@us.example": "agent"})
HEAD: t.Final = b"From: Sam <sam@example.org>\n"
SECONDS: t.Final = 20.0


def quickly(raw: bytes) -> Message:
    """The one mail in some bytes, read in a time that is far from what a quadratic way takes."""
    begun = time.perf_counter()
    got = one(raw)
    assert time.perf_counter() - begun < SECONDS
    return got


@pytest.mark.parametrize(
    "field",
    [
        b"References: " + b" ".join(b"<%d@example.org>" % n for n in range(10_000)),
        b"References: " + b"<" * 500_000,
        b"Subject: " + b"a " * 250_000,
        b"Subject: " + b"=?utf-8?q?" * 50_000,
        b"Subject: =?utf-8?b?x?= =?punycode?q?" + b"a" * 100_000 + b"?=",
        b"To: " + b"(" * 100_000,
        b"To: " + b"a@b," * 100_000,
        b"To: <>,<@",
        b"Date: " + b"9" * 100_000,
        b"Content-Type: " + b'a;";' * 100_000,
        b"Content-Type: text/plain; charset*=x''%ff; charset*0=a; charset=b",
        b"Content-Type: text/plain; name*=a; name*0=b; name*" + b"9" * 5_000 + b"=c",
        b"Content-Disposition: attachment; filename*=\xff''%00",
        b"Content-Transfer-Encoding: x-uuencode",
        b"Content-Transfer-Encoding: base64\nContent-Type: text/plain; charset=utf-16",
        b"\n".join(b"X-%d: y" % n for n in range(60_000)),
        b"Message-ID: <" + b"m" * 5_000 + b">",
        b"no field at all",
        b"Subject: a\r\n folded\r\n\tfield\0",
    ],
    ids=range(19),
)
def test_a_head_made_to_break_its_reader_does_not(field: bytes) -> None:
    got = quickly(HEAD + field + b"\n\nwords\n")
    assert got.contact == "sam@example.org"
    assert len(got.conversation) <= 512
    assert "\n" not in got.name + str(got.meta.get("subject", ""))


def test_ten_thousand_references_have_one_root() -> None:
    many = b"\n ".join(b"<%d@example.org>" % n for n in range(10_000))
    assert quickly(HEAD + b"References: " + many + b"\n\nx").conversation == "0@example.org"


def test_a_sender_made_to_break_its_reader_is_told() -> None:
    for sender in (b"(" * 100_000, b"<" * 5_000, b'"' * 5_000, b"\\" * 5_000, b"a" * 500_000):
        [told] = faults(mails(b"From: " + sender + b"\n\nx"))
        assert told == "f:1: the mail names no sender's address, so it is passed over"


def test_a_field_that_comes_twice_counts_once() -> None:
    got = one(HEAD + b"From: Ayo <ayo@us.example>\nSubject: a\nSubject: b\n\nx")
    assert (got.speaker, got.meta) == ("customer", {"subject": "a"})


def test_a_line_break_that_is_smuggled_into_a_name_is_none() -> None:
    got = one(b"From: =?utf-8?q?Sam=0D=0AFrom=3A_ayo=40us.example?= <sam@example.org>\n\nx")
    assert (got.speaker, got.name) == ("customer", "Sam From: ayo@us.example")


def test_an_address_in_a_name_is_no_sender() -> None:
    assert one(b'From: "ayo@us.example" <sam@example.org>\n\nx').speaker == "customer"
    assert one(b"From: =?utf-8?q?ayo=40us.example=2C?= <sam@example.org>\n\nx").speaker == (
        "customer"
    )


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        (b"multipart/mixed", b"words", "words"),
        (b"multipart/mixed; boundary=b", b"words", "words"),
        (b"multipart/mixed; boundary=b", b"--b\n\nwords", "words"),
        (b"multipart/mixed; boundary=b", b"--b\n\nwords\n--bc\n--b --\n--b--\n\nno", None),
        (b'multipart/mixed; boundary=""', b"words", "words"),
        (b"multipart/mixed; boundary=\xff\xff", b"words", "words"),
        (b"multipart/mixed; boundary=b", b"--b\n" * 200_000, ""),
        (b"multipart/mixed; boundary=b", b"--b\n\nw\n" * 200_000, None),
        (b"multipart/mixed; boundary=b", b"--b" + b" " * 1_000_000, None),
        (b"/", b"words", "words"),
        (b"", b"words", "words"),
        (b"text/html", b"<a " * 300_000, None),
        (b"text/html", b"<![" * 300_000, None),
        (b"text/html", b"<!--" * 300_000, None),
        (b"text/html", b"<blockquote>" * 100_000 + b"x", None),
        (b"text/plain; charset=utf-8", b"\n" * 1_000_000, ""),
        (b"text/plain", b"> " * 1_000_000, ""),
    ],
    ids=range(17),
)
def test_a_body_made_to_break_its_reader_does_not(
    kind: bytes, body: bytes, text: str | None
) -> None:
    got = quickly(HEAD + b"Content-Type: " + kind + b"\n\n" + body)
    assert text is None or got.text == text


def test_parts_within_parts_are_looked_at_to_a_depth() -> None:
    def nested(depth: int) -> bytes:
        inner = b"\n\nwords"
        for level in range(depth):
            kind = b"Content-Type: multipart/mixed; boundary=b%d\n\n" % level
            inner = kind + b"--b%d\n" % level + inner
        return HEAD + inner

    assert quickly(nested(6)).text == "words"
    assert "words" in quickly(nested(3_000)).text


def test_mails_within_mails_are_not_read() -> None:
    inner = b"Content-Type: message/rfc822\n\n" * 50_000
    assert quickly(HEAD + inner).meta == {"attachments": ["message/rfc822"]}


def test_base64_that_is_broken_is_read_as_far_as_it_goes() -> None:
    got = one(HEAD + b"Content-Transfer-Encoding: base64\n\nd29yZHM=\n*** no ***\n")
    assert got.text.startswith("words")


def test_a_mail_of_30_mib_is_cut_and_the_next_is_read_in_little_memory() -> None:
    attached = b"x" * 4095 + b"\n"
    between = b"\nFrom - Mon Mar  2 09:00:00 2026\n"

    def lines() -> t.Iterator[bytes]:
        yield from io.BytesIO(
            between.lstrip() + HEAD + b"Content-Type: multipart/mixed; boundary=b"
        )
        yield from io.BytesIO(b"\n\n--b\n\nwords\n--b\nContent-Type: image/png; name=a.png\n\n")
        yield from (attached for _ in range((30 << 20) // len(attached)))
        yield from io.BytesIO(between + HEAD + b"\nnext\n")

    tracemalloc.start()
    got = messages(mail.read(lines(), "f", {"@us.example": "agent"}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(m.text, m.meta) for m in got] == [
        ("words", {"attachments": ["a.png"], "cut": True}),
        ("next", {}),
    ]
    assert peak < 12 * LONGEST_MAIL


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    got = one(HEAD + b"\n" + b"x" * ((1 << 20) + 1))
    assert (len(got.text), got.meta) == (1 << 20, {"cut": True})


def test_a_sentence_that_begins_with_from_parts_no_mail() -> None:
    raw = b"From x 10:00\n" + HEAD + b"\na\n\nFrom now on: no.\nFrom - Mon Mar  2 09:00:00 2026\nb"
    assert one(raw).text.split("\n") == [
        "a", "", "From now on: no.", "From - Mon Mar  2 09:00:00 2026", "b",
    ]  # fmt: skip


PIECES = st.sampled_from(
    (
        *(
            "\n",
            "\n\n",
            "\r\n",
            " ",
            "\t",
            ":",
            ";",
            "<",
            ">",
            "@",
            "=",
            '"',
            "(",
            "\0",
            "\xff",
            "ü",
        ),
        *("From - Mon Mar  2 09:00:00 2026\n", "From: ", "To: ", "sam@example.org", "a@us.example"),
        *("Subject: ", "References: ", "Message-ID: ", "Date: ", "<a@b>", "=?utf-8?q?=0A?=", "1"),
        *(
            "Content-Type: ",
            "multipart/mixed; boundary=b",
            "text/html",
            "--b\n",
            "--b--",
            "charset=",
        ),
        *("Content-Transfer-Encoding: base64", "utf-7", "> ", "wrote:", "words", "name*0=", "%ff"),
    )
)
RAW = st.lists(PIECES, max_size=40).map(lambda some: "".join(some).encode("latin-1"))


@given(st.binary(max_size=200) | RAW | RAW.map(lambda raw: HEAD + raw))
def test_any_bytes_are_read_without_a_crash(raw: bytes) -> None:
    items = mails(raw)
    numbers = [number for number, _ in items]
    assert numbers == sorted(set(numbers))
    for number, item in items:
        assert not isinstance(item, BadInput) or item.place == f"f:{number}"
    assert all(len(told) < 400 for told in faults(items))
    for found in messages(items):
        assert "".join((found.text, found.name, found.id, found.conversation)).encode()
        assert str(found.meta).encode()


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)


PACKED: t.Final[dict[bytes, t.Callable[[bytes], bytes]]] = {
    b"8bit": bytes,
    b"base64": base64.encodebytes,
    b"quoted-printable": quopri.encodestring,
}


@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from(sorted(PACKED)))
def test_texts_come_back_whatever_way_they_are_packed(texts: list[str], way: bytes) -> None:
    raw = b"\n".join(
        b"From - Mon Mar  2 09:00:00 2026\n%sContent-Transfer-Encoding: %s\n\n%s\n"
        % (HEAD, way, PACKED[way](f"x{text}".encode()))
        for text in texts
    )
    assert [m.text for m in messages(mails(raw))] == [f"x{text}".strip() for text in texts]
