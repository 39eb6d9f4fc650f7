"""`mulligan demo` shows conversations that unfold, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import typing as t

import httpx2 as httpx

from mulligan.web.samples import samples

STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)/desk")


def _demo(*options: str, folder: t.Any = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mulligan.cli.app", "demo", "--reader", "lexicon", *options]
    environment = {**os.environ, **({"TMPDIR": str(folder)} if folder else {})}
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)


def test_the_samples_unfold_and_nothing_is_left(tmp_path: t.Any) -> None:
    with _demo("--port", "0", "--pace", "0.05", folder=tmp_path) as running:
        assert running.stderr is not None
        found = STARTED.search(running.stderr.readline())
        assert found
        names = {messages[0].name for messages in samples().values()}
        with httpx.Client(base_url=f"http://127.0.0.1:{found[1]}") as client:
            shown = ""
            while not all(name in shown for name in names):
                shown = client.get("/board").text
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
        assert "Traceback" not in running.stderr.read()
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_a_clear_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with _demo("--port", str(port)) as running:
            _, said = running.communicate(timeout=30)
    assert running.returncode == 1
    assert said.startswith(f"port {port}: cannot listen")
    assert "--port 0" in said
