"""Uvicorn's protocols with a handle on the connection, so that it can be cut or go silent."""

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from bot.workspace.records.messages import Json, Value


class HttpWire(H11Protocol):
    """HTTP whose connection the app finds as `scope["wire"]`."""

    def __init__(self, *args: Value, **options: Value) -> None:
        """Let the app see this object."""
        super().__init__(*args, **options)
        self.app = _seeing(self, self.app)


class SocketWire(WebSocketsSansIOProtocol):
    """A websocket that can stop listening while the connection stays open."""

    def __init__(self, *args: Value, **options: Value) -> None:
        """Let the app see this object."""
        super().__init__(*args, **options)
        self.is_deaf = False
        self.app = _seeing(self, self.app)

    def data_received(self, data: bytes) -> None:
        """Read, unless deaf: then not even pings are answered."""
        if not self.is_deaf:
            super().data_received(data)


def _seeing(wire: object, app: Value) -> Value:
    async def call(scope: Json, receive: Value, send: Value) -> None:
        scope["wire"] = wire
        await app(scope, receive, send)

    return call
