"""Tickets that match no known issue, with their vectors, and whether one was written from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.triage.known_issues.draft import DraftState
from bot.triage.teamwork.correction import Field
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from storage.overview.briefs import BRIEFS, brief_of
from storage.overview.figures import set_by_people
from storage.readable import each
from storage.schema import Moment, issue_drafts, judgements, ticket_vectors, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.overview.brief import Brief
    from storage.database import Database

_written_up = (
    sa.select(issue_drafts.c.id)
    .where(issue_drafts.c.ticket_id == tickets.c.id, issue_drafts.c.state != DraftState.DISCARDED)
    .exists()
)
_matched = sa.func.coalesce(set_by_people(Field.MATCHED_ISSUE), judgements.c.matched_issue_id, "")
NEW = (
    BRIEFS.join(ticket_vectors, ticket_vectors.c.ticket_id == tickets.c.id)
    .add_columns(ticket_vectors.c.vector, _written_up.label("is_written_up"))
    .where(
        ticket_vectors.c.model == sa.bindparam("of_model"),
        tickets.c.created_at >= sa.bindparam("since", type_=Moment),
        tickets.c.status == Status.JUDGED,
        tickets.c.work != WorkState.NOT_A_TICKET,
        _matched == "",
    )
    .order_by(tickets.c.id.desc())
    .limit(sa.bindparam("most"))
)


class NewIssue(NamedTuple):
    """One such ticket."""

    brief: Brief
    vector: bytes
    is_written_up: bool


class NewIssues:
    """Read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, team: str, model: str, since: datetime, most: int) -> list[NewIssue]:
        """Return the latest `most` of them opened `since` then, with their vectors of `model`."""
        where = {"in_team": team, "of_model": model, "since": since, "most": most}
        with self._database.read() as connection:
            return list(each(connection, NEW, where, _new_issue))


def _new_issue(row: sa.Row[Any]) -> NewIssue:
    return NewIssue(brief_of(row), row.vector, row.is_written_up)
