"""A server that is OpenAI-compatible in its own way: scripted answers, no rules."""

from __future__ import annotations

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

Json = dict[str, object]


class CompatibleServer:
    """Answers each request with the next (status, body) of its script; a context manager."""

    def __init__(self, *script: tuple[int, Json]) -> None:
        self.script = deque(script)
        self.bodies: list[Json] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                server.bodies.append(json.loads(self.rfile.read(length)))
                self._answer()

            def do_GET(self) -> None:
                self._answer()

            def _answer(self) -> None:
                status, body = server.script.popleft()
                payload = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def complaining(message: str, status: int = 400) -> tuple[int, Json]:
    return status, {"error": {"message": message, "type": "invalid_request_error"}}


def saying(content: str, finish_reason: str = "stop") -> tuple[int, Json]:
    return 200, {"choices": [{"message": {"content": content}, "finish_reason": finish_reason}]}
