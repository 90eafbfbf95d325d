"""The trail of every change of state: who did what, in ids only; rows are never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.schema import audit

if TYPE_CHECKING:
    from datetime import datetime

BOT = "bot"
"""The actor where nobody but the app itself acted."""
OPERATOR = "operator"
"""The actor of what was asked for on the command line."""

INSERT = sa.insert(audit)


def note(
    connection: sa.Connection,
    event: str,
    *,
    team: str,
    actor: str,
    at: datetime,
    ticket_id: int | None = None,
    issue_id: str | None = None,
    **detail: str | int,
) -> None:
    """Add one row to the trail, within the transaction of the change itself."""
    connection.execute(
        INSERT,
        {
            "at": at,
            "team": team,
            "ticket_id": ticket_id,
            "issue_id": issue_id,
            "event": event,
            "actor": actor,
            "detail": detail,
        },
    )
