"""How a ticket goes on without a post that can't be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import THREAD, UNINVITED, Kind, Operation, PostingStatus
from bot.triage.ticket import Status
from storage.delivery.posts import EARLIEST
from storage.judging.waking import WOKEN
from storage.schema import Moment, outbox, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.delivery.posting import Posting

_now = sa.bindparam("now", type_=Moment)
FREE_CARDS = (
    sa.update(outbox)
    .where(
        outbox.c.ticket_id == sa.bindparam("ticket"),
        outbox.c.kind == Kind.CARD,
        outbox.c.place != THREAD,
        outbox.c.operation == Operation.POST,
        outbox.c.status == PostingStatus.PENDING,
        outbox.c.due_at.is_(None),
    )
    .values(due_at=EARLIEST, updated_at=_now)
)
TO_OWN_THREAD = (
    sa.update(outbox)
    .where(
        outbox.c.ticket_id == sa.bindparam("ticket"),
        outbox.c.place == sa.bindparam("in_place"),
        outbox.c.place != THREAD,
        outbox.c.operation == Operation.POST,
        outbox.c.status == PostingStatus.PENDING,
        outbox.c.due_at.is_(None),
    )
    .values(place=THREAD, channel=sa.bindparam("own"), due_at=EARLIEST, updated_at=_now)
)
ASK_NOBODY = (
    sa.update(tickets)
    .where(
        tickets.c.id == sa.bindparam("ticket"),
        tickets.c.status.in_((Status.RECEIVED, Status.WAITING)),
    )
    .values(
        {
            **WOKEN,
            "judge_now": True,
            "due_at": sa.case((tickets.c.status == Status.WAITING, _now), else_=tickets.c.due_at),
        }
    )
)


def do_without(connection: sa.Connection, posting: Posting, error: str, now: datetime) -> None:
    """Let go what waited for a post that can't be made, and can do without.

    A team's card goes without a link to a thread; what was to go below a team's card goes to the
    ticket's own thread, unless nothing may be said there. Where no thread can be, nobody can be
    asked either, unless somebody invites the bot, which they were told to.
    """
    ticket, post = posting.ticket, posting.post
    if post.operation is Operation.REDRAW:
        return
    if post.kind is Kind.ROOT:
        connection.execute(FREE_CARDS, {"ticket": ticket.id, "now": now})
        if error not in UNINVITED:
            connection.execute(ASK_NOBODY, {"ticket": ticket.id, "now": now})
    if post.kind is Kind.CARD and not ticket.is_silent:
        where = {"ticket": ticket.id, "in_place": post.place, "own": ticket.channel}
        connection.execute(TO_OWN_THREAD, {**where, "now": now})
