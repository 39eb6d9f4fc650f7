"""`mulligan journal`: a journal counted, looked through, copied and put back."""

import contextlib
import pathlib
import stat

import pytest

from cli.command import attack, customer, run
from cli.keeping import SAM, Desk, ladder
from mulligan.conversation.message import Message
from mulligan.journal.opening import open_journal

COUNTS = ["conversations", "texts", "facts", "waiting", "timers", "orders", "protocols", "erased"]
WHO = "sam@example.com"


def test_stats_counts_what_there_is(kept: Desk) -> None:
    got = kept.run("journal", "stats")
    assert (got.code, got.err) == (0, "")
    rows = [line.rsplit(maxsplit=1) for line in got.out.splitlines()]
    assert [int(row[1]) for row in rows] == [1, 4, 11, 0, 0, 0, 1, 0]
    assert rows[0][0] == "conversations"


def test_programs_get_the_counts(kept: Desk) -> None:
    kept.run("erase", WHO, "--yes")
    got = kept.run("journal", "stats", "--json")
    [row] = got.rows
    assert (got.code, got.err, list(row)) == (0, "", COUNTS)
    assert list(row.values()) == [1, 0, 11, 0, 0, 0, 1, 2]


def test_stats_counts_what_waits_and_what_rings(desk: Desk) -> None:
    desk.keep(customer(at=0, signals=[{"kind": "threat_harm", "target": "agent"}]))
    with contextlib.closing(open_journal(desk.path)) as book:
        book.accept([Message(conversation="c2", id="m1", speaker="customer", text="hi")])
    counts = desk.counts()
    assert (counts["waiting"], counts["timers"], counts["orders"]) == (1, 1, 1)


def test_the_list_tells_where_each_conversation_stands(kept: Desk) -> None:
    with contextlib.closing(open_journal(kept.path)) as book:
        book.accept([Message(conversation="new\x1b[31m", id="m1", speaker="customer", text="hi")])
    got = kept.run("journal", "list", "--json")
    assert (got.code, got.err) == (0, "")
    assert [(row["conversation"], row["stage"], row["alert"]) for row in got.rows] == [
        ("c1", "warned", ""),
        ("new\x1b[31m", None, ""),
    ]
    plain = kept.run("journal", "list")
    assert [line.split()[0] for line in plain.out.splitlines()] == ["c1", "new·[31m"]
    assert "not followed yet" in plain.out


def test_a_conversation_that_cannot_be_listed_is_told_and_the_rest_is_listed(kept: Desk) -> None:
    kept.keep(customer(conversation="c2"))
    kept.spoil("UPDATE streams SET title = x'00' WHERE id = 1")
    got = kept.run("journal", "list", "--json")
    assert (got.code, [row["conversation"] for row in got.rows]) == (1, ["c2"])
    assert got.err.startswith("the name of conversation 1: ")


def test_an_erased_conversation_is_listed_without_its_name(kept: Desk) -> None:
    kept.run("erase", WHO, "--yes")
    [row] = kept.run("journal", "list", "--json").rows
    assert (row["conversation"], row["stage"]) == ("(erased) 1", "warned")


def test_an_empty_journal_counts_nothing_and_is_whole(desk: Desk) -> None:
    desk.keep()
    assert desk.counts() == dict.fromkeys(COUNTS, 0) | {"protocols": 1}
    got = desk.run("journal", "verify")
    assert (got.code, got.out) == (0, "0 conversations, 0 facts: whole\n")


def test_a_whole_journal_is_whole(kept: Desk) -> None:
    got = kept.run("journal", "verify")
    assert (got.code, got.out, got.err) == (0, "1 conversation, 11 facts: whole\n", "")
    got = kept.run("journal", "verify", "--json")
    assert (got.code, got.rows) == (0, [{"conversations": 1, "facts": 11, "faults": []}])


def test_what_is_damaged_is_named_and_the_code_is_1(kept: Desk) -> None:
    kept.spoil("UPDATE texts SET sealed = zeroblob(40) WHERE id = 3")
    got = kept.run("journal", "verify")
    assert (got.code, got.out) == (1, "1 conversation, 11 facts: 1 fault\n")
    assert got.err.startswith("text 3 (conversation 1): a sealed text is damaged")
    got = kept.run("journal", "verify", "--json")
    assert got.code == 1
    assert got.rows[0]["faults"] == got.err.splitlines()


def test_a_file_that_is_damaged_as_a_whole_is_told(kept: Desk) -> None:
    with kept.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    got = kept.run("journal", "verify")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{kept.path}: is damaged")
    assert "`mulligan journal restore`" in got.err


def test_a_backup_is_two_files_for_their_owner_alone(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "backups" / "monday"
    got = kept.run("journal", "backup", str(folder))
    assert (got.code, got.err) == (0, "")
    files = [folder / "journal.db", folder / "journal.db.keys"]
    assert [line.split()[0] for line in got.out.splitlines()] == [str(file) for file in files]
    assert sorted(folder.iterdir()) == files
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 2


def test_programs_hear_which_files_a_backup_is(kept: Desk, tmp_path: pathlib.Path) -> None:
    got = kept.run("journal", "backup", str(tmp_path / "monday"), "--json")
    assert [pathlib.Path(name).name for name in got.rows[0]["files"]] == [
        "journal.db",
        "journal.db.keys",
    ]


def test_a_backup_can_be_looked_at_where_it_is(kept: Desk, tmp_path: pathlib.Path) -> None:
    kept.run("journal", "backup", str(tmp_path / "monday"))
    copy = str(tmp_path / "monday" / "journal.db")
    assert run("journal", "verify", "--journal", copy).out.endswith(": whole\n")
    assert run("why", "c1", "m1", "--journal", copy).code == 0


def test_no_backup_is_written_over_another(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = str(tmp_path / "monday")
    kept.run("journal", "backup", folder)
    before = (tmp_path / "monday" / "journal.db").read_bytes()
    kept.keep(attack(id="m9"), name="more.jsonl")
    got = kept.run("journal", "backup", folder)
    assert (got.code, got.out) == (1, "")
    assert got.err == f"{folder}: there is a backup already (name a new folder for each backup)\n"
    assert (tmp_path / "monday" / "journal.db").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(kept: Desk) -> None:
    got = kept.run("journal", "backup", str(kept.path / "monday"))
    assert (got.code, got.out) == (1, "")
    assert "cannot be made" in got.err


def test_restoring_brings_back_what_was_there(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = str(tmp_path / "monday")
    before = kept.counts()
    kept.run("journal", "backup", folder)
    kept.keep(attack(conversation="c2", id="m1"), name="more.jsonl")
    refused = kept.run("journal", "restore", folder)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"{kept.path}: there is a journal already (`--replace` ")
    assert kept.counts()["conversations"] == 2
    got = kept.run("journal", "restore", folder, "--replace")
    assert (got.code, got.err) == (0, "")
    assert got.out == f"{kept.path}: restored, with 1 conversation\n"
    assert kept.counts() == before
    assert kept.run("journal", "verify").code == 0


def test_programs_hear_what_was_restored(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = str(tmp_path / "monday")
    kept.run("journal", "backup", folder)
    got = kept.run("journal", "restore", folder, "--replace", "--json")
    assert (got.code, got.rows) == (0, [kept.counts()])


def test_what_was_erased_since_is_erased_again(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = str(tmp_path / "monday")
    kept.run("journal", "backup", folder)
    kept.run("erase", WHO, "--yes")
    got = kept.run("journal", "restore", folder, "--replace")
    assert (got.code, got.err) == (0, "")
    assert kept.counts()["texts"] == 0
    assert kept.run("export", WHO).code == 1


@pytest.mark.parametrize("damage", ["gone", "rubbish"])
def test_where_nothing_tells_what_was_erased_a_person_is_told(
    kept: Desk, tmp_path: pathlib.Path, damage: str
) -> None:
    folder = str(tmp_path / "monday")
    kept.run("journal", "backup", folder)
    kept.run("erase", WHO, "--yes")
    if damage == "gone":
        kept.path.unlink()
        kept.keys.unlink()
    else:
        kept.keys.write_bytes(b"rubbish" * 1000)
    got = kept.run("journal", "restore", folder, "--replace")
    assert got.code == 0
    assert got.err == (
        "Nothing here told what was erased: erase again whom you erased since the backup.\n"
    )
    assert kept.run("export", WHO).code == 0


def test_a_journal_that_is_lost_is_restored_into_an_empty_place(
    kept: Desk, tmp_path: pathlib.Path
) -> None:
    kept.run("journal", "backup", str(tmp_path / "monday"))
    fresh = Desk(tmp_path / "elsewhere")
    fresh.folder.mkdir()
    assert fresh.run("journal", "restore", str(tmp_path / "monday")).code == 0
    assert fresh.counts() == kept.counts()


def test_a_damaged_backup_replaces_nothing(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "monday"
    kept.run("journal", "backup", str(folder))
    (folder / "journal.db").write_bytes(b"rubbish" * 1000)
    got = kept.run("journal", "restore", str(folder), "--replace")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{folder / 'journal.db'}: ")
    assert kept.run("journal", "verify").code == 0


def test_a_backup_without_its_keys_replaces_nothing(kept: Desk, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "monday"
    kept.run("journal", "backup", str(folder))
    (folder / "journal.db.keys").unlink()
    got = kept.run("journal", "restore", str(folder), "--replace")
    assert got.code == 1
    assert "journal.db.keys: there is no backup" in got.err
    assert kept.run("journal", "verify").code == 0


def test_there_is_no_backup_in_a_folder_without_one(kept: Desk, tmp_path: pathlib.Path) -> None:
    got = kept.run("journal", "restore", str(tmp_path / "nowhere"), "--replace")
    assert (got.code, got.out) == (1, "")
    missing = tmp_path / "nowhere" / "journal.db"
    hint = "`mulligan journal backup FOLDER` makes one"
    assert got.err == f"{missing}: there is no backup ({hint})\n"


@pytest.mark.parametrize("words", ["stats", "verify", "backup monday"])
def test_where_there_is_no_journal_none_is_made(desk: Desk, words: str) -> None:
    got = desk.run("journal", *words.split())
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{desk.path}: there is no journal (`mulligan watch FILE --journal ")
    assert list(desk.folder.iterdir()) == []


def test_a_folder_is_no_journal(kept: Desk, tmp_path: pathlib.Path) -> None:
    kept.run("journal", "backup", str(tmp_path / "monday"))
    got = run("journal", "stats", "--journal", str(tmp_path / "monday"))
    assert (got.code, got.out) == (1, "")
    assert "is a folder, not a journal (a backup's journal is the file `journal.db`" in got.err


def test_without_its_keys_a_journal_is_not_opened(kept: Desk) -> None:
    kept.keys.unlink()
    got = kept.run("journal", "stats")
    assert (got.code, got.out) == (1, "")
    assert "the file of keys beside it is missing (put mulligan.db.keys back" in got.err
    assert not kept.keys.exists()


def test_another_file_is_no_journal(desk: Desk) -> None:
    desk.keep()
    desk.path.write_bytes(b"nothing of the kind, " * 100)
    got = desk.run("journal", "stats")
    assert got.code == 1
    assert "is no database of ours" in got.err


def test_keys_of_another_journal_do_not_fit(kept: Desk, tmp_path: pathlib.Path) -> None:
    other = Desk(tmp_path / "other")
    other.folder.mkdir()
    other.keep(*ladder())
    kept.keys.write_bytes(other.keys.read_bytes())
    got = kept.run("journal", "stats")
    assert (got.code, got.out) == (1, "")
    assert got.err.startswith(f"{kept.path}: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("stats", "x"), "Got unexpected extra argument"),
        (("backup",), "Missing argument 'FOLDER'"),
        (("restore",), "Missing argument 'FOLDER'"),
        (("verfy",), "Did you mean 'verify'?"),
        ((), "Usage: "),
    ],
)
def test_wrong_usage_ends_with_2(kept: Desk, words: tuple[str, ...], told: str) -> None:
    got = kept.run("journal", *words)
    assert got.code == 2
    assert told in got.err + got.out


def test_without_a_path_it_says_which_option_is_missing(desk: Desk) -> None:
    for words in ("stats", "verify", "backup monday", "restore monday"):
        got = desk.run("journal", *words.split(), MULLIGAN_JOURNAL="")
        assert (got.code, got.out) == (2, "")
        assert "'--journal'" in got.err


@pytest.mark.parametrize(
    "command",
    [
        "journal",
        "journal stats",
        "journal verify",
        "journal backup",
        "journal restore",
        "why",
        "replay",
        "erase",
        "export",
        "hold",
    ],
)
def test_every_command_explains_itself(command: str) -> None:
    got = run(*command.split(), "--help")
    assert (got.code, got.err) == (0, "")
    assert f" {command} [OPTIONS]" in got.out.splitlines()[0]
    assert max(map(len, got.out.splitlines())) <= 80
    assert not any(odd in got.out for odd in ("<str>", "list[str]", "\b", "}..."))
    if command == "journal":
        assert "..." not in got.out.partition("Commands:")[2]
    else:
        after = got.out.partition("Example")[2].splitlines()[1:]
        assert all(line.startswith(f"    mulligan {command}") for line in after if line.strip())


def test_a_contact_s_name_is_in_no_file(kept: Desk) -> None:
    for file in kept.folder.glob("mulligan.db*"):
        assert not any(word.encode() in file.read_bytes() for word in (WHO, SAM["name"]))
