"""A connection to the HTTP server: closed where it takes too long to say what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.h11_impl import H11Protocol as Protocol
    from uvicorn.protocols.http.h11_impl import RequestResponseCycle
else:
    # Which of the two it is depends on what is installed; what is used here both have.
    from uvicorn.protocols.http.auto import AutoHTTPProtocol as Protocol

SECONDS_TO_ASK = 10.0
"""Slack sends a request within milliseconds, and gives up on its answer after 3 s."""
LARGEST_HEAD_BYTES = 64_000


class Connection(Protocol):
    """Waits for the head of a request so long, and reads so much of it; the server itself forever.

    What a body may take is looked after where it is read.
    """

    _timer: asyncio.TimerHandle | None = None
    _bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what came, and no more of a head that is larger than any."""
        super().data_received(data)
        self._bytes += len(data) if self._is_in_head else 0
        if self._bytes > LARGEST_HEAD_BYTES:
            self.transport.close()
        elif self._is_unasked:
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    @property
    def _is_unasked(self) -> bool:
        """Return True while no request is answered: none was told in full, or it is done."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    @property
    def _is_in_head(self) -> bool:
        """Return True unless what comes belongs to a body, be it of a request that was refused."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or (cycle.response_complete and not cycle.more_body)

    def _wait(self) -> None:
        if self._timer is None:
            self._timer = self.loop.call_later(SECONDS_TO_ASK, self._give_up)

    def _stop_waiting(self) -> None:
        self._bytes = 0
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self._is_unasked:
            self.transport.close()
