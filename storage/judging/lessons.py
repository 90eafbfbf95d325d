"""What each workspace's tickets came to: the examples that later ones are judged by."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.triage.judging.lesson import Lesson, Outcome, outcome
from bot.triage.redaction import Redacted
from bot.triage.teamwork.correction import Field
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status, TicketId
from storage.judging.corrections import correction_of
from storage.readable import each
from storage.schema import corrections, judgements, ticket_readings, tickets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from bot.triage.teamwork.correction import Correction
    from storage.database import Database

MOST = 2_000
"""The latest tickets of a workspace; what it did before them it may do otherwise by now."""

_columns: tuple[sa.ColumnElement[Any], ...] = (
    tickets.c.id,
    tickets.c.number,
    tickets.c.work,
    judgements.c.category,
    judgements.c.severity,
    judgements.c.matched_issue_id,
    judgements.c.created_at,
    ticket_readings.c.model,
    ticket_readings.c.text,
    ticket_readings.c.vector,
)
JUDGED = (
    sa.select(*_columns)
    .select_from(
        tickets.join(judgements, judgements.c.id == tickets.c.judgement_id).outerjoin(
            ticket_readings, ticket_readings.c.ticket_id == tickets.c.id
        )
    )
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.status == Status.JUDGED,
        # What people said is no ticket has no right category; what is noise is told elsewhere.
        tickets.c.work != WorkState.NOT_A_TICKET,
    )
    .order_by(tickets.c.number.desc())
    .limit(sa.bindparam("most"))
)
SAID = (
    sa.select(corrections)
    .where(
        corrections.c.team == sa.bindparam("in_team"),
        corrections.c.ticket_id >= sa.bindparam("oldest"),
    )
    .order_by(corrections.c.ticket_id, corrections.c.id)
)


class Unread(NamedTuple):
    """A ticket to be read: what was said in it until it was judged."""

    ticket_id: TicketId
    judged_at: datetime


class Lessons:
    """Examples of one workspace at a time; those of a withdrawn ticket are gone with it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_team(self, team: str, model: str) -> tuple[Lesson, ...]:
        """Return what was read with the embedding model `model`, the oldest first."""
        return tuple(
            Lesson(TicketId(row.id), Redacted(row.text), row.vector, came_to)
            for row, came_to in self._outcomes(team)
            if row.model == model
        )

    def unread(self, team: str, model: str) -> tuple[Unread, ...]:
        """Return the tickets that something can be learned from once they are read."""
        return tuple(
            Unread(TicketId(row.id), row.created_at)
            for row, came_to in self._outcomes(team)
            if row.model != model and any((came_to.is_settled, *came_to.trust.values()))
        )

    def _outcomes(self, team: str) -> Iterator[tuple[sa.Row[Any], Outcome]]:
        """Yield the tickets and what each came to, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(JUDGED, {"in_team": team, "most": MOST}).all()[::-1]
            oldest = min((row.id for row in rows), default=0)
            said = _by_ticket(each(connection, SAID, {"in_team": team, "oldest": oldest}, _said))
        latest = _latest_seen(rows, said)
        for row in rows:
            yield row, _outcome(row, said.get(row.id, ()), passed_over=row.number < latest)


def _said(row: sa.Row[Any]) -> tuple[int, Correction]:
    return row.ticket_id, correction_of(row)


def _by_ticket(said: Iterable[tuple[int, Correction]]) -> dict[int, tuple[Correction, ...]]:
    grouped = groupby(said, key=itemgetter(0))
    return {ticket: tuple(correction for _, correction in some) for ticket, some in grouped}


def _latest_seen(rows: Iterable[sa.Row[Any]], said: Mapping[int, object]) -> int:
    """Return the number of the latest ticket that people corrected or resolved."""
    seen = (row.number for row in rows if row.id in said or row.work == WorkState.RESOLVED)
    return max(seen, default=0)


def _outcome(row: sa.Row[Any], said: tuple[Correction, ...], *, passed_over: bool) -> Outcome:
    judged = {
        Field.CATEGORY: row.category,
        Field.SEVERITY: row.severity,
        Field.MATCHED_ISSUE: row.matched_issue_id or "",
    }
    return outcome(judged, said, WorkState(row.work), passed_over=passed_over)
