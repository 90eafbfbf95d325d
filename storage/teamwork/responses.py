"""Has a ticket looked at when somebody may have given its first response."""

from __future__ import annotations

import sqlalchemy as sa

from storage.judging.waking import WOKEN
from storage.schema import messages, tickets

_others_wrote = (
    sa.select(messages.c.id)
    .where(messages.c.ticket_id == tickets.c.id, messages.c.user != tickets.c.reporter)
    .exists()
)
WEIGH = (
    sa.update(tickets)
    .where(
        tickets.c.id == sa.bindparam("ticket"),
        tickets.c.respond_by.is_not(None),
        tickets.c.responded_at.is_(None),
        _others_wrote,
    )
    .values(WOKEN)
)
"""Who is an agent can take a question to Slack, so that a worker finds it out."""
