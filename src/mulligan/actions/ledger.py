"""What is to be done, what was done, and what could not be: on the disk, and without any words."""

import contextlib
import pathlib
import typing as t

import sqlalchemy as sa

from mulligan.sqlite import WAIT_SECONDS, connect, told

MOST_TRIES: t.Final = 20
FIRST_PAUSE: t.Final = 2.0
LONGEST_PAUSE: t.Final = 600.0

State = t.Literal["waiting", "done", "dead"]

_META: t.Final = sa.MetaData()
_jobs: t.Final = sa.Table(
    "jobs",
    _META,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("carrier", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("due", sa.Float, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
)
sa.Index("jobs_due", _jobs.c.state, _jobs.c.carrier, _jobs.c.due)


class Job(t.NamedTuple):
    """One thing to do: `carrier` does it, `about` says what it is about (a number, an id).

    `due` is when it is tried next (seconds since 1970), `fault` what was wrong the last time.
    """

    key: str
    carrier: str
    about: str
    state: State = "waiting"
    tries: int = 0
    due: float = 0.0
    fault: str = ""


class Ledger:
    """Jobs in an SQLite file; made where there is none."""

    def __init__(self, path: pathlib.Path, wait: float = WAIT_SECONDS) -> None:
        self._path = path
        self._writing, self._reading = connect(path, wait)
        with self._write() as connection:
            _META.create_all(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._writing.dispose()

    def add(self, jobs: t.Iterable[Job]) -> None:
        """Take jobs on; one whose key is known is left as it is."""
        values = [job._asdict() for job in jobs]
        if values:
            with self._write() as connection:
                connection.execute(_jobs.insert().prefix_with("OR IGNORE"), values)

    def due(self, carrier: str, now: float, most: int = 50) -> list[Job]:
        """What a carrier should do now, the longest due first."""
        mine = (_jobs.c.state == "waiting", _jobs.c.carrier == carrier, _jobs.c.due <= now)
        return self._all(sa.select(_jobs).where(*mine).order_by(_jobs.c.due).limit(most))

    def done(self, key: str) -> None:
        """Note that something was done."""
        self._change(key, state="done", fault="")

    def failed(self, job: Job, fault: str, now: float, after: float = 0.0) -> None:
        """Note that something could not be done now: it is tried again, later each time.

        After twenty tries, some two hours, a person must look. `after` is how long the other side
        asked to wait, in seconds.
        """
        tries = job.tries + 1
        pause = min(FIRST_PAUSE * 2.0 ** min(job.tries, 30), LONGEST_PAUSE)
        state: State = "dead" if tries >= MOST_TRIES else "waiting"
        due = now + max(pause, after)
        self._change(job.key, tries=tries, due=due, state=state, fault=fault)

    def refused(self, job: Job, fault: str) -> None:
        """Note that something will never work as it is: a person must look."""
        self._change(job.key, tries=job.tries + 1, state="dead", fault=fault)

    def dead(self) -> list[Job]:
        """What a person must look at."""
        return self._all(sa.select(_jobs).where(_jobs.c.state == "dead").order_by(_jobs.c.due))

    def again(self, key: str, now: float) -> None:
        """Let something be tried once more, from the beginning."""
        self._change(key, state="waiting", tries=0, due=now, fault="")

    def waiting(self) -> int:
        """How many jobs wait."""
        query = sa.select(sa.func.count()).where(_jobs.c.state == "waiting")
        with told(self._path), self._reading.connect() as connection:
            return int(connection.execute(query).scalar_one())

    def _change(self, key: str, **values: t.Any) -> None:
        with self._write() as connection:
            connection.execute(_jobs.update().where(_jobs.c.key == key).values(**values))

    def _all(self, query: sa.Select[t.Any]) -> list[Job]:
        with told(self._path), self._reading.connect() as connection:
            return [Job(*row) for row in connection.execute(query)]

    @contextlib.contextmanager
    def _write(self) -> t.Iterator[sa.Connection]:
        with told(self._path), self._writing.begin() as connection:
            yield connection
