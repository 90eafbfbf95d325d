"""The trail of every change of state: who did what, in ids only; rows are never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.teamwork.by import By
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.schema import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.database import Database

BOT = "bot"
"""The actor where nobody but the app itself acted."""
OPERATOR = "operator"
"""The actor of what was asked for on the command line."""

INSERT = sa.insert(audit)
REJUDGED = "rejudged"
"""An operator had a ticket judged again."""
ASKED = "judge_again"
"""Somebody had it judged again, on its card."""
LAST_EVENT = (
    sa.select(audit.c.event, audit.c.actor)
    .where(audit.c.ticket_id == sa.bindparam("ticket"))
    .order_by(audit.c.id.desc())
    .limit(1)
)


def note(
    connection: sa.Connection,
    event: str,
    team: str,
    by: By,
    /,
    *,
    ticket_id: int | None = None,
    issue_id: str | None = None,
    **detail: str | int,
) -> None:
    """Add one row to the trail, within the transaction of the change itself."""
    connection.execute(
        INSERT,
        {
            "at": by.at,
            "team": team,
            "ticket_id": ticket_id,
            "issue_id": issue_id,
            "event": event,
            "actor": by.user,
            "detail": detail,
        },
    )


def note_each(
    connection: sa.Connection,
    event: str,
    team_issues: Sequence[tuple[str, str, int]],
    by: By,
) -> None:
    """Add a row for each team, issue and version at once: of many they come quicker so."""
    same = {"at": by.at, "ticket_id": None, "event": event, "actor": by.user}
    connection.execute(
        INSERT,
        [
            {**same, "team": team, "issue_id": issue_id, "detail": {"version": version}}
            for team, issue_id, version in team_issues
        ],
    )


class Trail:
    """Notes what has no change of its own to stand beside."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def denied(self, team: str, actor: str, action: str, about: str, now: datetime) -> None:
        """Note that somebody asked for what they have no right to; raises Unavailable in 2 s."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            note(connection, "denied", team, By(actor, now), action=action, about=about)

    def exported(self, team: str, by: By, *, form: str, days: int, tickets: int) -> None:
        """Note that somebody was sent tickets as a file; raises Unavailable in 2 s."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            note(connection, "exported", team, by, format=form, days=days, tickets=tickets)
