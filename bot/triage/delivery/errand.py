"""Work for which the network is needed, and which a restart must not lose."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Chore(StrEnum):
    """What is to be done."""

    OPEN_TICKET = "open_ticket"
    """Read the message on which somebody put the emoji, and open its ticket."""
    EXPORT = "export"
    """Send tickets as a file."""
    FIRST_RESPONSE = "first_response"
    """Find out whether who wrote below a team's card works tickets: then that was a response."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that a person asked for, about one place in Slack; ids only."""

    team: str
    chore: Chore
    channel: str
    about: str
    """The ts of a message, or what else tells it from others there."""
    user: str
    """Who asked."""
    asked_at: datetime
    attempts: int = 0
    """Tries that broke what made them, or the process."""
    detail: Mapping[str, str] = field(default_factory=dict)
