"""What a claim of the outbox comes to, but for a post that stands, which is in `landing`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import MESSAGE_GONE, THREAD, UNINVITED, Operation, PostingStatus
from bot.triage.teamwork.by import By
from storage.audit import BOT, note
from storage.delivery import undelivered
from storage.delivery.claims import HELD, held_by
from storage.delivery.posts import PUT_BACK, REDRAW_SUFFIX, queue, thread_of
from storage.schema import Moment, outbox

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.delivery.posting import Posting

_now = sa.bindparam("now", type_=Moment)
_next_due = sa.bindparam("next_due", type_=Moment)
_reason: sa.BindParameter[str] = sa.bindparam("reason")
_certain = {"in_doubt": 0, "doubted_since": None}
_held = sa.update(outbox).where(*HELD)
_wanted_again = outbox.c.wanted > outbox.c.taken
REDRAWN = _held.values(
    status=sa.case((_wanted_again, PostingStatus.PENDING), else_=PostingStatus.SENT),
    due_at=sa.case((_wanted_again, _now), else_=None),
    attempts=0,
    error=None,
    updated_at=_now,
    **_certain,
)
RETRY = _held.values(status=PostingStatus.PENDING, due_at=_next_due, error=_reason, **_certain)
HOLD = _held.values(
    status=PostingStatus.PENDING, due_at=_next_due, not_before=_next_due, attempts=0, **_certain
)
LOOK_LATER = _held.values(
    due_at=_next_due,
    # There is nothing to look for where the same message is drawn again. Else the call that
    # may have landed counts, and not each look for it that came to an end.
    in_doubt=sa.case((outbox.c.operation == Operation.REDRAW, 0), else_=1),
    doubted_since=sa.bindparam("since", type_=Moment),
    error=_reason,
)
BURY = _held.values(status=PostingStatus.DEAD, due_at=None, error=_reason, updated_at=_now)
CALL_OFF = _held.values(status=PostingStatus.CALLED_OFF, due_at=None, error=None, updated_at=_now)
MARK_GONE = (
    sa.update(outbox).where(outbox.c.id == sa.bindparam("posting")).values(error=MESSAGE_GONE)
)
CALL_OFF_REDRAW = (
    sa.update(outbox)
    .where(
        outbox.c.key == sa.bindparam("redraw_key"),
        outbox.c.status == PostingStatus.PENDING,
        outbox.c.due_at.is_(None),
    )
    .values(status=PostingStatus.CALLED_OFF, updated_at=_now)
)
"""What waited for a message that there will not be."""
_in_channel = (
    outbox.c.team == sa.bindparam("in_team"),
    outbox.c.channel == sa.bindparam("in_channel"),
)
PUT_BACK_IN = PUT_BACK.where(*_in_channel, outbox.c.error.in_(UNINVITED)).returning(
    outbox.c.ticket_id
)
INVITED_MEANWHILE = (
    sa.update(outbox)
    .where(
        *_in_channel,
        outbox.c.status == PostingStatus.SENDING,
        outbox.c.operation == Operation.POST,
    )
    .values(wanted=outbox.c.wanted + 1)
)
"""Slack may be refusing it right now, from before the invitation."""
PUT_BACK_IF_INVITED = _held.where(_wanted_again).values(
    status=PostingStatus.PENDING, due_at=_now, **_certain
)


def redrawn(connection: sa.Connection, posting: Posting, now: datetime) -> None:
    """Store that the message was drawn anew; if that was wanted again meanwhile, it is due."""
    if connection.execute(REDRAWN, {**held_by(posting), "now": now}).rowcount:
        _note(connection, f"{posting.post.kind}_redrawn", posting, now)


def bury(connection: sa.Connection, posting: Posting, error: str, now: datetime) -> None:
    """Give it up for good; what waited for it goes without."""
    buried = connection.execute(BURY, {**held_by(posting), "reason": error, "now": now})
    if buried.rowcount:
        undelivered.do_without(connection, posting, error, now)
        _note(connection, f"{posting.post.kind}_given_up", posting, now)


def put_back_if_invited(connection: sa.Connection, posting: Posting, now: datetime) -> bool:
    """Have it sent again if the app was invited since it was claimed; False if it was not."""
    where = {**held_by(posting), "now": now}
    return bool(connection.execute(PUT_BACK_IF_INVITED, where).rowcount)


def put_back_in(connection: sa.Connection, team: str, channel: str, by: By) -> bool:
    """Have sent what was refused in `channel` for want of an invitation; False if nothing was."""
    where = {"in_team": team, "in_channel": channel, "now": by.at}
    connection.execute(INVITED_MEANWHILE, where)
    put_back = set(connection.execute(PUT_BACK_IN, where).scalars())
    for ticket_id in sorted(put_back):
        note(connection, "put_back", team, by, ticket_id=ticket_id)
    return bool(put_back)


def call_off(connection: sa.Connection, posting: Posting, now: datetime) -> None:
    """Give it up because it is no longer wanted, and with it what waited to redraw it."""
    if _called_off(connection, posting, now):
        _note(connection, f"{posting.post.kind}_called_off", posting, now)


def gone(connection: sa.Connection, posting: Posting, now: datetime) -> None:
    """Draw its message no more: somebody deleted it. It counts as posted all the same."""
    if posting.post.operation is Operation.REDRAW and _called_off(connection, posting, now):
        connection.execute(MARK_GONE, {"posting": posting.id})
        _note(connection, f"{posting.post.kind}_gone", posting, now)


def say_in_thread(connection: sa.Connection, posting: Posting, now: datetime) -> None:
    """Have said in the ticket's thread, or a team's, what its own place does not take.

    The person can't be written to, or the card that it was to go below was deleted.
    """
    ticket = posting.ticket
    post = replace(posting.post, place=ticket.review_channel or THREAD)
    if _called_off(connection, posting, now):
        queue(connection, thread_of(connection, ticket.id), [post], now)
        _note(connection, f"{post.kind}_to_thread", posting, now)


def _called_off(connection: sa.Connection, posting: Posting, now: datetime) -> bool:
    """Return False if the claim is not held any more."""
    if not connection.execute(CALL_OFF, {**held_by(posting), "now": now}).rowcount:
        return False
    redraw_key = posting.key + REDRAW_SUFFIX
    connection.execute(CALL_OFF_REDRAW, {"redraw_key": redraw_key, "now": now})
    return True


def _note(connection: sa.Connection, event: str, posting: Posting, now: datetime) -> None:
    ticket = posting.ticket
    note(connection, event, ticket.team, By(BOT, now), ticket_id=ticket.id)
