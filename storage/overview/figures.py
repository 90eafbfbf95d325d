"""What of each ticket counts in the figures of a period, read from its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.overview.figures import Counted
from bot.triage.teamwork.correction import CorrectionKind, Field
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from storage.audit import BOT, OPERATOR
from storage.readable import each
from storage.schema import Moment, audit, corrections, judgements, tickets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

RESPONSES = ("replied", "answered", "claimed", "corrected", "resolved", "dismissed")
"""Moves in the audit trail that show the reporter that somebody is there."""
WORK_MOVES = ("claimed", "corrected", "resolved", "dismissed")
"""Those that count also where the reporter works their own ticket."""
OBJECTIONS = (
    CorrectionKind.EDIT,
    CorrectionKind.NOT_THIS,
    CorrectionKind.UNHELPFUL,
    CorrectionKind.NOT_A_TICKET,
)


def set_by_people(field: Field) -> sa.ScalarSelect[Any]:
    """Return what people last set a field of the ticket to, NULL if nobody did."""
    return _last_set(field, corrections.c.after)


def set_by_people_at(field: Field) -> sa.ScalarSelect[Any]:
    """Return when people last set a field of the ticket, NULL if nobody did."""
    return _last_set(field, corrections.c.at)


def _last_set(field: Field, told: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
    return (
        sa.select(told)
        .where(corrections.c.ticket_id == tickets.c.id, corrections.c.field == field)
        .order_by(corrections.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


_objected = (
    sa.select(corrections.c.id)
    .where(corrections.c.ticket_id == tickets.c.id, corrections.c.kind.in_(OBJECTIONS))
    .exists()
)
RESPONDED_AT = (
    sa.select(sa.func.min(audit.c.at))
    .where(
        audit.c.ticket_id == tickets.c.id,
        audit.c.event.in_(RESPONSES),
        audit.c.actor.not_in((BOT, OPERATOR)),
        sa.or_(audit.c.actor != tickets.c.reporter, audit.c.event.in_(WORK_MOVES)),
    )
    .scalar_subquery()
)
OPENED = (
    sa.select(
        tickets.c.created_at,
        tickets.c.status,
        tickets.c.work,
        tickets.c.worked_at,
        tickets.c.rounds,
        tickets.c.judgement_id,
        sa.func.coalesce(set_by_people(Field.CATEGORY), judgements.c.category).label("category"),
        sa.func.coalesce(set_by_people(Field.SEVERITY), judgements.c.severity).label("severity"),
        sa.func.coalesce(
            set_by_people(Field.MATCHED_ISSUE), judgements.c.matched_issue_id, ""
        ).label("issue_id"),
        _objected.label("is_corrected"),
        sa.type_coerce(RESPONDED_AT, Moment).label("responded_at"),
    )
    .select_from(tickets.outerjoin(judgements, judgements.c.id == tickets.c.judgement_id))
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.created_at >= sa.bindparam("since", type_=Moment),
        tickets.c.created_at < sa.bindparam("until", type_=Moment),
    )
)
BY_REPORTER = sa.and_(tickets.c.reporter == sa.bindparam("by"), tickets.c.review_channel.is_(None))
"""What a reporter may be told of as their own: nothing that was judged silently."""


def opened(
    connection: sa.Connection, reporter: str | None, where: dict[str, object]
) -> Iterator[Counted]:
    """Return what counts of each ticket that was opened then, of `reporter` or of all."""
    query = OPENED if reporter is None else OPENED.where(BY_REPORTER)
    return each(connection, query, where | ({"by": reporter} if reporter else {}), _counted)


def _counted(row: sa.Row[Any]) -> Counted:
    is_judged = row.judgement_id is not None
    is_resolved = row.work == WorkState.RESOLVED
    return Counted(
        opened_at=row.created_at,
        status=Status(row.status),
        work=WorkState(row.work),
        category=row.category,
        severity=row.severity,
        is_known=bool(row.issue_id) if is_judged else None,
        questions=row.rounds,
        is_corrected=row.is_corrected,
        responded_at=row.responded_at,
        resolved_at=row.worked_at if is_resolved else None,
    )
