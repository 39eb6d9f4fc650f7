"""What Chatwoot's interface answers, by its documentation: one conversation, kept in memory.

Chatwoot itself needs Ruby gems and more, so it cannot be had in a test; this speaks its protocol.
"""

import http.server
import json
import re
import threading
import typing as t

TOKEN: t.Final = "a-token"
PAGE: t.Final = 20


class ChatPeer:
    """Answers at `url`; `messages` and what was done to the conversation can be looked at."""

    def __init__(self) -> None:
        self.messages: list[dict[str, t.Any]] = []
        self.labels: list[str] = ["vip"]
        self.done: dict[str, t.Any] = {}
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> t.Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def says(self, text: str, kind: int = 0, **more: t.Any) -> None:
        """Somebody says something: 0 the customer, 1 an agent, 2 an activity, 3 a template."""
        names = {0: ("Jane", "contact"), 1: ("Bob", "user")}
        name, type_ = names.get(kind, ("", ""))
        sender = {"name": name, "type": type_} if name else None
        number = 5001 + len(self.messages)
        made = {"id": number, "content": text, "message_type": kind, "created_at": 1_700_000_000}
        self.messages.append({**made, "private": False, "sender": sender, **more})

    def answer(self, method: str, path: str, body: t.Any) -> tuple[int, t.Any]:
        """The status and the answer to a request."""
        place = re.fullmatch(r"/api/v1/accounts/1/conversations/42/(\w+)(?:\?before=(\d+))?", path)
        if place is None:
            return 404, {"error": "Resource could not be found"}
        match method, place[1]:
            case "GET", "messages":
                older = [m for m in self.messages if m["id"] < int(place[2] or 10**9)]
                return 200, {"meta": {}, "payload": older[-PAGE:]}
            case "POST", "messages":
                self.says(body["content"], 1, private=body["private"])
                return 200, self.messages[-1]
            case "GET", "labels":
                return 200, {"payload": self.labels}
            case "POST", "labels":
                self.labels = body["labels"]
                return 200, {"payload": self.labels}
            case "POST", what:
                self.done[what] = body
                return 200, {}
            case _:
                return 405, {}


def _handler(peer: ChatPeer) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            body = json.loads(raw) if raw else None
            known = self.headers.get("api_access_token") == TOKEN
            status, told = peer.answer(self.command, self.path, body) if known else (401, {})
            sent = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = _answer  # noqa: N815
        do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    return Handler
