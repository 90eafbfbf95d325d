"""Answers Slack's HTTP deliveries: the guard first, then Bolt."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import structlog
from slack_bolt import BoltRequest

from bot.slack.transport.guard import Refused, inspect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.slack.transport.attention import Dispatcher

TOLD_EVERY_SECONDS = 60.0

log = structlog.stdlib.get_logger("slack.endpoint")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back to Slack."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Endpoint:
    """The only HTTP door to the app; blocks while a listener stores, so call it in a thread."""

    def __init__(self, app: Dispatcher, signing_secret: str, *, clock: Callable[[], float]) -> None:
        self._app = app
        self._secret = signing_secret.encode("utf-8")
        self._clock = clock
        self._refusals = _Refusals(clock)

    def deliver(self, body: bytes, headers: Mapping[str, str], remote: str = "") -> Answer:
        """Return the answer to one request from the address `remote`; header names in any case."""
        lower = {name.lower(): value for name, value in headers.items()}
        verdict = inspect(self._secret, lower, body, self._clock())
        if isinstance(verdict, Refused):
            self._refusals.tell(verdict, remote)
            return Answer(verdict.status)
        request = BoltRequest(body=verdict.text, headers=dict(lower))
        response = self._app.dispatch(request)
        return Answer(response.status, response.body, response.first_headers_without_set_cookie())


class _Refusals:
    """Logs requests that were refused, one in a while: who forges them must not fill the disk."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._told_at: float | None = None
        self._untold = 0
        self._lock = Lock()

    def tell(self, refused: Refused, remote: str) -> None:
        """Log it with how many were not logged since the last one; or count it."""
        now = self._clock()
        with self._lock:
            if self._told_at is not None and 0 <= now - self._told_at < TOLD_EVERY_SECONDS:
                self._untold += 1
                return
            self._told_at, untold, self._untold = now, self._untold, 0
        log.warning(
            "request_refused",
            status=refused.status,
            reason=refused.reason,
            remote=remote,
            others=untold,
        )
