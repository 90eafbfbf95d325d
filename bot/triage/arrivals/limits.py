"""How many tickets may be opened within a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=1)


class Limit(StrEnum):
    """Whose tickets are counted."""

    USER = "user"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most tickets a minute; 0 = no limit."""

    per_user: int = 0
    per_channel: int = 0

    def exceeded(self, by_user: int, in_channel: int) -> Limit | None:
        """Return which limit one ticket more would exceed, after so many within the minute."""
        if 0 < self.per_user <= by_user:
            return Limit.USER
        return Limit.CHANNEL if 0 < self.per_channel <= in_channel else None

    def most(self, limit: Limit) -> int:
        """Return how many tickets a minute `limit` allows."""
        return self.per_user if limit is Limit.USER else self.per_channel


NO_LIMITS = Limits()
