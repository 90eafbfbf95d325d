"""Tickets of which nothing can be read or stored for now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from datetime import datetime

    from bot.slack.ports import Recorded
    from bot.triage.ticket import Entry, Message, Ticket, TicketId


class Unreachable:
    """Tickets whose database is busy."""

    def record(self, message: Message, *, opens_ticket: bool, entry: Entry) -> Recorded:
        raise self._busy(message, opens_ticket, entry)

    def request(self, message: Message, *, by: str, reporter: str, entry: Entry) -> Recorded:
        raise self._busy(message, by, reporter, entry)

    def about(self, team: str, channel: str, ts: str) -> Ticket | None:
        raise self._busy(team, channel, ts)

    def refuse(self, message: Message) -> bool:
        raise self._busy(message)

    def answer(self, team: str, ticket_id: TicketId, round_: int, message: Message) -> bool:
        raise self._busy(team, ticket_id, round_, message)

    def judge_now(
        self, team: str, ticket_id: TicketId, round_: int, *, actor: str, now: datetime
    ) -> bool:
        raise self._busy(team, ticket_id, round_, actor, now)

    def find(self, team: str, number: int) -> Ticket | None:
        raise self._busy(team, number)

    def in_thread(self, team: str, channel: str, thread_ts: str) -> Ticket | None:
        raise self._busy(team, channel, thread_ts)

    def _busy(self, *_: object) -> Unavailable:
        return Unavailable("the database is busy")
