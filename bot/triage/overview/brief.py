"""A ticket on one line of a list: what somebody needs to choose what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.teamwork.work import CLOSED_STATES, WorkState

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Status


@dataclass(frozen=True, slots=True)
class Brief:
    """What counts of a ticket, as people have set it, else as it was judged."""

    number: int
    channel: str
    thread_ts: str | None
    reporter: str
    assignee: str | None
    status: Status
    work: WorkState
    opened_at: datetime
    summary: str = ""
    """Empty until it is judged."""
    category: str = ""
    severity: str = ""
    route: str = ""
    """The name that the route of its team has, or had; empty = no team's."""
    due_at: datetime | None = None
    """The next deadline: of the first response, then of the resolution."""

    @property
    def is_closed(self) -> bool:
        """Return True if nobody is to do anything any more."""
        return self.work in CLOSED_STATES
