"""The new words of a mail: what it quotes goes, and nothing that somebody wrote anew."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.channels.mail.markup import marked
from mulligan.channels.mail.words import new_words

ADDRESS = "Ann Lee <ann@example.org>"


@pytest.mark.parametrize(
    "introduced",
    [
        f"On Mon, 2 Mar 2026 at 09:00, {ADDRESS} wrote:",
        "On Mon, 2 Mar 2026 at 09:00, Ann Lee\n<ann@example.org> wrote:",
        f"On Mon, 2 Mar 2026, at 9:00 AM,\nthe help desk of the house,\n{ADDRESS} wrote:",
        "On Mar 2, 2026, at 9:00 AM, Ann Lee wrote:",
        f"Am Mo., 2. März 2026 um 09:00 Uhr schrieb {ADDRESS}:",
        f"Le lun. 2 mars 2026 à 09:00, {ADDRESS} a écrit :",
        f"El lun, 2 mar 2026 a las 9:00, {ADDRESS} escribió:",
        f"Il giorno lun 2 mar 2026 alle ore 09:00 {ADDRESS} ha scritto:",
        f"Em seg., 2 de mar. de 2026 às 09:00, {ADDRESS} escreveu:",
        f"Op ma 2 mrt 2026 om 09:00 schreef {ADDRESS}:",
        f"Den mån 2 mars 2026 kl 09:00 skrev {ADDRESS}:",
        f"pon., 2 mar 2026 o 09:00 {ADDRESS} napisał(a):",
        f"пн, 2 мар. 2026 г. в 09:00, {ADDRESS}:",
        f"2026年3月2日(月) 9:00 {ADDRESS}:",
        f"2026年3月2日 09:00，{ADDRESS} 写道：",
        f"2026년 3월 2일 (월) 오전 9:00, {ADDRESS}님이 작성:",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_quote_goes_with_the_line_that_introduces_it(introduced: str, gap: str) -> None:
    assert new_words(f"No.\n\n{introduced}{gap}> Well?\n>\n> Ann\n") == "No."
    assert new_words(f"{introduced}{gap}> Well?\n\nNo.\n") == "No."


def test_a_quote_that_is_not_marked_goes_where_an_address_introduces_it() -> None:
    assert new_words(f"No.\n\nOn 2 Mar 2026 {ADDRESS} wrote:\n\nWell?\nAnn") == "No."


def test_answers_between_quotes_stay() -> None:
    assert new_words("> Where?\nAt home.\n> When?\n> > Then?\nNever.\n") == "At home.\nNever."


@pytest.mark.parametrize(
    "head",
    [
        "From: Ann Lee\nSent: Monday, 2 March 2026 09:00\nTo: Help\nSubject: Parcel",
        "*From:* Ann Lee <ann@example.org>\n*Date:* 2 March 2026\n*To:* Help",
        "Von: Ann Lee\nGesendet: Montag, 2. März 2026 09:00\nAn: Hilfe\nBetreff: Paket",
        "De : Ann Lee\nEnvoyé : lundi 2 mars 2026 09:00\nÀ : Aide\nObjet : Colis",
        "De: Ann Lee\nEnviado el: lunes, 2 de marzo de 2026\nPara: Ayuda\nAsunto: Paquete",
        "Da: Ann Lee\n\nInviato: 2 marzo 2026\n\nA: Aiuto\n\nOggetto: Pacco",
        "Od: Ann Lee\nWysłano: 2 marca 2026\nDo: Pomoc\nTemat: Paczka",
        "От: Ann Lee\nОтправлено: 2 марта 2026\nКому: Help\nТема: Посылка",
        "发件人: Ann Lee\n发送时间: 2026年3月2日\n收件人: Help\n主题: 包裹",
    ],
)
@pytest.mark.parametrize(
    "rule", ["", "_" * 32 + "\n", "-----Original Message-----\n", "Begin forwarded message:\n\n"]
)
def test_the_mail_below_another_mails_head_goes(head: str, rule: str) -> None:
    assert new_words(f"No.\n\n{rule}{head}\n\nWell?\n") == "No."


def test_a_signature_goes_and_so_does_what_a_device_adds() -> None:
    assert new_words("No.\n-- \nAnn\n12 Cold Lane") == "No."
    assert new_words("No.\n\nSent from my iPhone\n") == "No."
    assert new_words("Nein.\n\nVon meinem iPad gesendet\n\n> Gut?") == "Nein."


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, for nothing, you idiot.\nI will find you.",
        "Kind regards my foot!\nYou will pay for this.",
        "My list:\n- no parcel\n- no refund\n- you are a liar",
        "Warning: I know where you live, and I have your mail address.",
        "From: Leeds\nTo: York\nDate: 2 March 2026\nYour train was late again.",
        "From the first day you lied:\nyou said tomorrow.",
        "At 10:30 he wrote:\nnothing at all.",
        "On 2 March 2026 you wrote:\nthat it would come. It did not.",
        "Sent from hell, and that is where you will burn.",
        "Sent from my heart, you telephone clown.",
        "----- LIARS -----\nall of you",
        "--- you --",
        "Do: refund me.\nAn: idiot.",
        "Am Ende:\nnichts.",
        "e-mail me: ann@example.org:\nnow.",
    ],
)
def test_what_only_looks_like_the_end_stays(text: str) -> None:
    assert new_words(text) == text


def test_a_mail_that_only_quotes_has_no_new_words() -> None:
    assert new_words("> a\n> b") == new_words("") == new_words("\n-- \nAnn") == ""


def test_a_quote_in_html_is_marked() -> None:
    html = "<p>No.</p><BLOCKQUOTE type='cite'><p>Well?<blockquote>a</blockquote>b</BLOCKQUOTE>c"
    assert new_words(marked(html)) == "No.\n\nc"


def test_a_sender_cannot_forge_the_marks_of_a_quote() -> None:
    assert new_words(marked("<p>a</p>\ue000<p>b</p></blockquote><p>c</p>")).split() == list("abc")


@pytest.mark.parametrize(
    "piece",
    [
        *("On ", "On x\n", "On 2 Mar 2026 a@b wrote:", "From: a@b\n", "From: " + "a" * 100 + "\n"),
        *(" ", "\n", ">", "> ", "-", "--\n", "- ", "_", "Sent from my ", ":\n", "2026 x:\n", "="),
        *("<blockquote>", "<blockquote ", "</blockquote>", "<", "<a ", "<a '", '<a "', "<!--", "&"),
    ],
)
def test_no_text_takes_more_than_its_length_in_time(piece: str) -> None:
    text = piece * ((1 << 18) // len(piece))
    begun = time.perf_counter()
    new_words(text)
    new_words(marked(text))
    assert time.perf_counter() - begun < 20


LINES = st.sampled_from(
    (
        *("", ">", "> a", "a", "a:", f"On 2 Mar 2026 {ADDRESS} wrote:", "2 Mar 2026:", "-- "),
        *(
            "From: a@b",
            "Date: 2",
            "To: x",
            "Subject: y",
            "____________________",
            "Sent from my iPad",
        ),
    )
)


@given(st.lists(LINES, max_size=12))
def test_new_words_are_lines_of_the_mail_in_their_order(lines: list[str]) -> None:
    left = iter(lines)
    assert all(
        any(line == other for other in left)
        for line in new_words("\n".join(lines)).split("\n")
        if line
    )


@given(st.lists(st.sampled_from(("a", "b c", "", "- d", "Thanks,", "x.")), max_size=8))
def test_words_with_nothing_quoted_stay_as_they_are(lines: list[str]) -> None:
    assert new_words("\n".join(lines)) == "\n".join(lines).strip()
