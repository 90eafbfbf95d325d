"""Spans and times of day, as a person writes them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator

_SPAN = re.compile(r"(?:([0-9]{1,4})\s*h)?\s*(?:([0-9]{1,4})\s*m)?")
_TIME = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9])")
MINUTES_AN_HOUR = 60
MINUTES_A_DAY = 24 * MINUTES_AN_HOUR


def _span(value: object) -> object:
    """Return `value` as a span; what is none is left to be refused."""
    if isinstance(value, timedelta):
        return value
    found = _SPAN.fullmatch(str(value).strip())
    hours, minutes = found.groups() if found else (None, None)
    span = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if not span:
        raise ValueError("expected a time such as 30m, 4h or 1h 30m")
    return span


def _time(value: object) -> object:
    """Return `value` as minutes after midnight; 930 is no time, and would be 15:30 in minutes."""
    found = _TIME.fullmatch(str(value).strip())
    minutes = int(found[1]) * MINUTES_AN_HOUR + int(found[2]) if found else MINUTES_A_DAY + 1
    if minutes > MINUTES_A_DAY:
        raise ValueError("expected a time of day such as 09:00 or 17:30")
    return minutes


Span = Annotated[timedelta, BeforeValidator(_span)]
TimeOfDay = Annotated[int, BeforeValidator(_time)]
