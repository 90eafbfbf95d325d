"""When to try again: pauses between tries, and what servers say about them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.triage.errors import Unavailable

LONGEST_PAUSE_SECONDS = 3600.0
"""What a server asks for beyond this is cut: an absurd header must not park work for days."""

FIRST_BACKOFF_SECONDS = 1.0
LONGEST_BACKOFF_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Timing:
    """Where time and chance come from; in seconds, but for `now`. `jitter` is in [0, 1)."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    jitter: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long one piece of work is tried; all times in seconds."""

    attempt_seconds: float = 60.0
    total_seconds: float = 90.0
    max_retries: int = 3
    retry_delay_seconds: float = 1.0
    retry_backoff: float = 2.0

    def pause_seconds(self, retry: int, error: Unavailable, jitter: Callable[[], float]) -> float:
        """Return how long to wait before try number `retry` (from 0) after `error`.

        What the server asks for is the minimum. `jitter` is in [0, 1) and spreads the pause over
        its upper half, so that what failed together does not come back together.
        """
        backoff = self.retry_delay_seconds * self.retry_backoff**retry
        return max(error.retry_after_seconds or 0.0, backoff * (0.5 + jitter() / 2))


@dataclass(frozen=True, slots=True)
class Backoff:
    """How long due work waits after a failure; `jitter` is in [0, 1)."""

    jitter: Callable[[], float]

    def delay(self, attempts: int, asked_seconds: float | None) -> timedelta:
        """Return the wait after so many `attempts`: twice as long each time, up to a minute.

        What the other side asked for counts instead.
        """
        if asked_seconds is not None:
            return timedelta(seconds=asked_seconds)
        ceiling = min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** min(attempts, 16))
        return timedelta(seconds=ceiling * (0.5 + self.jitter() / 2))


def retry_after_seconds(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the pause that a server asks for; None if it asks for none or can't be understood.

    Read are `retry-after-ms`, and `retry-after` as seconds, decimals or a date. In [0, 3600].
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return _bounded(milliseconds / 1000)
    spelled = headers.get("retry-after", "")
    seconds = _number(spelled)
    if seconds is None:
        seconds = _seconds_until(spelled, now)
    return None if seconds is None else _bounded(seconds)


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_PAUSE_SECONDS)


def _number(spelled: str) -> float | None:
    try:
        value = float(spelled)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _seconds_until(spelled: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(spelled)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=now.tzinfo)
    return (moment - now).total_seconds()
