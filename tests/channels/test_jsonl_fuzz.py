"""Any bytes at all, given to the reader of conversation files."""

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from mulligan.channels import jsonl, record
from mulligan.conversation.words import ACTS, CHANNELS, KINDS, SPEAKERS
from mulligan.errors import BadInput


def told_apart(raw: bytes) -> None:
    """Each line that is not blank gives one item, in order, with its place if it is bad."""
    lines = list(io.BytesIO(raw))
    plain = [entry.removeprefix(b"\xef\xbb\xbf") for entry in lines]
    expected = [n for n, entry in enumerate(plain, 1) if entry.strip()]
    items = list(jsonl.read(lines, "f", {}))
    assert [number for number, _ in items] == expected
    for number, item in items:
        if isinstance(item, BadInput):
            assert item.place == f"f:{number}"
            assert len(str(item)) < 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from([*sorted(record.FIELDS), "kind", ""])
LIKELY = (
    JSON
    | st.sampled_from([*SPEAKERS, *CHANNELS, *ACTS, "2026-03-02T09:00:00Z"])
    | st.lists(st.fixed_dictionaries({"kind": st.sampled_from([*KINDS, "x"])}), max_size=2)
)
ALMOST = st.fixed_dictionaries(
    {"speaker": st.sampled_from([*SPEAKERS, "Ann", ""]), "text": st.text(max_size=30)}
)
RECORDS = st.builds(lambda a, b: {**a, **b}, ALMOST, st.dictionaries(FIELDS, LIKELY, max_size=5))
LINES = (
    st.binary(max_size=60)
    | RECORDS.map(lambda row: json.dumps(row).encode())
    | RECORDS.map(lambda row: json.dumps(row, ensure_ascii=False).encode(errors="surrogatepass"))
    | st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe{", b"[" * 2000, b'{"a":' * 2000, b"\0"])
)


@given(st.lists(LINES, max_size=6).map(b"\n".join) | st.binary(max_size=200))
def test_any_bytes_give_one_item_a_line_and_no_crash(raw: bytes) -> None:
    told_apart(raw)
