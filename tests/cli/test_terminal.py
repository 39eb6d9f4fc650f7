"""What people see: the card, its colours and widths, and that no text can act on the terminal."""

import re

import pytest

from cli.command import agent, attack, customer, run, watch

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def seen(*lines: dict[str, object], **env: str) -> str:
    """The view for people."""
    got = watch(*lines, json_out=False, **env)
    assert got.code == 0, got.err
    return got.out


def test_the_card_says_where_what_to_do_what_to_say_and_why_in_this_order() -> None:
    view = seen(attack("you fool", name="Ann Lee", channel="chat"))
    lines = view.splitlines()
    assert lines[0].startswith("── c1 · chat ──")
    assert lines[1] == "      Ann Lee  you fool"
    labels = re.findall(r"^ ▌ +(where|do now|say|why|heard)  ", view, re.MULTILINE)
    assert labels == ["where", "do now", "say", "why", "heard"]
    assert " ▌      where  open → second chance\n" in view
    assert " ▌     do now  ● HOLD  give the second chance\n" in view
    assert " ▌      heard  attack at you (intelligence)\n" in view


def test_each_hand_has_its_shape_its_word_and_its_colour() -> None:
    harm = [{"kind": "threat_harm", "target": "agent"}]
    others = [{"kind": "threat_harm", "target": "third_party"}]
    ends = [{"kind": "sexual", "target": "agent"}]
    view = seen(
        customer(conversation="a"),
        customer(conversation="b", signals=others),
        customer(conversation="c", signals=ends),
        customer(conversation="d", signals=harm),
        customer(conversation="e", signals=[{"kind": "crisis", "target": "self"}]),
        FORCE_COLOR="1",
        TERM="xterm-256color",
    )
    looks = ("● HOLD", "◆ FOLD", "▶ WALK AWAY", "■ RUN", "✚ CRISIS")
    styles = [re.search(rf"\x1b\[([0-9;]+)m ?{look} ?\x1b", view) for look in looks]
    assert all(styles)
    assert len({style.group(1) for style in styles if style}) == len(looks)


def test_an_agent_s_words_have_no_card_and_an_act_has_one() -> None:
    view = seen(agent("Hello", name="Tom"), customer(), {"conversation": "c1", "act": "hand_over"})
    assert "          Tom  Hello\n     customer  hi\n" in view
    assert "        agent  (hand over)\n" in view
    assert "◆ FOLD" in view


def test_wrapped_text_stays_in_its_column_at_any_width() -> None:
    line = attack("you fool " * 40, name="A name much longer than the column for names")
    for columns in (40, 60, 120):
        view = seen(line, COLUMNS=str(columns))
        lines = view.splitlines()
        assert max(map(len, lines)) <= min(columns, 100)
        assert all(row == row.rstrip() for row in lines)
        body = [row for row in lines[1:] if row]
        assert all(row[13:15] == "  " and row[15:16] != " " for row in body)


def test_a_very_long_message_is_shown_in_part() -> None:
    view = seen(customer("x" * (1 << 20)))
    assert "… and 1,046,576 characters" in " ".join(view.split())
    assert len(view) < 6_000


HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202etxt\u2066\u200f\r\x00\x08"


def test_no_customer_can_act_on_the_terminal() -> None:
    lines = [
        attack(
            f"a{HOSTILE}\nb", name=f"Ann{HOSTILE}\nEve", conversation=f"c{HOSTILE}\nd", id=HOSTILE
        ),
        {"conversation": f"c{HOSTILE}\nd", "act": "said_it", "by": f"x{HOSTILE}\n ▌ do now"},
        customer(speaker=f"{HOSTILE}!"),
        {**customer(), "act": HOSTILE},
    ]
    got = watch(*lines, json_out=False)
    for stream in (got.out, got.err):
        assert not set(stream) & set("\x1b\x07\x9b\u202e\u2066\u200f\r\x00\x08")
    assert len(got.out.splitlines()[0]) <= 80
    assert not any(row.startswith((" ▌ do now", "Eve")) for row in got.out.splitlines())
    assert got.code == 1


def test_programs_get_hostile_text_as_json_and_nothing_raw() -> None:
    [row] = watch(attack("x", id=HOSTILE, name=HOSTILE)).rows
    assert row["id"] == HOSTILE


@pytest.mark.parametrize("env", [{"NO_COLOR": "1", "FORCE_COLOR": "1"}, {}])
def test_without_colours_nothing_but_weight_is_left(env: dict[str, str]) -> None:
    view = seen(attack(), TERM="xterm-256color", **env)
    styles = {part for found in ESCAPE.findall(view) for part in found[2:-1].split(";")}
    assert styles <= {"0", "1", "2", "3", "4", ""}
    assert "● HOLD" in ESCAPE.sub("", view)


def test_words_that_carry_an_offence_are_underlined_where_they_stand() -> None:
    raw = '{"speaker":"customer","text":"ok\\r\\nyou idiot, help me"}\n'
    got = run("watch", "-", stdin=raw, FORCE_COLOR="1", TERM="xterm-256color")
    underlined = re.findall(r"\x1b\[4m(.*?)\x1b", got.out)
    assert underlined
    assert all("ok" not in words and "help" not in words for words in underlined)


def test_timers_are_told_once_with_how_often() -> None:
    harm = [{"kind": "threat_harm", "target": "agent"}]
    view = seen(customer(at=0, signals=harm), customer(at=600, conversation="c2"))
    assert len(re.findall(r"time passed  c1: .*times\)", view)) == 1


def test_a_terminal_that_knows_few_characters_is_no_trouble() -> None:
    got = watch(attack("naïve 😡"), json_out=False, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert got.code == 0
    assert "? HOLD" in got.out
