"""Mails as conversations: threads, who is who, and what of a mail is its message."""

import email.message
import email.policy
import functools
import io
import mailbox
import pathlib
import typing as t

import pytest

from channels.reading import fault, faults, message, messages, read
from mulligan.channels import mail
from mulligan.conversation.message import Message
from mulligan.conversation.words import Speaker

BOILER = pathlib.Path(__file__).parent.parent / "fixtures" / "channels" / "boiler.mbox"
OURS: dict[str, Speaker] = {"@boilers.example": "agent"}

mails = functools.partial(read, channel=mail.read, speakers=OURS)
one = functools.partial(message, channel=mail.read, speakers=OURS)


def eml(*fields: str, body: str = "Hello", sender: str = "Sam <sam@example.org>") -> str:
    """One mail with these fields beside its sender."""
    return "\n".join((f"From: {sender}", *fields, "", body, ""))


def mbox(*letters: str) -> str:
    """An mbox file with these mails."""
    return "\n".join(f"From - Mon Mar  2 09:00:00 2026\n{letter}" for letter in letters)


def test_an_mbox_file_is_read_whole() -> None:
    items = mails(BOILER.read_bytes())
    assert not faults(items)
    assert [number for number, _ in items] == [1, 18, 27, 66, 75]
    got = messages(items)
    assert [(m.conversation, m.id, m.speaker, m.name, m.contact) for m in got] == [
        ("one@example.org", "one@example.org", "customer", "Sam Hill", "sam.hill@example.org"),
        ("two@example.net", "two@example.net", "customer", "Ann Lee", "ann@example.net"),
        ("one@example.org", "three@boilers.example", "agent", "Ayö", "sam.hill@example.org"),
        ("two@example.net", "2", "system", "Ann Lee", "ann@example.net"),
        ("one@example.org", "3", "customer", "Hill, Sam", "sam.hill@example.org"),
    ]
    assert [m.text for m in got] == [
        "Boiler still cold\n\nNobody came. That is the third time.\n\n"
        "From where I stand it looks as if you do not care.",
        "Invoice\n\nI paid twice.",
        "Three times, Sam – I am sorry. Tomorrow at eight?",
        "Automatic reply: Invoice\n\nI am away.",
        "You are an idiot.",
    ]
    assert [m.at for m in got] == [1772442000.0, 1772443200.0, 1772443800.0, None, None]
    assert {m.channel for m in got} == {"email"}
    assert got[2].meta == {"subject": "Re: Boiler still cold", "attachments": ["visit.pdf"]}


def test_a_file_that_is_one_mail_is_read_as_such() -> None:
    assert one("\n" + eml("Subject: x", "Message-ID: <m@x>", body="From here\n\nFrom 10:30")) == (
        Message(
            conversation="m@x",
            id="m@x",
            speaker="customer",
            text="x\n\nFrom here\n\nFrom 10:30",
            channel="email",
            name="Sam",
            contact="sam@example.org",
            meta={"subject": "x"},
        )
    )


def test_what_the_standard_library_writes_is_read_back(tmp_path: pathlib.Path) -> None:
    talk = [
        ("sam@example.org", "ayo@boilers.example", "Where is it?\nFrom me to you: hurry.\n"),
        ("ayo@boilers.example", "sam@example.org", "Es tut mir leid, ich sehe nach. 🙏\n"),
        ("sam@example.org", "ayo@boilers.example", "\nFrom today on I pay nothing.\n"),
    ]
    box = mailbox.mbox(tmp_path / "talk.mbox")
    parents: list[str] = []
    for number, (sender, recipient, text) in enumerate(talk):
        letter = email.message.EmailMessage(policy=email.policy.default)
        letter["From"], letter["To"], letter["Subject"] = sender, recipient, "Wo ist es? ☃"
        letter["Message-ID"] = f"<{number}@example.org>"
        letter["Date"] = f"Mon, 02 Mar 2026 09:0{number}:00 +0000"
        if parents:
            letter["In-Reply-To"], letter["References"] = parents[-1], " ".join(parents)
        letter.set_content(text)
        letter.add_alternative(f"<p>{text}</p>", subtype="html")
        letter.add_attachment(b"\0\xff", maintype="image", subtype="png", filename="ü.png")
        parents.append(letter["Message-ID"])
        box.add(letter)
    box.close()
    got = messages(mails((tmp_path / "talk.mbox").read_bytes()))
    texts = [text.strip() for _, _, text in talk]
    assert [m.text for m in got] == [f"Wo ist es? ☃\n\n{text}" for text in texts]
    assert [m.speaker for m in got] == ["customer", "agent", "customer"]
    assert {m.conversation for m in got} == {"0@example.org"}
    assert {m.contact for m in got} == {"sam@example.org"}
    assert [m.at for m in got] == [1772442000.0, 1772442060.0, 1772442120.0]
    assert got[0].meta == {"subject": "Wo ist es? ☃", "attachments": ["ü.png"]}


def threads(*letters: str) -> list[str]:
    """The conversations of some mails."""
    return [m.conversation for m in messages(mails(mbox(*letters)))]


def test_a_thread_is_named_by_the_mail_it_began_with() -> None:
    assert threads(
        eml("Message-ID: <a>"),
        eml("Message-ID: <b>", "References: <a>"),
        eml("Message-ID: <c>", "References: <a> <b>", "In-Reply-To: <b>"),
        eml("Message-ID: <d>", "In-Reply-To: <c>"),
        eml("Message-ID: <e>", "References: <gone> <x>"),
        eml("In-Reply-To: <e>"),
    ) == ["a", "a", "a", "a", "gone", "gone"]


def test_an_answer_may_stand_before_what_it_answers() -> None:
    assert threads(eml("References: <a>"), eml("Message-ID: <a>")) == ["a", "a"]


def test_without_references_the_subject_and_the_customer_tell_the_thread() -> None:
    ours = "ayo@boilers.example"
    assert threads(
        eml("Subject: Cold", "Message-ID: <a>"),
        eml("Subject: RE: AW[2]: cold"),
        eml("Subject: Re: Cold", "To: SAM@example.org", sender=ours),
        eml("Subject: Re: Cold", sender="ann@example.net"),
        eml("Subject: Old", "To: sam@example.org", sender=ours),
        eml("Subject: Re: Old", "Message-ID: <b>"),
        eml("In-Reply-To: <b>"),
    ) == ["a", "a", "a", "cold ann@example.net", *["old sam@example.org"] * 3]


def test_a_thread_remembers_its_customer() -> None:
    letters = (eml("Message-ID: <a>"), eml("References: <a>", sender="ayo@boilers.example"))
    assert [m.contact for m in messages(mails(mbox(*letters)))] == ["sam@example.org"] * 2


def test_a_mail_without_an_id_is_numbered_in_its_thread() -> None:
    got = messages(mails(mbox(eml(), eml("Message-ID: <x>"), eml(), eml("Subject: other"))))
    assert [m.id for m in got] == ["1", "x", "3", "1"]


@pytest.mark.parametrize(
    ("speakers", "part"),
    [
        ({"ayo@boilers.example": "supervisor", "@boilers.example": "agent"}, "supervisor"),
        ({"Ayo Obi": "supervisor", "@boilers.example": "agent"}, "supervisor"),
        ({"AYO@Boilers.example": "bot"}, "bot"),
        ({"@BOILERS.example": "agent"}, "agent"),
        ({"@example": "agent"}, "customer"),
        ({"@oilers.example": "agent"}, "customer"),
        ({"@x.example": "agent", "@boilers.example": "customer"}, "customer"),
    ],
)
def test_an_address_a_name_or_a_domain_tells_the_part(
    speakers: dict[str, Speaker], part: str
) -> None:
    raw = eml(sender='"Ayo Obi" <Ayo@Boilers.Example>')
    assert one(raw, speakers=speakers).speaker == part


@pytest.mark.parametrize("speakers", [{}, {"ann@example.net": "customer"}])
def test_where_nobody_said_who_answers_it_is_told_once(speakers: dict[str, Speaker]) -> None:
    items = mails(BOILER.read_bytes(), speakers=speakers)
    assert faults(items) == [
        "f:1: nobody said who answers these mails, so those of unknown senders are passed over"
        " (say it: `--speakers @your-domain=agent`)"
    ]
    assert [m.speaker for m in messages(items)] == (
        ["customer", "system"] if speakers else ["system"]
    )


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; owner=x",
        "precedence: Auto_Reply",
        "Return-Path: <>",
    ],
)
def test_what_a_machine_sent_is_by_the_system(field: str) -> None:
    assert one(eml(field)).speaker == "system"


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "Precedence: bulk",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <sam@example.org>",
    ],
)
def test_what_a_person_sent_is_not(field: str) -> None:
    assert one(eml(field)).speaker == "customer"


def test_our_own_replies_are_ours_whatever_a_helpdesk_marks_them_as() -> None:
    reply = eml("Auto-Submitted: auto-replied", sender="Ayo <ayo@example.com>")
    assert one(reply, speakers={"@example.com": "agent"}).speaker == "agent"


@pytest.mark.parametrize("sender", ["", "nobody", "undisclosed:;", "<>", "sam at example.org", "@"])
def test_a_mail_without_a_senders_address_is_told(sender: str) -> None:
    told = fault(eml(sender=sender), channel=mail.read, speakers=OURS)
    assert told == "f:1: the mail names no sender's address, so it is passed over"


def test_a_name_that_is_known_needs_no_address() -> None:
    assert one(eml(sender='"Ayo Obi" <>'), speakers={"Ayo Obi": "agent"}).speaker == "agent"


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Mon, 2 Mar 2026 09:00:00 +0000", 1772442000.0),
        ("2 Mar 26 04:00 -0500", 1772442000.0),
        ("Mon, 2 Mar 2026 09:00:00 -0000", 1772442000.0),
        ("yesterday", None),
        ("", None),
        ("Mon, 31 Feb 2026 09:00:00 +0000", None),
        ("Mon, 2 Mar 99999 09:00:00 +0000", None),
        ("Mon, 2 Mar 2026 09:00:00 +9999999", None),
    ],
)
def test_a_date_is_a_time_or_nothing(date: str, at: float | None) -> None:
    assert one(eml(f"Date: {date}")).at == at


@pytest.mark.parametrize(
    ("parts", "text", "attachments"),
    [
        ([("text/plain", "a"), ("text/plain", "b")], "a\n\nb", []),
        ([("text/plain", "a"), ("text/html", "<p>b")], "a\n\nb", []),
        ([("text/plain", "a"), ('text/plain; name="n.txt"', "no")], "a", ["n.txt"]),
        ([("message/rfc822", "From: x@y\n\nno"), ("image/png", "no")], "", [
            "message/rfc822", "image/png"]),
        ([("text/plain", "a"), ("text/plain\nContent-Disposition: attachment", "no")], "a", [
            "text/plain"]),
        ([("multipart/report; boundary=q", "--q\n\na\n--q\nContent-Type: message/delivery-status"
          "\n\nno\n--q--")], "a", ["message/delivery-status"]),
    ],
)  # fmt: skip
def test_the_text_is_read_and_all_else_is_named(
    parts: list[tuple[str, str]], text: str, attachments: list[str]
) -> None:
    body = "".join(f"--b\nContent-Type: {kind}\n\n{content}\n" for kind, content in parts)
    got = one(eml("Content-Type: multipart/mixed; boundary=b", body=f"{body}--b--\nno"))
    assert (got.text, got.meta.get("attachments", [])) == (text, attachments)


def test_of_two_ways_to_say_it_the_plain_one_with_words_is_read() -> None:
    def alternative(plain: str, html: str) -> str:
        body = f"--b\nContent-Type: text/html\n\n{html}\n--b\n\n{plain}\n--b--"
        return one(eml("Content-Type: multipart/alternative; boundary=b", body=body)).text

    assert alternative("plain", "<p>html</p>") == "plain"
    assert alternative("  ", "<p>html &amp; words</p>") == "html & words"


@pytest.mark.parametrize(
    ("said", "raw", "text"),
    [
        ("utf-8", "süß".encode(), "süß"),
        ("iso-8859-1", "süß".encode("latin-1"), "süß"),
        ("iso-8859-1", "süß".encode(), "süß"),
        ("us-ascii", "süß".encode("cp1252"), "süß"),
        ("utf-8", "“süß”".encode("cp1252"), "“süß”"),
        ("iso-2022-jp", "いつ".encode("iso-2022-jp"), "いつ"),
        ("gb18030", "何时".encode("gb18030"), "何时"),
        ("koi8-r", "где".encode("koi8-r"), "где"),
        ("no-such-charset", "süß".encode(), "süß"),
        ("punycode", b"abc-", "abc-"),
        ("unicode_escape", rb"\u0041", r"\u0041"),
        ("zlib", b"x", "x"),
        ("utf-8", b"\x81\xff", "\ufffd\ufffd"),
        ("utf-7", b"+2AA-", "?"),
    ],
)
def test_a_text_is_read_whatever_it_says_of_its_charset(said: str, raw: bytes, text: str) -> None:
    head = eml(f"Content-Type: text/plain; charset={said}", body="").rstrip("\n").encode()
    assert one(head + b"\n\n" + raw).text == text


def test_a_mail_is_given_as_soon_as_the_next_one_begins() -> None:
    taken: list[bytes] = []

    def lines() -> t.Iterator[bytes]:
        for line in io.BytesIO(mbox(eml(body="a"), eml(body="b"), eml(body="c")).encode()):
            taken.append(line)
            yield line

    given = [(number, len(taken)) for number, _ in mail.read(lines(), "f", OURS)]
    assert given == [(1, 6), (6, 11), (11, 14)]


def test_a_subject_is_read_where_it_is_no_answers() -> None:
    subjects = ("Boiler", "Re: Boiler", "AW: boiler", "You are idiots", "Re: You are idiots")
    raw = b"".join(
        b"From x Mon Mar  2 09:00:00 2026\n"
        + eml(f"Subject: {subject}", "References: <a@x>", body="So.").encode()
        + b"\n\n"
        for subject in subjects
    )
    assert [m.text for m in messages(mails(raw))] == [
        "Boiler\n\nSo.",
        "So.",
        "So.",
        "You are idiots\n\nSo.",
        "So.",
    ]
