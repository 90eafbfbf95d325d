"""What one person does to a ticket at once: a move of its work, and what they say of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.triage.judgement import Judgement
    from bot.triage.teamwork.correction import Correction
    from bot.triage.teamwork.work import Work


@dataclass(frozen=True, slots=True)
class Change:
    """The ticket's work afterwards, and what was said on the way."""

    work: Work
    said: tuple[Correction, ...] = ()
    judgement: Judgement | None = None
    """A judgement of people's own, for a ticket that has none."""
    writes_up: bool = False
    """Have a known issue written from the ticket, unless one is being written."""
