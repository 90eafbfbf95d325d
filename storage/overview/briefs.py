"""Lists of tickets, a line each: a person's own, what is open, what somebody must look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.overview.brief import Brief
from bot.triage.overview.place import SOON, Due, Page
from bot.triage.teamwork.correction import Field
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from storage.overview.figures import BY_REPORTER, set_by_people
from storage.overview.paging import page_of
from storage.schema import Moment, judgements, tickets
from storage.teamwork.openness import IS_OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.triage.overview.place import Filters, Whose
    from storage.database import Database

CATEGORY = sa.func.coalesce(set_by_people(Field.CATEGORY), judgements.c.category)
SEVERITY = sa.func.coalesce(set_by_people(Field.SEVERITY), judgements.c.severity)
SUMMARY = sa.func.coalesce(set_by_people(Field.SUMMARY), judgements.c.summary)
_due = sa.case(
    (
        tickets.c.responded_at.is_(None),
        sa.func.coalesce(tickets.c.respond_by, tickets.c.resolve_by),
    ),
    else_=tickets.c.resolve_by,
)
DUE = sa.type_coerce(_due, Moment)
BRIEFS: sa.Select[Any] = (
    sa.select(
        tickets.c.number,
        tickets.c.channel,
        tickets.c.thread_ts,
        tickets.c.reporter,
        tickets.c.assignee,
        tickets.c.status,
        tickets.c.work,
        tickets.c.created_at,
        SUMMARY.label("summary"),
        CATEGORY.label("category"),
        SEVERITY.label("severity"),
        tickets.c.route,
        DUE.label("next_due"),
    )
    .select_from(tickets.outerjoin(judgements, judgements.c.id == tickets.c.judgement_id))
    .where(tickets.c.team == sa.bindparam("in_team"))
)
_is_sure = sa.and_(
    sa.or_(
        judgements.c.category_confidence >= sa.bindparam("likely"),
        set_by_people(Field.CATEGORY).is_not(None),
    ),
    sa.or_(
        judgements.c.severity_confidence >= sa.bindparam("likely"),
        set_by_people(Field.SEVERITY).is_not(None),
    ),
    judgements.c.fell_back.is_(sa.false()),
)
TO_CHECK = sa.and_(
    IS_OPEN,
    tickets.c.worked_at.is_(None),
    sa.or_(
        tickets.c.status == Status.HANDED_OVER,
        sa.and_(tickets.c.status == Status.JUDGED, sa.not_(_is_sure)),
    ),
)
"""What nobody has touched yet and the analyst was not sure of, or could not judge."""


class Briefs:
    """Read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def concerning(
        self,
        team: str,
        user: str,
        closed_since: datetime,
        *,
        with_silent: bool,
        page: int = 0,
        size: int,
    ) -> Page[Brief]:
        """Return a page of what `user` posted or has: open, the latest first, or closed since then.

        What they posted and was judged silently is among them only `with_silent`.
        """
        posted = tickets.c.reporter == user if with_silent else BY_REPORTER
        query = BRIEFS.where(
            sa.or_(posted, tickets.c.assignee == user),
            sa.or_(
                IS_OPEN,
                sa.and_(
                    tickets.c.status != Status.WITHDRAWN,
                    tickets.c.worked_at >= sa.bindparam("since", type_=Moment),
                ),
            ),
        ).order_by(sa.not_(IS_OPEN), tickets.c.id.desc())
        where = {"in_team": team, "since": closed_since, "by": user}
        return self._page(query, where, page, size)

    def open(
        self,
        team: str,
        filters: Filters,
        severities: Sequence[str],
        *,
        whose: Whose,
        now: datetime,
        page: int,
        size: int,
    ) -> Page[Brief]:
        """Return a page of what is open: the most severe first, then what is due first.

        `severities` are their names from least to most urgent.
        """
        rank = sa.case(
            {name: place for place, name in enumerate(severities)}, value=SEVERITY, else_=-1
        )
        wanted = (*_fitting(filters), *_of(whose), *_within(filters.due))
        query = BRIEFS.where(IS_OPEN, *wanted).order_by(
            rank.desc(), _due.is_(None), _due, tickets.c.id
        )
        where = {"in_team": team, "now": now, "soon": now + SOON}
        return self._page(query, where, page, size)

    def to_check(self, team: str, likely: float, *, page: int, size: int) -> Page[Brief]:
        """Return a page of what a person must look at, the oldest first.

        `likely` is the probability from which a field needs no look.
        """
        query = BRIEFS.where(TO_CHECK).order_by(tickets.c.id)
        return self._page(query, {"in_team": team, "likely": likely}, page, size)

    def _page(
        self, query: sa.Select[Any], where: dict[str, object], page: int, size: int
    ) -> Page[Brief]:
        with self._database.read() as connection:
            return page_of(connection, query, where, brief_of, number=page, size=size)


def _fitting(filters: Filters) -> list[sa.ColumnElement[bool]]:
    wanted = (
        (SEVERITY, filters.severity),
        (CATEGORY, filters.category),
        (tickets.c.assignee, filters.assignee),
        (tickets.c.channel, filters.channel),
    )
    return [column == value for column, value in wanted if value]


def _of(whose: Whose) -> list[sa.ColumnElement[bool]]:
    route = tickets.c.route
    if whose.only:
        return [route == whose.only]
    if whose.left_out:
        return [sa.or_(route.is_(None), route.not_in(whose.left_out))]
    return []


def _within(due: str) -> list[sa.ColumnElement[bool]]:
    now, soon = (sa.bindparam(name, type_=Moment) for name in ("now", "soon"))
    wanted: dict[Due, list[sa.ColumnElement[bool]]] = {
        Due.OVERDUE: [now > DUE],
        Due.SOON: [now <= DUE, soon >= DUE],
        Due.NEVER: [DUE.is_(None)],
    }
    return wanted[Due(due)] if due else []


def brief_of(row: sa.Row[Any]) -> Brief:
    """Return a row of BRIEFS."""
    return Brief(
        number=row.number,
        channel=row.channel,
        thread_ts=row.thread_ts,
        reporter=row.reporter,
        assignee=row.assignee,
        status=Status(row.status),
        work=WorkState(row.work),
        opened_at=row.created_at,
        summary=row.summary or "",
        category=row.category or "",
        severity=row.severity or "",
        route=row.route or "",
        due_at=None if WorkState(row.work) is WorkState.RESOLVED else row.next_due,
    )
