"""First responses that are given below the card in a team's channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Operation
from bot.triage.routing import NO_ROUTES
from bot.triage.teamwork.by import By
from storage.audit import note
from storage.delivery.posts import redraw_cards
from storage.judging import loading
from storage.schema import outbox, tickets
from storage.teamwork import routing

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.routing import RoutingPlan
    from storage.database import Database

AWAITED_BELOW = (
    sa.select(tickets.c.number)
    .select_from(tickets.join(outbox))
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.route_channel == sa.bindparam("in_channel"),
        tickets.c.reporter != sa.bindparam("by"),
        tickets.c.respond_by.is_not(None),
        tickets.c.responded_at.is_(None),
        outbox.c.kind == Kind.CARD,
        outbox.c.operation == Operation.POST,
        outbox.c.place == sa.bindparam("in_channel"),
        outbox.c.ts == sa.bindparam("below"),
    )
)


class FirstResponses:
    """What is awaited, and what was given."""

    def __init__(self, database: Database, plan: RoutingPlan = NO_ROUTES) -> None:
        self._database = database
        self._plan = plan

    def awaited_below(self, team: str, channel: str, ts: str, by: str) -> int | None:
        """Return the number of the ticket whose card that is, if it awaits a word of `by`."""
        place = {"in_team": team, "in_channel": channel, "below": ts, "by": by}
        with self._database.read() as connection:
            return connection.execute(AWAITED_BELOW, place).scalar_one_or_none()

    def give(self, team: str, number: int, *, by: str, at: datetime, now: datetime) -> bool:
        """Store that `by` gave it then, and remind nobody of it any more; False if it is given."""
        with self._database.write() as connection:
            ticket = loading.standing(connection, team, number)
            if ticket is None or ticket.routing is None or not ticket.routing.awaits_response:
                return False
            note(connection, "responded", team, By(by, now), ticket_id=ticket.id)
            redraw_cards(connection, ticket.id, now)
            routing.follow(connection, ticket.id, self._plan, now, responded_at=at)
            return True
