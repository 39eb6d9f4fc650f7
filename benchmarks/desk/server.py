"""A real `mulligan serve`, with a key and a session to ask it with."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import typing as t

import httpx2 as httpx

from mulligan.people.person import SCOPES
from mulligan.people.register import Register

PASSWORD: t.Final = "seven purple umbrellas"


class Server:
    """Served from a folder; it may be killed and started again on it."""

    def __init__(self, folder: pathlib.Path, reader: str, more: str = "") -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        text = f'listen = "127.0.0.1:0"\nreader = "{reader}"\n{more}'
        (folder / "mulligan.toml").write_text(text, "utf-8")
        register = Register(folder / "people.db")
        now = time.time()
        self.key = register.make_key("bench", SCOPES, now)
        token = register.invite("bench", "Bench", ["agent", "supervisor"], (), now)
        self.session = register.accept(token, "", PASSWORD, now)
        register.close()

    def __enter__(self) -> t.Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "mulligan.cli.app", "serve", "--data", str(self.folder)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        found = None
        while found is None:
            found = re.search(r"http://127\.0\.0\.1:\d+", self.process.stderr.readline())
        self.url = found[0]
        while not self._answers():
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health").is_success
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def resident(self) -> float:
        """The memory it holds, in MB."""
        text = pathlib.Path(f"/proc/{self.process.pid}/statm").read_text("ascii")
        return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def keyed(self) -> dict[str, str]:
        """The headers of a machine."""
        return {"Authorization": f"Bearer {self.key}"}

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies of a person."""
        return {"mulligan": self.session}
