"""An ASGI app on a loopback port, served from a thread of its own."""

import asyncio
import socket
import threading

import uvicorn
from starlette.types import ASGIApp

from bot.workspace.transport.wire import HttpWire, SocketWire

LOOPBACK = "127.0.0.1"
JOIN_SECONDS = 10.0


class Loopback:
    """Listens as soon as it is made; serves between `start` and `stop`."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        """Bind; port 0 takes any free one."""
        self._listener = socket.create_server((LOOPBACK, port), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        self.host = f"{LOOPBACK}:{self.port}"
        self.base_url = f"http://{self.host}"
        config = uvicorn.Config(
            app,
            http=HttpWire,
            ws=SocketWire,
            ws_ping_interval=None,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)

    def start(self) -> None:
        """Serve from now on; connections made earlier are waiting in line."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close the port."""
        self._server.should_exit = True
        self._thread.join(JOIN_SECONDS)
        self._listener.close()

    def _serve(self) -> None:
        asyncio.run(self._server.serve([self._listener]))
