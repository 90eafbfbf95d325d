"""How what people said of a judgement is written as rows and read back; rows are never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from storage import readable
from storage.schema import corrections

if TYPE_CHECKING:
    from collections.abc import Sequence

INSERT = sa.insert(corrections)
OF_TICKET = (
    sa.select(corrections)
    .where(corrections.c.ticket_id == sa.bindparam("ticket"))
    .order_by(corrections.c.id)
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
