"""What became of a message that was brought to be stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.triage.arrivals.limits import Limit
    from bot.triage.ticket import TicketId


class Outcome(StrEnum):
    """What became of a message."""

    OPENED = "opened"
    REPLIED = "replied"
    """It stands with its ticket, and woke it if that is still undecided."""
    DUPLICATE = "duplicate"
    """It had come before; nothing changed."""
    NONE = "none"
    """It belongs to no ticket (yet)."""
    OVER_LIMIT = "over_limit"
    """It would have opened one ticket too many; nothing but its id is kept."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a message, and the ticket that it belongs to."""

    outcome: Outcome
    ticket_id: TicketId | None = None
    number: int | None = None
    exceeded: Limit | None = None
    """The limit that it would have exceeded."""
    is_news: bool = False
    """True if its author is to be told of that: once for each burst."""
