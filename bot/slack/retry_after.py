"""Reads Slack's Retry-After header in every spelling that occurs."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

WITHOUT_A_WORD_SECONDS = 5.0
LEAST_SECONDS = 0.5
MOST_SECONDS = 600.0


def retry_after_seconds(header: str | None, now: datetime) -> float:
    """Return how long to wait: seconds, decimals and dates are understood, the rest is guessed."""
    seconds = _seconds(header or "", now)
    if seconds is None or math.isnan(seconds):
        return WITHOUT_A_WORD_SECONDS
    return min(max(seconds, LEAST_SECONDS), MOST_SECONDS)


def _seconds(header: str, now: datetime) -> float | None:
    try:
        return float(header)
    except ValueError:
        pass
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=UTC)
    return (aware - now).total_seconds()
