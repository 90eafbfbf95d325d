"""How what people said of a judgement is written as rows and read back; rows are never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from storage import readable
from storage.schema import corrections, tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

INSERT = sa.insert(corrections)
OF_TICKET = (
    sa.select(corrections)
    .where(corrections.c.ticket_id == sa.bindparam("ticket"))
    .order_by(corrections.c.id)
)
BY_ID = sa.select(corrections).where(corrections.c.id == sa.bindparam("correction"))
WHOSE = (
    sa.select(corrections.c.id, tickets.c.team, tickets.c.number)
    .select_from(corrections.join(tickets))
    .order_by(tickets.c.team, tickets.c.number)
)


def add(connection: sa.Connection, team: str, ticket_id: int, said: Sequence[Correction]) -> None:
    """Keep `said` with the ticket."""
    rows = [
        {
            "team": team,
            "ticket_id": ticket_id,
            "kind": each.kind,
            "field": each.field,
            "before": each.before,
            "after": each.after,
            "reason": each.reason,
            "actor": each.by,
            "at": each.at,
        }
        for each in said
    ]
    if rows:
        connection.execute(INSERT, rows)


def of_ticket(connection: sa.Connection, ticket_id: int) -> tuple[Correction, ...]:
    """Return what was said of the ticket, oldest first, without what can't be read."""
    return tuple(readable.each(connection, OF_TICKET, {"ticket": ticket_id}, correction_of))


def unreadable(connection: sa.Connection) -> tuple[tuple[str, int], ...]:
    """Return team and number of each ticket of which a correction can't be read, in their order.

    Takes as long as it takes to read all corrections there are.
    """
    found = dict.fromkeys(
        (row.team, row.number)
        for row in connection.execute(WHOSE).all()
        if not _is_readable(connection, row.id)
    )
    return tuple(found)


def _is_readable(connection: sa.Connection, correction_id: int) -> bool:
    try:
        correction_of(connection.execute(BY_ID, {"correction": correction_id}).one())
    except readable.UNREADABLE:
        return False
    return True


def correction_of(row: sa.Row[Any]) -> Correction:
    """Return a row of the table."""
    return Correction(
        kind=CorrectionKind(row.kind),
        by=row.actor,
        at=row.at,
        field=None if row.field is None else Field(row.field),
        before=row.before,
        after=row.after,
        reason=row.reason,
    )
