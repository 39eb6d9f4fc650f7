"""What the network takes in: the message whole, in as many windows as it needs, and its places."""

import itertools
import typing as t

from hypothesis import given
from hypothesis import strategies as st

from mulligan.conversation.message import Turn
from mulligan.signals.model.entry import OVERLAP, Window, windows
from mulligan.signals.text import normalise


class Letters:
    """A tokenizer for the tests: every character but a space is a piece."""

    class Cut(t.NamedTuple):
        """Pieces of a text."""

        ids: list[int]
        offsets: list[tuple[int, int]]

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> "Letters.Cut":
        """Cut a text into characters."""
        places = [place for place, char in enumerate(sequence) if char != " "]
        return self.Cut([ord(sequence[p]) for p in places], [(p, p + 1) for p in places])

    def token_to_id(self, token: str) -> int | None:
        """The two ends are -1 and -2."""
        return {"[CLS]": -1, "[SEP]": -2}.get(token)


HEAD = [-1, *map(ord, "customer:")]


def cut(text: str, *context: Turn, longest: int = 64) -> list[Window]:
    return windows(Letters(), normalise(text), "customer", context, longest)


def test_the_message_comes_first_then_what_came_before_it() -> None:
    [window] = cut("hi you", Turn("agent", "yes"), Turn("customer", "no"))
    before = [*map(ord, "agent:yes"), *map(ord, "customer:no")]
    assert window.ids == [*HEAD, *map(ord, "hiyou"), -2, *before, -2]
    assert window.ids[window.first : window.last] == list(map(ord, "hiyou"))
    assert window.ids[window.before] == ord("a")
    assert window.spans == [(0, 1), (1, 2), (3, 4), (4, 5), (5, 6)]


def test_of_the_turns_before_the_latest_words_are_kept() -> None:
    [window] = cut("hi", Turn("agent", "x" * 50), Turn("customer", "y" * 41))
    assert len(window.ids) == 64
    kept = window.ids[window.before : -1]
    assert kept[-41:] == [ord("y")] * 41
    assert cut("abcde" * 10, Turn("agent", "yes"))[0].ids == [*HEAD, *map(ord, "abcde" * 10), -2]


@given(st.lists(st.sampled_from(("the", "old", "box")), max_size=120), st.integers(40, 90))
def test_no_piece_of_a_message_is_skipped(words: list[str], longest: int) -> None:
    text = " ".join(words)
    found = cut(text, Turn("agent", "well"), longest=longest)
    assert all(len(window.ids) <= longest for window in found)
    places = [place for window in found for place, _ in window.spans]
    assert sorted(set(places)) == [place for place, char in enumerate(text) if char != " "]
    for one, other in itertools.pairwise(found):
        assert one.spans[-OVERLAP:] == other.spans[:OVERLAP]


def test_disguised_words_are_read_as_what_they_are_and_kept_in_their_place() -> None:
    text = "you 1d10t, f***ing stop"
    [window] = cut(text)
    said = "".join(map(chr, window.ids[window.first : window.last]))
    assert said == "youidiot,fuckingstop"
    start, end = window.spans[said.index("i")][0], window.spans[said.index("t,")][1]
    assert text[start:end] == "1d10t"
