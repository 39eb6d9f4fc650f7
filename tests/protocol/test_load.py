"""A protocol is read whole, or every fault in it is told with its place."""

import pathlib
import textwrap
import typing as t

import pytest

from mulligan.errors import BadProtocol, UnknownName
from mulligan.protocol.file.load import find, load
from mulligan.protocol.file.source import Source
from mulligan.protocol.schema import Protocol

WHOLE: t.Final = """
name: mine
title: Ours
rules:
  - id: help
    move: resolve
    because: Nothing stands in the way.
scripts:
  resolve:
    - text: "Let me see[, {customer}]."
"""
CHILD: t.Final = """
name: mine
title: Ours
extends: default
"""


class Written:
    """Writes protocol files, and tells what is wrong with them."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder

    def __call__(self, text: str, name: str = "mine.yaml") -> str:
        path = self.folder / name
        path.write_text(textwrap.dedent(text), "utf-8")
        return str(path)

    def faults(self, text: str) -> str:
        """All faults of a text, with the folder left out."""
        path = self(text)
        with pytest.raises(BadProtocol) as caught:
            load(path)
        return str(caught.value).replace(str(self.folder) + "/", "")


@pytest.fixture
def written(tmp_path: pathlib.Path) -> Written:
    return Written(tmp_path)


def test_a_whole_protocol_needs_no_other(written: Written) -> None:
    mine = load(written(WHOLE))
    assert [rule.id for rule in mine.rules] == ["help"]
    assert mine.contact == "by e-mail or letter"
    assert (mine.line.severity, mine.warnings.count, mine.time_box) == (2, 1, None)


def test_the_hash_names_the_content_and_nothing_else(written: Written) -> None:
    one = load(written(WHOLE))
    assert load(written(WHOLE + "\n# a comment\n", "again.yaml")).hash == one.hash
    assert load(written(WHOLE.replace("way.", "road."), "other.yaml")).hash != one.hash
    assert len(one.hash) == 64


def test_a_child_differs_only_where_it_says_so(written: Written) -> None:
    child = load(
        written(
            CHILD
            + """
contact: at help@example.org
line: {severity: 1}
drop: [sexual]
time_box: {warn_minutes: 20, end_minutes: 30}
rules:
  - id: help
    move: resolve
    because: We are here to help you on.
  - id: early
    before: crisis
    when: {channel: social, kinds: gratitude, offence: false}
    move: accept
    because: Thanks on social media come first.
  - id: late
    after: peace
    when: {kinds: unreadable}
    move: resolve
    because: Nobody can read this, so ask again.
  - id: leave
    after: crisis
    when: {harm: us}
    move: leave
    then: left
    urgent: true
    security: true
    because: Danger comes right after care.
scripts:
  time_box: [{text: "Ten minutes are left for this."}]
"""
        )
    )
    parent = load("default")
    ids = [rule.id for rule in child.rules]
    assert ids[:3] == ["early", "crisis", "leave"]
    assert ids.count("leave") == 1
    assert ids[ids.index("peace") + 1] == "late"
    assert "sexual" not in ids
    assert ids[-1] == "help"
    assert child.rules[-1].because != parent.rules[-1].because
    assert (child.contact, child.line.severity, child.line.mild) == ("at help@example.org", 1, 2)
    assert child.time_box is not None
    assert child.scripts["warn"] == parent.scripts["warn"]


def test_a_file_extends_another_beside_it(written: Written) -> None:
    written(WHOLE, "base.yaml")
    child = load(written("name: mine\ntitle: x\nextends: base.yaml\ncontact: by post\n"))
    assert child.contact == "by post"
    assert [rule.id for rule in child.rules] == ["help"]


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean `dignity`"):
        find("dignety")
    with pytest.raises(UnknownName, match="shipped are default"):
        find("zzz")


BROKEN: t.Final = [
    ("name: a\n---\nname: b\n", "mine.yaml:2: this is not YAML: but found another document"),
    ("{", "this is not YAML: did not find expected node content"),
    ("- a\n- b\n", "mine.yaml:1: a protocol is a mapping of fields (begin with"),
    ("", "mine.yaml:1: object missing required field `name`"),
    ("name: mine\ntitle: x\n", "mine.yaml:1: there are no rules (write some, or begin with"),
    ("name: Mine!\ntitle: x\n", "mine.yaml:1: expected `str` matching regex"),
    ("name: a\ntitle: x\nextends: defualt\n", "mine.yaml:3: there is no protocol and no file"),
    ("name: a\ntitle: x\nextends: default\ncolour: red\n", "there is no field `colour`"),
    (CHILD + "contat: x\n", "did you mean `contact`?"),
    (CHILD + "line: {severity: 7}\n", "mine.yaml:5: expected `int` <= 3"),
    (CHILD + "title: again\n", "mine.yaml:5: `title` is given twice here"),
    (CHILD + "about: !!python/name:os.system\n", "mine.yaml:5: the tag"),
    (CHILD + "about: &here text\n", "mine.yaml:5: anchors and aliases are not read"),
    (CHILD + "about: &a x\ncontact: *a\n", "mine.yaml:6: anchors and aliases are not read"),
    (CHILD + f"about: {'[' * 40}{']' * 40}\n", "mine.yaml:5: nested deeper than 12 levels"),
    (CHILD + "about: 'open\n", "this is not YAML"),
    (CHILD + "about: \x01\n", "mine.yaml:5: this is not YAML: a character that no YAML has"),
    (CHILD + "rules: 3\n", "mine.yaml:5: `rules` is a list"),
    (CHILD + "scripts: 3\n", "mine.yaml:5: `scripts` is a mapping"),
    (
        CHILD + "drop: [helpp]\n",
        "mine.yaml:5: there is no rule `helpp` here (did you mean `help`?)",
    ),
    (CHILD + "drop: [zzzz]\n", "`mulligan protocol show` lists the rules"),
]


@pytest.mark.parametrize(("text", "told"), BROKEN)
def test_a_fault_is_told_with_its_place(written: Written, text: str, told: str) -> None:
    assert told in written.faults(text)


RULES: t.Final = [
    ("move: fly", "invalid enum value 'fly'"),
    ("move: warm", "did you mean `warn`?"),
    ("move: resolve, then: warnd", "did you mean `warned`?"),
    ("move: resolve, when: {signal: attack}", "there is no field `signal`"),
    ("move: resolve, when: {kinds: insult}", "invalid"),
    ("move: resolve, when: {kinds: [attack, grattitude]}", "did you mean `gratitude`?"),
    ("move: resolve, when: {refusals: 3}", "expected `object | null`, got `int`"),
    ("move: resolve, when: {refusals: {at_least: 99}}", "expected `int` <= 9"),
    ("move: resolve, say: hallo", "the rule `new` says `hallo`, which has no scripts (add"),
    ("move: resolve, say: acept", "did you mean `accept`?"),
    ("move: resolve, before: help, after: help", "`before` and `after` cannot both be given"),
    ("move: resolve, before: hepl", "did you mean `help`?"),
]


@pytest.mark.parametrize(("fields", "told"), RULES)
def test_a_fault_in_a_rule_is_told_on_its_line(written: Written, fields: str, told: str) -> None:
    text = CHILD + f"rules:\n  - {{id: new, because: Because we say so., {fields}}}\n"
    faults = written.faults(text)
    assert told in faults
    assert faults.startswith("mine.yaml:6: ")


def test_two_rules_of_one_name_are_told(written: Written) -> None:
    rule = "  - {id: new, move: resolve, because: Because we say so.}\n"
    assert "mine.yaml:7: two rules are called `new`" in written.faults(
        CHILD + "rules:\n" + rule + rule
    )


def test_every_fault_is_told_at_once(written: Written) -> None:
    text = CHILD + "rules:\n  - {id: a, move: fly, because: Because so.}\n  - {id: B}\ncolour: 1\n"
    assert len(written.faults(text).splitlines()) == 3


SCRIPTS: t.Final = [
    ("Dear {custmer}, hello", "a script names `{custmer}`, which nobody can fill in"),
    ("Hello {customer}", "`{customer}` may be unknown: put it in square brackets"),
    ("Hello[, {customer}", "a bracket in a script does not close"),
    ("Hello {customer", "a bracket in a script does not close"),
    ("Hello[, [{customer}]]", "a bracket in a script does not close, or stands inside another"),
]


@pytest.mark.parametrize(("text", "told"), SCRIPTS)
def test_a_fault_in_a_script_is_told(written: Written, text: str, told: str) -> None:
    faults = written.faults(CHILD + f'scripts:\n  warn:\n    - text: "{text}"\n')
    assert told in faults
    assert "mine.yaml:7: " in faults


def test_a_time_box_without_words_is_told(written: Written) -> None:
    box = CHILD + "time_box: {warn_minutes: 5, end_minutes: 9}\n"
    assert "mine.yaml:5: a time box needs words" in written.faults(box)


def test_protocols_that_extend_each_other_in_a_circle_are_told(written: Written) -> None:
    written("name: a\ntitle: x\nextends: b.yaml\n", "a.yaml")
    written("name: b\ntitle: x\nextends: mine.yaml\n", "b.yaml")
    told = written.faults("name: mine\ntitle: x\nextends: a.yaml\n")
    assert "b.yaml:3: protocols extend each other in a circle: mine.yaml → a.yaml → b.yaml" in told


def test_a_file_that_is_not_text_is_told(written: Written) -> None:
    path = pathlib.Path(written(WHOLE))
    path.write_bytes(b"name: mine\ntitle: \xff\n")
    with pytest.raises(BadProtocol, match=r"mine\.yaml:2: this is not UTF-8 text"):
        load(str(path))


def test_a_file_that_cannot_be_opened_is_told(written: Written, tmp_path: pathlib.Path) -> None:
    link = tmp_path / "loop.yaml"
    path = written(f"name: a\ntitle: x\nextends: {link.name}\n")
    link.symlink_to(link)
    with pytest.raises((BadProtocol, UnknownName), match=r"loop\.yaml"):
        load(path)


def test_a_file_that_is_too_long_is_told(written: Written) -> None:
    assert "longer than 1,000,000 characters" in written.faults("#" * 1_000_001)


def test_plain_scalars_are_what_they_look_like(written: Written) -> None:
    mine: Protocol = load(
        written(
            CHILD
            + """
rules:
  - id: help
    when: {said: no, aimed: Off, offence: false}
    move: resolve
    because: 12 monkeys and more
    practice: ~
"""
        )
    )
    when = mine.rules[-1].when
    assert not isinstance(when, tuple)
    assert (when.said, when.aimed, when.offence) == (False, False, False)


def test_a_number_too_long_is_a_text_and_so_refused(written: Written) -> None:
    faults = written.faults(CHILD + f"line: {{severity: {'9' * 400}}}\n")
    assert "expected `int`, got `str`" in faults


def test_a_file_that_breaks_off_is_told() -> None:
    with pytest.raises(BadProtocol, match="/proc/self/mem: cannot be read"):
        load("/proc/self/mem")


def test_what_has_no_place_of_its_own_has_the_place_around_it() -> None:
    source = Source("mine.yaml", "name: a\nrules:\n  - id: b\n")
    assert source.place(("rules", 0, "when", "stage")) == "mine.yaml:3"
    assert source.place(("nowhere",)) == "mine.yaml:1"
