from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.messages.events import Events
from bot.slack.messages.reader import Reader
from bot.slack.messages.team_replies import TeamReplies
from bot.slack.people.identity import Identity
from bot.triage.judgement import Question
from bot.triage.ticket import Status, Ticket
from storage.arrivals.last_seen import LastSeen
from storage.arrivals.passed_over import PassedOver
from storage.delivery.errands import Errands
from storage.teamwork.first_responses import FirstResponses
from tests.builders import CHANNEL, TEAM, a_message, the_rules
from tests.hostile import by_id

if TYPE_CHECKING:
    from tests.slack.desk import Desk

KINDS = by_id("message_kinds")
ROOT = "1767225600.000100"
LEASE = timedelta(minutes=10)


class Room:
    """The channel of the hostile rows, with the real listener and the real database."""

    def __init__(self, desk: Desk, *, is_waiting: bool) -> None:
        me = Identity(TEAM, "Acme", "U0BOT", "B0BOT")
        self.tickets, self.clock = desk.tickets, desk.clock
        self.events = Events(
            Reader(me, the_rules(CHANNEL), 5000, desk.clock),
            desk.tickets,
            desk.revisions,
            desk.outbox,
            LastSeen(desk.database),
            passed_over=PassedOver(desk.database),
            team_replies=TeamReplies(
                FirstResponses(desk.database), Errands(desk.database), desk.plan
            ),
            progress=desk.progress(),
            whispers=desk.whispers,
            limits=desk.limits,
            wake=lambda: None,
            clock=desk.clock,
        )
        if is_waiting:
            self._ask()
        self.before = self._ticket(1)

    def _ask(self) -> None:
        root = a_message("The export has been empty since Monday", ts=ROOT)
        self.tickets.record(root, opens_ticket=True)
        held, now = self.tickets.claim(self.clock.now, LEASE), self.clock.now
        assert held is not None
        asked = held.asking(Question("Which export?"), now, now + LEASE)
        self.tickets.save(asked, event="asked", actor="bot", now=now)

    def outcome(self, event: dict[str, Any]) -> str:
        body = {"type": "event_callback", "event_id": "Ev9", "event": event}
        self.events.take(TEAM, body)
        now = self._ticket(1)
        if self.before is None or now is None:
            return "none" if now is None else "ticket"
        if self._ticket(2) is not None:
            return "ticket"
        if now.status is Status.WITHDRAWN:
            return "withdraw"
        if len(now.messages) > len(self.before.messages):
            return "reply"
        return "edit" if now.messages != self.before.messages else "none"

    def _ticket(self, number: int) -> Ticket | None:
        return self.tickets.find(TEAM, number)


@pytest.mark.parametrize("row", KINDS.values(), ids=KINDS)
def test_each_kind_of_message_does_as_it_should(desk: Desk, row: dict[str, Any]) -> None:
    room = Room(desk, is_waiting=row["given"] == "waiting")

    assert room.outcome(row["event"]) in {row["expected"], *row.get("also", [])}
