"""Open tickets that may be about the same thing: shown to people, who decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.triage.ticket import TicketId

DUPLICATES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Near:
    """An open ticket that reads like another; `similarity` is their cosine."""

    ticket_id: TicketId
    similarity: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a ticket reads like."""

    near: tuple[Near, ...]
    """Those that may be the same, nearest first."""
    alike: tuple[Near, ...] = ()
    """All that may have one cause with it, nearest first: a wider circle."""
    together: tuple[TicketId, ...] = ()
    """Those that came at about the same time and are alike, one through the other."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another ticket, still open, as a card names it."""

    number: int
    channel: str
    thread_ts: str
    similarity: float

    @property
    def reference(self) -> str:
        """Return its name among people, such as `T-12`."""
        return f"T-{self.number}"
