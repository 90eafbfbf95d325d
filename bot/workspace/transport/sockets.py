"""Socket Mode: the connections of an app, what is sent over them and how they fail."""

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.workspace.records.messages import Json
from bot.workspace.workspace import Workspace
from bot.workspace.world.deliveries import Ack, Delivery

CONNECTION_SECONDS = 18_060
HOST = "applink-local"


@dataclass(eq=False)
class Connection:
    """One open socket of an app."""

    app_id: str
    socket: WebSocket
    number: int
    acknowledged: int = 0
    is_leaving: bool = False
    """Told to disconnect: nothing new is sent over it."""


class Sockets:
    """All open connections; the public methods may be called from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        """Serve the apps of `workspace`."""
        self.open: list[Connection] = []
        self.opened = 0
        self._workspace = workspace
        self._tickets: dict[str, str] = {}
        self._turn = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def issue(self, app_id: str) -> str:
        """Return a ticket that opens one connection for an app."""
        ticket = self._workspace.ids.uuid()
        self._tickets[ticket] = app_id
        return ticket

    def of(self, app_id: str) -> list[Connection]:
        """Return an app's usable connections."""
        return [one for one in list(self.open) if one.app_id == app_id and not one.is_leaving]

    async def serve(self, socket: WebSocket) -> None:
        """Run one connection until it ends."""
        self._loop = asyncio.get_running_loop()
        app_id = self._tickets.pop(socket.query_params.get("ticket", ""), None)
        if app_id is None:
            await socket.close(4000)
            return
        await socket.accept()
        connection = Connection(app_id, socket, self.opened)
        hello = self._hello(app_id)
        with self._workspace.changed:
            self.opened += 1
            self.open.append(connection)
            self._workspace.changed.notify_all()
        try:
            # Registered first: whoever has read the greeting can count on being delivered to.
            await socket.send_text(json.dumps(hello))
            while True:
                self._take(connection, await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            with self._workspace.changed:
                self.open.remove(connection)
                self._workspace.changed.notify_all()

    def _hello(self, app_id: str) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.of(app_id)) + 1,
            "debug_info": {
                "host": HOST,
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": app_id},
        }

    def _take(self, connection: Connection, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if isinstance(answer, dict) and isinstance(answer.get("envelope_id"), str):
            connection.acknowledged += 1
            ack = Ack(body=answer.get("payload"))
            self._workspace.deliveries.settle(answer["envelope_id"], ack)

    def send(self, delivery: Delivery) -> bool:
        """Send a delivery over one of its app's connections, in turn; return whether it could."""
        usable = self.of(delivery.app_id)
        if not usable or self._loop is None:
            return False
        self._turn += 1
        connection = usable[self._turn % len(usable)]
        self._schedule(self._write(connection, envelope(delivery)))
        return True

    def disconnect(self, app_id: str, reason: str = "refresh_requested") -> None:
        """Ask an app to reconnect, as Slack does every few hours, then close."""
        for connection in self.of(app_id):
            if reason != "warning":
                connection.is_leaving = True
            self._schedule(self._say_goodbye(connection, reason))

    def cut(self, app_id: str | None = None) -> int:
        """Tear connections apart without a word; return how many."""
        torn = [one for one in list(self.open) if app_id in {None, one.app_id}]
        for connection in torn:
            self._schedule(_abort(connection))
        return len(torn)

    def go_half_open(self, app_id: str) -> int:
        """Keep connections open but hear and say nothing more, not even pongs."""
        silent = self.of(app_id)
        for connection in silent:
            connection.socket.scope["wire"].is_deaf = True
        return len(silent)

    async def _say_goodbye(self, connection: Connection, reason: str) -> None:
        farewell = {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
        await self._write(connection, farewell)
        if reason != "warning":
            await connection.socket.close()

    async def _write(self, connection: Connection, message: Json) -> None:
        if connection.socket.scope["wire"].is_deaf:
            return
        if connection.socket.application_state is WebSocketState.CONNECTED:
            try:
                await connection.socket.send_text(json.dumps(message))
            except (WebSocketDisconnect, RuntimeError):
                return

    def _schedule(self, work: Coroutine[Any, Any, None]) -> None:
        if self._loop is None or self._loop.is_closed():
            work.close()
        else:
            asyncio.run_coroutine_threadsafe(work, self._loop)


async def _abort(connection: Connection) -> None:
    connection.socket.scope["wire"].transport.abort()


def envelope(delivery: Delivery) -> Json:
    """Return a delivery as it goes over a socket."""
    body: Json = {
        "envelope_id": delivery.envelope_id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        body |= {"retry_attempt": delivery.retry_num, "retry_reason": delivery.retry_reason}
    return body
