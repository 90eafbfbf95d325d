"""What people do to a message after they have sent it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Message


@dataclass(frozen=True, slots=True)
class Revision:
    """An edit (`text` set) or a deletion (None) of one message; `event_id` is the delivery's."""

    team: str
    channel: str
    ts: str
    event_id: str
    at: datetime
    text: str | None = None
    file_names: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @classmethod
    def to(cls, message: Message) -> Revision:
        """Return the edit after which a message reads like `message`, which stands in Slack."""
        return cls(
            message.team,
            message.channel,
            message.ts or "",
            message.event_id,
            message.at,
            message.text,
            message.file_names,
            message.names,
        )
