"""Tickets that match no known issue, and what was written from them or since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.triage.issue import EVERY_TEAM
from bot.triage.known_issues.draft import DraftState
from bot.triage.teamwork.correction import Field
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from storage.overview.briefs import BRIEFS, brief_of
from storage.overview.figures import set_by_people, set_by_people_at
from storage.readable import each
from storage.schema import (
    Moment,
    issue_drafts,
    judgements,
    known_issue_versions,
    ticket_vectors,
    tickets,
)

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
_decided_at = sa.type_coerce(
    sa.func.coalesce(set_by_people_at(Field.MATCHED_ISSUE), judgements.c.created_at), Moment
)
WRITTEN = (
    sa.select(
        known_issue_versions.c.team,
        known_issue_versions.c.id,
        sa.func.max(known_issue_versions.c.at, type_=Moment).label("at"),
    )
    .where(
        known_issue_versions.c.team.in_((sa.bindparam("in_team"), EVERY_TEAM)),
        known_issue_versions.c.at > sa.bindparam("after", type_=Moment),
    )
    .group_by(known_issue_versions.c.team, known_issue_versions.c.id)
)
NEW = (
    BRIEFS.join(ticket_vectors, ticket_vectors.c.ticket_id == tickets.c.id)
    .add_columns(
        ticket_vectors.c.vector,
        _written_up.label("is_written_up"),
        _decided_at.label("decided_at"),
    )
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
    decided_at: datetime
    """When it was last said that it matches none."""


class NewIssues:
    """Read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, team: str, model: str, since: datetime, most: int) -> list[NewIssue]:
        """Return the latest `most` of them opened `since` then, with their vectors of `model`."""
        where = {"in_team": team, "of_model": model, "since": since, "most": most}
        with self._database.read() as connection:
            return list(each(connection, NEW, where, _new_issue))

    def written(self, team: str, after: datetime) -> dict[tuple[str, str], datetime]:
        """Return when the known issues of `team` and of all were last changed, if after then.

        By their teams and ids.
        """
        with self._database.read() as connection:
            rows = connection.execute(WRITTEN, {"in_team": team, "after": after})
            return {(row.team, row.id): row.at for row in rows}


def _new_issue(row: sa.Row[Any]) -> NewIssue:
    return NewIssue(brief_of(row), row.vector, row.is_written_up, row.decided_at)
