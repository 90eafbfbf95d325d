"""The HTTP side: Slack's deliveries and `GET /health`."""

from __future__ import annotations

import socket
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

import anyio
import anyio.to_thread
import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.connections import Connection
from bot.health import State
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from bot.health import Health

LARGEST_BODY_BYTES = 1_000_000
"""Slack's largest payloads are forms of some 250 kB."""
SECONDS_TO_SEND = 10.0
"""For a whole body; Slack's come at once."""
THREADS = 64

log = structlog.stdlib.get_logger("server")


class Answer(Protocol):
    """What is sent back to Slack."""

    @property
    def status(self) -> int:
        """Return the HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Return the headers by name."""

    @property
    def body(self) -> str:
        """Return the body, empty if there is none."""


def build_site(
    health: Callable[[], Health],
    deliver: Callable[[bytes, Mapping[str, str], str], Answer] | None,
) -> Starlette:
    """Return the routes; `/slack/events` is there only if `deliver` is given (HTTP mode).

    It takes the body, the headers, and the address that the request came from.
    """

    async def get_health(_: Request) -> Response:
        seen = await run_in_threadpool(health)
        return JSONResponse(seen.as_json(), 503 if seen.state is State.FAILED else 200)

    async def post_event(request: Request) -> Response:
        try:
            with anyio.fail_after(SECONDS_TO_SEND):
                body = await _read(request)
        except ClientDisconnect:
            return Response(status_code=400)
        except TimeoutError:
            return Response(status_code=408, headers={"connection": "close"})
        if body is None or deliver is None:
            return Response(status_code=413)
        remote = "" if request.client is None else request.client.host
        answer = await run_in_threadpool(deliver, body, dict(request.headers), remote)
        return Response(answer.body, answer.status, dict(answer.headers))

    routes = [Route("/health", get_health)]
    if deliver is not None:
        routes.append(Route("/slack/events", post_event, methods=["POST"]))
    return Starlette(routes=routes, lifespan=_with_enough_threads)


@asynccontextmanager
async def _with_enough_threads(_: Starlette) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


async def _read(request: Request) -> bytes | None:
    """Return the body, None if it is larger than anything that Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY_BYTES:
            return None
    return bytes(body)


class Server:
    """Serves a site from a thread of its own."""

    def __init__(self, site: Starlette, host: str, port: int) -> None:
        config = uvicorn.Config(
            site,
            http=Connection,
            ws="none",
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
        )
        self._server = uvicorn.Server(config)
        self._address = (host, port)
        self._thread = threading.Thread(target=self._serve, name="http", daemon=True)
        self._listener: socket.socket | None = None

    def start(self) -> int:
        """Listen; return the port that was bound. Raises Unavailable if it can't be."""
        host, port = self._address
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            self._listener = socket.create_server(self._address, family=family, backlog=1024)
        except OSError as error:
            raise Unavailable(
                f"HOST, PORT: can't listen on {host}:{port}: {error.strerror}"
            ) from error
        self._thread.start()
        bound = int(self._listener.getsockname()[1])
        log.info("listening", host=host, port=bound)
        return bound

    def stop(self, timeout_seconds: float) -> None:
        """Answer what is in hand, then close."""
        self._server.should_exit = True
        self._thread.join(timeout_seconds)

    def _serve(self) -> None:
        self._server.run([self._listener] if self._listener else None)
