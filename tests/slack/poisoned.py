"""Tickets that a mistake of ours keeps from storing one message."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from bot.triage.ticket import Entry
from storage.tickets import Tickets

if TYPE_CHECKING:
    from bot.triage.ticket import Message
    from storage.arrivals.recorded import Recorded
    from storage.database import Database

POISON = "the poison is hunter2"


class Poisoned(Tickets):
    """Breaks on one text."""

    def __init__(self, database: Database) -> None:
        numbers = count()
        super().__init__(database, lambda: f"poisoned-{next(numbers)}")

    def record(
        self, message: Message, *, opens_ticket: bool, entry: Entry = Entry.MESSAGE
    ) -> Recorded:
        if message.text == POISON:
            raise ZeroDivisionError(message.text)
        return super().record(message, opens_ticket=opens_ticket, entry=entry)
