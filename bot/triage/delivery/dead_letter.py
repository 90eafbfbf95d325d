"""A post that was given up, and what people are told of such posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

UNREADABLE = "unreadable"
"""The error of what can't be read any more: changed by hand, or of a later version."""

TICKET = "ticket"
"""The kind of what was set aside as a whole, instead of a post of it."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A post or redraw that was given up, or the `triage` of a ticket that was."""

    team: str
    ticket_number: int
    channel: str
    kind: str
    operation: str
    key: str
    error: str
    attempts: int
    given_up_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """When the operators were told last, and of all that was given up until when."""

    at: datetime
    through: datetime
    since: datetime | None = None
    """After what the notice begins whose call was not confirmed yet; None = there is none."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the operators are to be told now: one burst of dead letters."""

    team: str
    count: int
    unreadable: int
    """How many of them can't be read; Slack has nothing to do with these."""
    letters: tuple[DeadLetter, ...]
    """The latest of them."""
    earlier: Told
    through: datetime
    """When the last of them was given up."""
    is_in_doubt: bool = False
    """True if an earlier call may have posted it: look for `key` before posting."""

    @property
    def key(self) -> str:
        """Return what tells it from all others: every app in the workspace can read it."""
        return f"operators:{self.through:%Y%m%dT%H%M%S.%f}"
