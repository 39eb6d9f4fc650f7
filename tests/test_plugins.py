"""What is added from outside is found by its name, and a broken one stops nothing."""

import importlib
import pathlib
import sys
import textwrap
import typing as t

import pytest

from mulligan import plugins
from mulligan.channels.numbers import Numbers
from mulligan.channels.sources import incoming
from mulligan.conversation.message import Message
from mulligan.errors import UnknownName

GOOD = """
    from mulligan.channels.port import Incoming
    from mulligan.conversation.message import Message

    def read(lines, name, speakers, numbers=None):
        for number, line in enumerate(lines, 1):
            text = line.decode().strip()
            yield number, Message(conversation=name, id=str(number), speaker="customer", text=text)
"""


@pytest.fixture
def installed(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> t.Iterator[pathlib.Path]:
    """A folder of packages, with two plug-ins in it: one that works and one that does not."""
    (tmp_path / "a_channel.py").write_text(textwrap.dedent(GOOD))
    (tmp_path / "a_broken_channel.py").write_text("raise RuntimeError('no')")
    about = tmp_path / "a_channel-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: a-channel\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(
        "[mulligan.channels]\ntlog = a_channel:read\nbroken = a_broken_channel:read\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield tmp_path
    for name in ("a_channel", "a_broken_channel"):
        sys.modules.pop(name, None)


def texts(file: pathlib.Path, channel: str) -> list[str]:
    items = incoming(str(file), {}, Numbers(), plugins.channel(channel))
    return [item.text for _, item in items if isinstance(item, Message)]


@pytest.mark.parametrize("name", ["auto", "tlog"])
def test_a_channel_from_outside_reads_its_files(installed: pathlib.Path, name: str) -> None:
    (installed / "monday.tlog").write_text("Where is it?\nHello?\n")
    assert texts(installed / "monday.tlog", name) == ["Where is it?", "Hello?"]


def test_a_broken_one_is_told_by_its_name_and_stops_no_other(installed: pathlib.Path) -> None:
    (installed / "monday.broken").write_text("x\n")
    broken = installed / "monday.broken"
    found = list(incoming(str(broken), {}, Numbers(), plugins.channel("broken")))
    assert [str(item) for _, item in found] == [
        f"{broken}:0: the plug-in `broken` failed: RuntimeError (from a_broken_channel:read)"
    ]
    (installed / "monday.tlog").write_text("Hello?\n")
    assert texts(installed / "monday.tlog", "auto") == ["Hello?"]


@pytest.mark.parametrize("ask", [plugins.reader, plugins.channel])
def test_what_nobody_knows_is_told_with_what_there_is(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UnknownName, match="there are"):
        ask("zzz")


def test_a_near_miss_is_told_as_one() -> None:
    with pytest.raises(UnknownName, match="did you mean `contact-lens`"):
        plugins.channel("contact_lens")
