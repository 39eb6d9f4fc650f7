"""What is to be done stays on the disk until it is done, and is given up only to a person."""

import pathlib

from mulligan.actions.ledger import FIRST_PAUSE, LONGEST_PAUSE, MOST_TRIES, Job, Ledger

NOW = 1_800_000_000.0


def only(ledger: Ledger, now: float = NOW) -> Job:
    (job,) = ledger.due("mail", now)
    return job


def test_a_job_is_taken_on_once(tmp_path: pathlib.Path) -> None:
    ledger = Ledger(tmp_path / "errands.db")
    ledger.add([Job("1/mail", "mail", "1"), Job("1/mail", "mail", "1")])
    ledger.done(only(ledger).key)
    ledger.add([Job("1/mail", "mail", "1")])
    ledger.add([])
    assert ledger.due("mail", NOW) == []
    ledger.close()


def test_it_is_there_after_a_crash(tmp_path: pathlib.Path) -> None:
    Ledger(tmp_path / "errands.db").add([Job("1/mail", "mail", "1")])
    assert only(Ledger(tmp_path / "errands.db")).about == "1"


def test_what_fails_is_tried_again_later_and_then_given_to_a_person(
    tmp_path: pathlib.Path,
) -> None:
    ledger = Ledger(tmp_path / "errands.db")
    ledger.add([Job("1/mail", "mail", "1")])
    now, pauses = NOW, []
    for _ in range(MOST_TRIES):
        job = only(ledger, now)
        ledger.failed(job, "no answer", now)
        after = [p for p in range(1, 700) if ledger.due("mail", now + p)]
        if after:
            pauses.append(after[0])
            now += after[0]
    assert pauses[0] == FIRST_PAUSE
    assert pauses == sorted(pauses)
    assert max(pauses) == LONGEST_PAUSE
    (dead,) = ledger.dead()
    assert (dead.tries, dead.fault) == (MOST_TRIES, "no answer")
    assert ledger.waiting() == 0
    ledger.again(dead.key, now)
    assert only(ledger, now).tries == 0


def test_whoever_asks_to_wait_is_waited_for(tmp_path: pathlib.Path) -> None:
    ledger = Ledger(tmp_path / "errands.db")
    ledger.add([Job("1/mail", "mail", "1")])
    ledger.failed(only(ledger), "slow down", NOW, after=120)
    assert ledger.due("mail", NOW + 119) == []
    assert only(ledger, NOW + 120).fault == "slow down"


def test_what_is_refused_goes_to_a_person_at_once(tmp_path: pathlib.Path) -> None:
    ledger = Ledger(tmp_path / "errands.db")
    ledger.add([Job("1/mail", "mail", "1"), Job("2/chat", "chat", "2")])
    ledger.refused(only(ledger), "404")
    assert [job.key for job in ledger.dead()] == ["1/mail"]
    assert ledger.waiting() == 1
