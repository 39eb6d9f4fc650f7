"""The words of HTML: what is kept, what goes, and that nothing makes it slow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mulligan.channels.markup import plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one<br/>two<BR>\n three </div>", "one\ntwo\nthree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("in<b>si</b>de <a href='x>y'>a link</a>", "inside a link"),
        ("a &lt;b&gt; &amp;amp; c&nbsp;d &#x1F642;", "a <b> &amp; c\xa0d 🙂"),
        ("<style>p{}</style>a<script>b < c</script >d<title>x</title>", "ad"),
        ("a<!-- <p>b</p> -->c<!doctype html>d<?php e ?>f", "acdf"),
        ("a <!-- never closed", "a"),
        ("a <script>never closed", "a"),
        ("1 < 2 and 3 > 2, <3, a<-b", "1 < 2 and 3 > 2, <3, a<-b"),
        ("a <b never closed", "a <b never closed"),
        ("<p></p><p></p><p></p>", ""),
    ],
)
def test_words_stay_and_markup_goes(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    "part",
    ["<", "</", "<!", "<!--", "<?", "<a", "<a ", "<a b='", '<a "', "<a'\"", "<script", "</p", "&"],
    ids=repr,
)
@pytest.mark.parametrize("before", ["", "<a '", "<script>", "<a"])
def test_a_mail_made_to_be_slow_is_read_in_no_time(part: str, before: str) -> None:
    slow = before + part * 200_000
    assert len(plain(slow)) <= len(slow)


@given(
    st.lists(st.sampled_from(["<", ">", "a", "/", "!", "-", "'", '"', " ", "=", "&", "br", "p"]))
)
def test_any_markup_is_read(parts: list[str]) -> None:
    assert plain("".join(parts)).count("\n\n\n") == 0
