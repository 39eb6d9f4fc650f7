"""Normal forms, and the way back to the original text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mulligan.signals.text import ELONGATED, MASKED, QUOTED, SHOUTED, SPACED, normalise
from mulligan.signals.text.disguise import spaced_out, squeeze, unmask
from mulligan.signals.text.folding import fold


def forms(text: str) -> list[str]:
    return normalise(text).forms


@pytest.mark.parametrize("written", ["f***", "f*ck", "f#ck", "fu*k", "F@CK", "f**k", "f---"])
def test_a_masked_word_is_unmasked(written: str) -> None:
    assert forms(f"what the {written} now") == ["what", "the", "fuck", "now"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("sh1t", "shit"),
        ("b!tch", "bitch"),
        ("a$$hole", "asshole"),
        ("stuuuupid", "stupid"),
        ("s.t.u.p.i.d", "stupid"),
        ("S-T-U-P-I-D", "stupid"),
        ("f u c k", "fuck"),
        ("i d i o t", "idiot"),
        ("ｓｔｕｐｉｄ", "stupid"),
        ("ѕtuрid", "stupid"),
        ("st\u200bup\u00adid", "stupid"),
        ("ídiot", "idiot"),
        ("i\u0301diot", "idiot"),
        ("f***ing", "fucking"),
    ],
)
def test_a_disguise_is_seen_through(written: str, plain: str) -> None:
    assert forms(written) == [plain]


@pytest.mark.parametrize(
    "written", ["co-op", "well-known", "covid19", "a4", "i18n", "b2b", "5*", "P****tone", "x***y"]
)
def test_an_ordinary_word_is_no_disguise(written: str) -> None:
    assert unmask(written.lower()) is None


@pytest.mark.parametrize(
    ("written", "opened"),
    [
        ("Don't", ["do", "not"]),
        ("don\u2019t", ["do", "not"]),
        ("you're", ["you", "are"]),
        ("ur", ["your"]),
        ("I'd", ["i", "would"]),
        ("gonna", ["going", "to"]),
        ("manager's", ["manager", "'s"]),
        ("can't", ["can", "not"]),
    ],
)
def test_a_contraction_is_opened(written: str, opened: list[str]) -> None:
    assert forms(written) == opened


def test_offsets_lead_back_to_the_original_words() -> None:
    text = "Well\u200b, “you’re” a f u c k i n g  ídiot…"
    found = [(word.form, text[word.start : word.end]) for word in normalise(text).words]
    assert found == [
        ("well", "Well\u200b"),
        ("you", "you’re"),
        ("are", "you’re"),
        ("a", "a"),
        ("fucking", "f u c k i n g"),
        ("idiot", "ídiot"),
    ]


def test_flags_tell_how_a_word_was_written() -> None:
    words = {
        word.form: word.flags for word in normalise('STUPID sh1t noooo "quoted" f u c k').words
    }
    assert words["stupid"] & SHOUTED
    assert words["shit"] & MASKED
    assert words["no"] & ELONGATED
    assert words["quoted"] & QUOTED
    assert words["fuck"] & SPACED


def test_the_hardest_mark_after_a_word_is_kept() -> None:
    words = normalise("one, two... three? four!\n\nfive\nsix").words
    assert [word.stop for word in words] == [",", ",", "?", "!", "\n", ""]


def test_an_inch_mark_opens_no_quotation() -> None:
    assert not any(word.flags & QUOTED for word in normalise('the 24" screen is broken').words)


def test_capitals_of_one_letter_are_not_shouted() -> None:
    assert not any(word.flags & SHOUTED for word in normalise("I am a B").words)


def test_letters_of_other_scripts_are_counted() -> None:
    assert normalise("не могу войти").foreign > 2
    assert normalise("naïve café").foreign == 0


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00\x01", "\ud800", "!!!", "\u202e\u202d", "🙂"]
)
def test_nothing_is_too_odd_to_normalise(text: str) -> None:
    assert normalise(text).original == text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_offsets_stay_within_any_text(text: str) -> None:
    for word in normalise(text).words:
        assert 0 <= word.start < word.end <= len(text)
        assert word.form


@settings(deadline=None)
@given(st.text(max_size=200))
def test_folding_keeps_one_origin_for_each_character(text: str) -> None:
    folded = fold(text)
    assert folded.origins is None or len(folded.origins) == len(folded.plain)
    assert folded.origins is not None or len(folded.plain) == len(text)


def test_stretched_words_are_shortened() -> None:
    assert [squeeze(word) for word in ("soooo", "pleeease", "stuupid", "hello")] == [
        "so",
        "please",
        "stupid",
        "hello",
    ]


def test_spelled_words_are_found_from_any_place() -> None:
    assert spaced_out("xxfuck") == (2, 4, "fuck")
    assert spaced_out("fuckxx", 1) is None
