"""The workspace on loopback: Web API and response URLs over HTTP, Socket Mode, and deliveries."""

import asyncio
import json
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot.workspace.records.calls import Answer
from bot.workspace.records.errors import Refused
from bot.workspace.records.state import App
from bot.workspace.transport.loopback import Loopback
from bot.workspace.transport.posting import post
from bot.workspace.transport.sockets import Sockets
from bot.workspace.web_api.files import take_upload
from bot.workspace.web_api.methods import METHODS
from bot.workspace.workspace import Workspace
from bot.workspace.world.deliveries import HTTP_OK, Ack, Delivery

SENDERS = 64
STOP_SECONDS = 10.0
IDLE_SECONDS = 1.0


class WorkspaceServer:
    """Serves a workspace on a loopback port, from threads of its own; a context manager."""

    def __init__(self, workspace: Workspace | None = None, *, port: int = 0) -> None:
        """Bind at once, so that the addresses are known before the start."""
        self.workspace = workspace or Workspace()
        self.sockets = Sockets(self.workspace)
        self._loopback = Loopback(self._app(), port)
        self.port = self._loopback.port
        self.base_url = self._loopback.base_url
        self.api_url = f"{self.base_url}/api/"
        self.workspace.response_url_base = self.base_url
        self.workspace.new_connection_url = self._connection_url
        self._senders = ThreadPoolExecutor(SENDERS, "slack-sender")
        self._client = httpx.Client(
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # plain HTTP needs no certificates
            limits=httpx.Limits(max_connections=SENDERS),
        )
        self._is_stopping = False
        self._pumping = threading.Thread(target=self._pump, name="slack-pump", daemon=True)

    def start(self) -> Self:
        """Start serving and delivering."""
        self._loopback.start()
        self._pumping.start()
        return self

    def stop(self) -> None:
        """Cut what is open and end all threads."""
        self._is_stopping = True
        self.sockets.cut()
        with self.workspace.changed:
            self.workspace.changed.notify_all()
        self._pumping.join(STOP_SECONDS)
        self._senders.shutdown(cancel_futures=True)
        self._client.close()
        self._loopback.stop()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def wait_for_connection(self, count: int = 1, timeout: float = 30.0) -> None:
        """Wait until at least `count` sockets are open."""
        self.workspace.wait_for(lambda: len(self.sockets.open) >= count, timeout)

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self._api, methods=["GET", "POST"]),
                Route("/api/{method}/", self._api, methods=["GET", "POST"]),
                Route("/actions/{key:path}", self._respond, methods=["POST"]),
                Route("/upload/{key}", self._upload, methods=["POST"]),
                WebSocketRoute("/link", self.sockets.serve),
            ]
        )

    def _connection_url(self, app: App) -> str:
        ticket = self.sockets.issue(app.id)
        return f"ws://{self._loopback.host}/link?ticket={ticket}&app_id={app.id}"

    async def _api(self, request: Request) -> Response:
        method = request.path_params["method"]
        try:
            params, token = await _arguments(request, method)
        except ValueError:
            return _response(Answer({"ok": False, "error": "invalid_json"}))
        answer = self.workspace.answer(method, token or _bearer(request.headers), params)
        await asyncio.sleep(answer.delay_seconds)
        if answer.is_dropped:
            request.scope["wire"].transport.abort()
        return _response(answer)

    async def _respond(self, request: Request) -> Response:
        try:
            body = _object(await request.body())
            status = self.workspace.respond(request.path_params["key"], body)
        except Refused as refusal:
            return Response(json.dumps(refusal.body()), 400, media_type="application/json")
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        return PlainTextResponse("ok" if status == HTTP_OK else "used_url", status)

    async def _upload(self, request: Request) -> Response:
        content = await request.body()
        status = take_upload(self.workspace, request.path_params["key"], content)
        return PlainTextResponse(f"OK - {len(content)}" if status == HTTP_OK else "error", status)

    def _pump(self) -> None:
        workspace = self.workspace
        while not self._is_stopping:
            workspace.run_effects()
            if delivery := workspace.deliveries.take():
                self._dispatch(delivery)
                continue
            with workspace.changed:
                due = workspace.next_due()
                wait = IDLE_SECONDS if due is None else due - workspace.clock()
                if wait > 0 and not self._is_stopping:
                    workspace.changed.wait(min(wait, IDLE_SECONDS))

    def _dispatch(self, delivery: Delivery) -> None:
        app = self.workspace.apps[delivery.app_id]
        if self.sockets.send(delivery):
            return
        if app.request_url is None:
            self.workspace.deliveries.fail(delivery.envelope_id, "connection_failed")
            return
        self._senders.submit(self._post, delivery, delivery.envelope_id, app)

    def _post(self, delivery: Delivery, envelope_id: str, app: App) -> None:
        answer = post(
            self._client,
            delivery,
            app,
            self.workspace.clock(),
            self.workspace.deliveries.ack_seconds,
        )
        if isinstance(answer, Ack):
            self.workspace.deliveries.settle(envelope_id, answer)
        else:
            self.workspace.deliveries.fail(envelope_id, answer)


async def _arguments(request: Request, method: str) -> tuple[dict[str, Any], str | None]:
    """Return the arguments of a call, and the token if it stands in a form, where alone it may.

    https://docs.slack.dev/changelog/2020-11-no-more-tokens-in-querystrings-for-newly-created-apps
    """
    params: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await request.body()
        decoded = _object(body) if body else {}
        known = METHODS.get(method)
        return params | (decoded if known is None or known.takes_json else {}), None
    form = dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))
    token = form.pop("token", None)
    return params | form, token


def _object(body: bytes) -> dict[str, Any]:
    """Return a JSON object; raise ValueError if it is none."""
    decoded = json.loads(body)
    if not isinstance(decoded, dict):
        msg = "no object"
        raise ValueError(msg)  # noqa: TRY004 - like JSON that cannot be read
    return decoded


def _bearer(headers: Mapping[str, str]) -> str | None:
    return headers.get("authorization", "").removeprefix("Bearer ").strip() or None


def _response(answer: Answer) -> Response:
    headers = dict(answer.headers)
    if isinstance(answer.body, str):
        return Response(answer.body, answer.status, headers, "text/html")
    return Response(json.dumps(answer.body), answer.status, headers, "application/json")
