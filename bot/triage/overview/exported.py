"""A ticket as it stands in an export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

COLUMNS = (
    "ticket",
    "opened_at",
    "channel",
    "reporter",
    "status",
    "work",
    "assignee",
    "severity",
    "category",
    "known_issue",
    "questions",
    "first_response_at",
    "closed_at",
    "summary",
    "next_action",
    "resolution",
)
"""In this order in a table."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What people may want to count and read of one ticket; times are in UTC."""

    number: int
    opened_at: datetime
    channel: str
    reporter: str
    status: str
    work: str
    assignee: str | None = None
    severity: str = ""
    category: str = ""
    known_issue: str = ""
    questions: int = 0
    first_response_at: datetime | None = None
    closed_at: datetime | None = None
    summary: str = ""
    next_action: str = ""
    resolution: str = ""

    def without_text(self) -> Exported:
        """Return it for somebody who may not read its channel."""
        return replace(self, summary="", next_action="", resolution="")

    def record(self) -> dict[str, str | int | None]:
        """Return its values by the names of the columns."""
        values = (
            f"T-{self.number}",
            self.opened_at.isoformat(),
            self.channel,
            self.reporter,
            self.status,
            self.work,
            self.assignee,
            self.severity or None,
            self.category or None,
            self.known_issue or None,
            self.questions,
            _when(self.first_response_at),
            _when(self.closed_at),
            self.summary,
            self.next_action,
            self.resolution,
        )
        return dict(zip(COLUMNS, values, strict=True))


def _when(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
