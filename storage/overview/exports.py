"""Reads tickets for an export a page at a time, so that it holds up nobody and fits into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.overview.exported import Exported
from bot.triage.teamwork.correction import Field
from bot.triage.teamwork.work import CLOSED_STATES
from bot.triage.ticket import Status
from storage.overview.briefs import CATEGORY, SEVERITY, SUMMARY
from storage.overview.figures import BY_REPORTER, RESPONDED_AT, set_by_people
from storage.schema import Moment, judgements, tickets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from storage.database import Database

PAGE = 500
AFTER: sa.Select[Any] = (
    sa.select(
        tickets.c.id,
        tickets.c.number,
        tickets.c.created_at,
        tickets.c.channel,
        tickets.c.reporter,
        tickets.c.status,
        tickets.c.work,
        tickets.c.assignee,
        tickets.c.rounds,
        tickets.c.worked_at,
        tickets.c.resolution,
        CATEGORY.label("category"),
        SEVERITY.label("severity"),
        SUMMARY.label("summary"),
        sa.func.coalesce(set_by_people(Field.NEXT_ACTION), judgements.c.next_action).label(
            "next_action"
        ),
        sa.func.coalesce(set_by_people(Field.MATCHED_ISSUE), judgements.c.matched_issue_id).label(
            "known_issue"
        ),
        sa.type_coerce(RESPONDED_AT, Moment).label("first_response_at"),
    )
    .select_from(tickets.outerjoin(judgements, judgements.c.id == tickets.c.judgement_id))
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.created_at >= sa.bindparam("since", type_=Moment),
        tickets.c.created_at < sa.bindparam("until", type_=Moment),
        tickets.c.status != Status.WITHDRAWN,
        sa.or_(
            tickets.c.created_at > sa.bindparam("since", type_=Moment),
            tickets.c.id > sa.bindparam("after"),
        ),
    )
    .order_by(tickets.c.created_at, tickets.c.id)
    .limit(PAGE)
)
"""In the order of an index, so that each page costs the same, wherever it begins."""


class Exports:
    """Read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tickets(
        self, team: str, since: datetime, until: datetime, *, reporter: str | None
    ) -> Iterator[Exported]:
        """Yield the tickets that were opened then, of `reporter` or of all, the oldest first."""
        query = AFTER if reporter is None else AFTER.where(BY_REPORTER)
        where: dict[str, object] = {"in_team": team, "since": since, "until": until, "after": 0}
        if reporter is not None:
            where["by"] = reporter
        while rows := self._page(query, where):
            yield from map(_exported, rows)
            where |= {"since": rows[-1].created_at, "after": rows[-1].id}

    def _page(self, query: sa.Select[Any], where: dict[str, object]) -> list[sa.Row[Any]]:
        with self._database.read() as connection:
            return list(connection.execute(query, where))


def _exported(row: sa.Row[Any]) -> Exported:
    return Exported(
        number=row.number,
        opened_at=row.created_at,
        channel=row.channel,
        reporter=row.reporter,
        status=row.status,
        work=row.work,
        assignee=row.assignee,
        severity=row.severity or "",
        category=row.category or "",
        known_issue=row.known_issue or "",
        questions=row.rounds,
        first_response_at=row.first_response_at,
        closed_at=row.worked_at if row.work in CLOSED_STATES else None,
        summary=row.summary or "",
        next_action=row.next_action or "",
        resolution=row.resolution,
    )
