"""Known issues to be written from tickets: drafts that are due, each its own job."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.known_issues.article import Article
from bot.triage.known_issues.draft import Draft, DraftId, DraftState
from bot.triage.teamwork.by import By
from bot.triage.teamwork.work import MoveRefused, WorkState
from storage.audit import BOT, note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.judging import loading
from storage.known_issues import draft_rows
from storage.known_issues.drafts import new_id
from storage.schema import Moment, issue_drafts

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Ticket
    from storage.database import Database

LEASE = timedelta(minutes=5)
"""Longer than a write-up may take: one that was begun so long ago ended with its process."""
UNWRITTEN = Article(title="", category="", symptoms=(), recommended_action="")

_now = sa.bindparam("now", type_=Moment)
DUE = (
    sa.select(issue_drafts.c.id, issue_drafts.c.team, issue_drafts.c.ticket_id)
    .where(issue_drafts.c.due_at <= _now)
    .order_by(issue_drafts.c.due_at, issue_drafts.c.id)
    .limit(1)
)
TAKE = (
    sa.update(issue_drafts)
    .where(issue_drafts.c.id == sa.bindparam("draft"))
    .values(due_at=sa.bindparam("lease", type_=Moment), attempts=issue_drafts.c.attempts + 1)
)


class WriteUps:
    """What is to be written, and what has been."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, team: str, number: int, *, actor: str, now: datetime) -> Draft | None:
        """Have a known issue written from a ticket; None if the ticket is gone.

        Safe to repeat: a ticket has one open write-up. Raises MoveRefused if people said that
        it is no ticket, Unavailable within 2 s.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            ticket = loading.standing(connection, team, number)
            if ticket is not None and ticket.work.state is WorkState.NOT_A_TICKET:
                raise MoveRefused(ticket.work)
            return None if ticket is None else order(connection, ticket, actor, now)

    def claim(self, now: datetime) -> tuple[DraftId, Ticket] | None:
        """Return the next draft to write with its ticket, not to be claimed again for a while.

        One whose ticket can't be read waits as long, so that it holds up no other.
        """
        with self._database.read() as connection:
            if connection.execute(DUE, {"now": now}).first() is None:
                return None
        with self._database.write() as connection:
            while (row := connection.execute(DUE, {"now": now}).first()) is not None:
                connection.execute(TAKE, {"draft": row.id, "lease": now + LEASE})
                ticket = loading.if_readable(connection, row.ticket_id)
                if ticket is not None:
                    return DraftId(row.id), ticket
            return None

    def keep(self, team: str, draft_id: DraftId, article: Article, now: datetime) -> Draft | None:
        """Return the draft with what was written, for approval; None if it is no longer wanted."""
        with self._database.write() as connection:
            draft = draft_rows.by_id(connection, team, draft_id)
            if draft is None or draft.state is not DraftState.WRITING:
                return None
            draft_rows.written(connection, draft, article, now)
            by = By(BOT, now)
            note(connection, "draft_written", team, by, issue_id=draft.issue_id, draft=draft_id)
            return draft_rows.by_id(connection, team, draft_id)


def order(connection: sa.Connection, ticket: Ticket, actor: str, now: datetime) -> Draft:
    """Return the ticket's open draft; a new one is due to be written."""
    begun = draft_rows.open_of_ticket(connection, ticket.team, ticket.id)
    if begun is not None:
        return begun
    draft = draft_rows.add(
        connection,
        ticket.team,
        new_id(connection, ticket.team),
        UNWRITTEN,
        state=DraftState.WRITING,
        author=actor,
        now=now,
        ticket_id=ticket.id,
        due_at=now,
    )
    note(
        connection,
        "write_up_asked",
        ticket.team,
        By(actor, now),
        ticket_id=ticket.id,
        issue_id=draft.issue_id,
        draft=draft.id,
    )
    return draft
