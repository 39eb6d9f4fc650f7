"""A real web server that answers as it is told to, and keeps what came."""

import http.server
import threading
import typing as t


class Received(t.NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Answers with the given statuses, one after the other; then always with the last."""

    def __init__(self, *statuses: int, headers: t.Mapping[str, str] | None = None) -> None:
        self.got: list[Received] = []
        self._statuses = list(statuses or (200,))
        self._headers = headers or {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> t.Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                named = {key.lower(): value for key, value in self.headers.items()}
                receiver.got.append(Received("POST", self.path, named, body))
                left = receiver._statuses
                self.send_response(left.pop(0) if len(left) > 1 else left[0])
                for key, value in receiver._headers.items():
                    self.send_header(key, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
