"""What the server answers while the bot starts, and what it answers once the bot is open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.health import Check, examine
from bot.slack.transport.endpoint import Answer
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.health import Health
    from bot.slack.transport.endpoint import Endpoint
    from storage.reports import Reports

NEWS = timedelta(days=1)
"""How long a post that was given up keeps `GET /health` degraded; it is listed for good."""
COME_BACK = 503
"""Slack delivers again what is answered with this."""


class Entrance:
    """Serves `GET /health` from the first second on, and Slack's deliveries once it is open."""

    def __init__(
        self, checks: Sequence[Check], reports: Reports, clock: Callable[[], datetime]
    ) -> None:
        self._checks = (*checks, Check("process", _starting, "see its log for what it waits for"))
        self._reports = reports
        self._clock = clock
        self._endpoint: Endpoint | None = None

    def open(self, checks: Sequence[Check], endpoint: Endpoint | None) -> None:
        """Look at `checks` from now on; `endpoint` takes deliveries, None if a socket does."""
        self._checks = tuple(checks)
        self._endpoint = endpoint

    def health(self) -> Health:
        """Return how all parts are at this moment."""
        reports = self._reports
        return examine(
            self._checks,
            lambda: reports.queue_depth(self._clock()),
            reports.dead_letter_count,
            lambda: reports.dead_letter_count(self._clock() - NEWS),
        )

    def deliver(self, body: bytes, headers: Mapping[str, str], remote: str = "") -> Answer:
        """Return the answer to one of Slack's requests, which came from the address `remote`."""
        if self._endpoint is None:
            return Answer(COME_BACK)
        return self._endpoint.deliver(body, headers, remote)


def _starting() -> str:
    raise Unavailable("starts: it does not work on tickets yet")
