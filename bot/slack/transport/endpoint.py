"""Answers Slack's HTTP deliveries: the guard first, then Bolt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from slack_bolt import BoltRequest

from bot.slack.transport.guard import Refused, inspect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.slack.transport.attention import Dispatcher

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

    def deliver(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Return the answer to one request; header names in any case."""
        lower = {name.lower(): value for name, value in headers.items()}
        verdict = inspect(self._secret, lower, body, self._clock())
        if isinstance(verdict, Refused):
            log.warning("request_refused", status=verdict.status, reason=verdict.reason)
            return Answer(verdict.status)
        request = BoltRequest(body=verdict.text, headers=dict(lower))
        response = self._app.dispatch(request)
        return Answer(response.status, response.body, response.first_headers_without_set_cookie())
