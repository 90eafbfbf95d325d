"""Notices that deliveries are taken again after none was for longer than Slack repeats them."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from slack_bolt import BoltRequest, BoltResponse

LONG_SILENCE = timedelta(minutes=5)
"""Slack tries an event a last time after some 6 minutes: what failed for shorter comes again."""


class Dispatcher(Protocol):
    """Handles deliveries."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Return the answer to one delivery; it was taken if that is a 200."""


class Silences(Protocol):
    """Hears when deliveries stop and begin."""

    def began(self) -> None:
        """Mark where to read on from."""

    def ended(self) -> None:
        """Have what came meanwhile looked up."""


class Attention:
    """Hands deliveries to `app`, and calls it a silence where none was taken for long.

    `is_called` says that Slack calls us, so that quiet and being cut off look the same; a socket
    tells them apart, and there only deliveries that failed make a silence.
    """

    def __init__(
        self,
        app: Dispatcher,
        silences: Silences,
        *,
        clock: Callable[[], datetime],
        is_called: bool,
    ) -> None:
        self._app = app
        self._silences = silences
        self._clock = clock
        self._is_called = is_called
        self._none_since: datetime | None = clock() if is_called else None
        self._lock = Lock()

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Return the app's answer; what was missed before is marked first, and then looked up."""
        is_late = self._is_late()
        if is_late:
            self._silences.began()
        response = self._app.dispatch(req)
        if response.status == HTTPStatus.OK:
            self._take_note(self._clock() if self._is_called else None)
            if is_late:
                self._silences.ended()
        elif self._none_since is None:
            self._take_note(self._clock())
        return response

    def _is_late(self) -> bool:
        with self._lock:
            since = self._none_since
        return since is not None and self._clock() - since > LONG_SILENCE

    def _take_note(self, since: datetime | None) -> None:
        with self._lock:
            self._none_since = since
