"""A gap in the known issues: tickets that read alike, and match none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.triage.overview.brief import Brief


@dataclass(frozen=True, slots=True)
class Gap:
    """Tickets about one thing; the first is nearest to all others."""

    briefs: tuple[Brief, ...]

    @property
    def example(self) -> Brief:
        """Return the ticket to write it up from: one that is resolved, else the nearest."""
        resolved = (brief for brief in self.briefs if brief.is_closed)
        return next(resolved, self.briefs[0])
