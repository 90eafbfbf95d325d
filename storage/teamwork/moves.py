"""How a move of a ticket's work is written to its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.schema import Moment, tickets
from storage.teamwork import duplicates

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import TicketId

MOVE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        work=sa.bindparam("new_work"),
        assignee=sa.bindparam("new_assignee"),
        worked_by=sa.bindparam("new_by"),
        worked_at=sa.bindparam("new_at", type_=Moment),
        resolution=sa.bindparam("new_resolution"),
        was_reopened=sa.bindparam("new_reopened"),
        updated_at=sa.bindparam("now", type_=Moment),
    )
)


def store(connection: sa.Connection, ticket_id: TicketId, work: Work, now: datetime) -> None:
    """Write how far people are by now; cards that name it as open, or no more, are drawn again."""
    values = {
        "ticket": ticket_id,
        "new_work": work.state,
        "new_assignee": work.assignee,
        "new_by": work.by,
        "new_at": work.at,
        "new_resolution": work.resolution,
        "new_reopened": work.was_reopened,
        "now": now,
    }
    with duplicates.kept_current(connection, ticket_id, now):
        connection.execute(MOVE, values)
