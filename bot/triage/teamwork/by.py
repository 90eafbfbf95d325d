"""Who does something, and when: what every change of state is stored with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class By:
    """A person by their id in Slack, or the app, and the moment."""

    user: str
    at: datetime
