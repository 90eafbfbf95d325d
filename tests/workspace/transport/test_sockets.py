from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocket

from bot.workspace import Workspace
from bot.workspace.transport.sockets import Sockets

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class Caller:
    """The other end of a socket, which hangs up once it was greeted."""

    def __init__(self, sockets: Sockets, app_id: str) -> None:
        self.sockets, self.app_id = sockets, app_id
        self.usable_when_greeted: list[int] = []

    async def receive(self) -> MutableMapping[str, Any]:
        kind = "websocket.disconnect" if self.usable_when_greeted else "websocket.connect"
        return {"type": kind, "code": 1000}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if json.loads(message.get("text", "{}")).get("type") == "hello":
            self.usable_when_greeted.append(len(self.sockets.of(self.app_id)))


def test_whoever_is_greeted_is_delivered_to() -> None:
    workspace = Workspace()
    app = workspace.app_of(workspace.add_app())
    sockets = Sockets(workspace)
    caller = Caller(sockets, app.id)
    scope = {"type": "websocket", "query_string": f"ticket={sockets.issue(app.id)}".encode()}

    asyncio.run(sockets.serve(WebSocket(scope, caller.receive, caller.send)))

    assert caller.usable_when_greeted == [1]
    assert not sockets.open
