"""When people work, and where."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, model_validator

from bot.configuration.durations import TimeOfDay
from bot.configuration.strict import Strict
from bot.triage.business_hours import BusinessHours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS = DAYS[:5]


class HoursSection(Strict):
    """One shift on some days of the week."""

    zone: Annotated[str, Field(max_length=64)]
    days: Annotated[tuple[str, ...], Field(min_length=1, max_length=7)] = WORKING_DAYS
    begins: TimeOfDay = 9 * 60
    ends: TimeOfDay = 17 * 60
    holidays: Annotated[tuple[date, ...], Field(max_length=366)] = ()

    @model_validator(mode="after")
    def _is_there(self) -> HoursSection:
        if unknown := [day for day in self.days if day not in DAYS]:
            raise ValueError(f"`days` are {', '.join(DAYS)}, not {unknown[0]}")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone {self.zone}, try Europe/Berlin") from error
        return self

    def hours(self) -> BusinessHours:
        """Return it as the rest of the app sees it."""
        return BusinessHours(
            ZoneInfo(self.zone),
            self.begins,
            self.ends,
            frozenset(DAYS.index(day) for day in self.days),
            frozenset(self.holidays),
        )
