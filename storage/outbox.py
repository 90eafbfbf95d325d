"""What is to be said in Slack, exactly once: rows are claimed, sent, and confirmed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.dead_letter import UNREADABLE
from bot.triage.delivery.posting import THREAD, UNINVITED, Operation, PostingStatus
from bot.triage.teamwork.by import By
from storage.audit import BOT, note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.delivery import postings, undelivered
from storage.delivery.landing import land, status_of
from storage.delivery.posts import PUT_BACK, queue, thread_of
from storage.schema import Moment, outbox

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.triage.delivery.posting import Posting
    from storage.database import Database

_now = sa.bindparam("now", type_=Moment)
_next_due = sa.bindparam("next_due", type_=Moment)
_channel = sa.tuple_(outbox.c.team, outbox.c.channel)
_elsewhere = _channel.not_in(sa.bindparam("blocked", expanding=True))
DUE = (
    sa.select(outbox.c.id)
    .where(outbox.c.due_at <= _now, _elsewhere)
    .order_by(outbox.c.rank, outbox.c.id)
    .limit(1)
)
TAKE = (
    sa.update(outbox)
    .where(outbox.c.id == DUE.scalar_subquery())
    .values(
        status=PostingStatus.SENDING,
        sending_since=_now,
        due_at=sa.bindparam("reconcile_at", type_=Moment),
        attempts=outbox.c.attempts + 1,
        in_doubt=outbox.c.in_doubt + 1,
        taken=outbox.c.wanted,
        updated_at=_now,
    )
    .returning(outbox.c.id, outbox.c.team, outbox.c.ticket_id, outbox.c.kind)
)
GIVE_UP_UNREAD = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("posting"))
    .values(status=PostingStatus.DEAD, due_at=None, error=UNREADABLE, updated_at=_now)
)
NEXT_DUE = (
    sa.select(outbox.c.due_at)
    .where(outbox.c.due_at.is_not(None), _elsewhere)
    .order_by(outbox.c.due_at)
    .limit(1)
)
_held = (
    outbox.c.id == sa.bindparam("posting"),
    outbox.c.status == PostingStatus.SENDING,
    outbox.c.attempts == sa.bindparam("attempt"),
)
"""Still in the hands of the claim that the caller holds."""
_wanted_again = outbox.c.wanted > outbox.c.taken
REDRAWN = (
    sa.update(outbox)
    .where(*_held)
    .values(
        status=sa.case((_wanted_again, PostingStatus.PENDING), else_=PostingStatus.SENT),
        due_at=sa.case((_wanted_again, _now), else_=None),
        attempts=0,
        in_doubt=0,
        error=None,
        updated_at=_now,
    )
)
RETRY = (
    sa.update(outbox)
    .where(*_held)
    .values(
        status=PostingStatus.PENDING, due_at=_next_due, in_doubt=0, error=sa.bindparam("reason")
    )
)
HOLD = (
    sa.update(outbox)
    .where(*_held)
    .values(
        status=PostingStatus.PENDING, due_at=_next_due, not_before=_next_due, attempts=0, in_doubt=0
    )
)
LOOK_LATER = (
    sa.update(outbox)
    .where(*_held)
    .values(
        due_at=_next_due,
        # There is nothing to look for where the same message is drawn again. Else the call that
        # may have landed counts, and not each look for it that came to an end.
        in_doubt=sa.case((outbox.c.operation == Operation.REDRAW, 0), else_=1),
        error=sa.bindparam("reason"),
    )
)
RENEW = sa.update(outbox).where(*_held).values(due_at=_next_due)
BURY = (
    sa.update(outbox)
    .where(*_held)
    .values(status=PostingStatus.DEAD, due_at=None, error=sa.bindparam("reason"), updated_at=_now)
)
CALL_OFF = (
    sa.update(outbox)
    .where(*_held)
    .values(status=PostingStatus.CALLED_OFF, due_at=None, error=None, updated_at=_now)
)
PUT_BACK_IN = PUT_BACK.where(
    outbox.c.team == sa.bindparam("in_team"),
    outbox.c.channel == sa.bindparam("in_channel"),
    outbox.c.error.in_(UNINVITED),
).returning(outbox.c.ticket_id)
INVITED_MEANWHILE = (
    sa.update(outbox)
    .where(
        outbox.c.team == sa.bindparam("in_team"),
        outbox.c.channel == sa.bindparam("in_channel"),
        outbox.c.status == PostingStatus.SENDING,
        outbox.c.operation == Operation.POST,
    )
    .values(wanted=outbox.c.wanted + 1)
)
"""Slack may be refusing it right now, from before the invitation."""
PUT_BACK_IF_INVITED = (
    sa.update(outbox)
    .where(*_held, _wanted_again)
    .values(status=PostingStatus.PENDING, due_at=_now, in_doubt=0)
)
NOWHERE = frozenset[tuple[str, str]]()


class Outbox:
    """The posts and redraws of every ticket.

    A row is committed as `sending` before Slack is called, so that a row found there after a
    crash is looked for in Slack instead of being posted a second time. One message has one post,
    and one redraw that waits for it: never two calls in flight.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(
        self, now: datetime, blocked: frozenset[tuple[str, str]], reconcile_after: timedelta
    ) -> Posting | None:
        """Return the next row to send, urgent ones first, then the oldest; None if none is due.

        Be sure to `settle` before Slack is called: the claim may not be on the disk yet.

        `blocked` are (team, channel) pairs to leave alone. A row whose call was not confirmed
        within `reconcile_after` comes back with `unconfirmed` set. One that can't be read is
        given up.
        """
        where = {"now": now, "blocked": list(blocked)}
        with self._database.read() as connection:
            if connection.execute(DUE, where).first() is None:
                return None
        where["reconcile_at"] = now + reconcile_after
        with self._database.write(durable=False) as connection:
            while (row := connection.execute(TAKE, where).first()) is not None:
                posting = postings.if_readable(connection, row.id)
                if posting is not None:
                    return posting
                _give_up_unread(connection, row, now)
            return None

    def settle(self) -> None:
        """Wait until every claim so far is on the disk; who waits at the same time waits once."""
        self._database.settle()

    def next_due(self, blocked: frozenset[tuple[str, str]] = NOWHERE) -> datetime | None:
        """Return when the next row outside of `blocked` comes due."""
        with self._database.read() as connection:
            return connection.execute(NEXT_DUE, {"blocked": list(blocked)}).scalar_one_or_none()

    def confirm(self, posting: Posting, ts: str, now: datetime) -> None:
        """Store that the message stands in Slack at `ts`; what waited for it may go.

        Safe to repeat. A redraw that was wanted again meanwhile comes due again.
        """
        with self._database.write(durable=False) as connection:
            if posting.post.operation is Operation.REDRAW:
                _confirm_redraw(connection, posting, now)
            else:
                team = posting.ticket.team
                land(connection, team, posting.key, posting.channel, ts=ts, now=now)

    def confirm_echo(self, team: str, key: str, channel: str, ts: str, now: datetime) -> bool:
        """Confirm a post by its own event from Slack; False if `key` is no post of ours there.

        Most are confirmed already, by the answer to the call: then nothing is written.
        """
        with self._database.read() as connection:
            status = status_of(connection, team, key, channel)
        if status in {None, PostingStatus.SENT}:
            return status is not None
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return land(connection, team, key, channel, ts=ts, now=now)

    def invited(self, team: str, channel: str, *, by: str, now: datetime) -> bool:
        """Say what was refused in `channel` for want of an invitation; False if nothing was."""
        where = {"in_team": team, "in_channel": channel, "now": now}
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            connection.execute(INVITED_MEANWHILE, where)
            put_back = set(connection.execute(PUT_BACK_IN, where).scalars())
            for ticket_id in sorted(put_back):
                note(connection, "put_back", team, By(by, now), ticket_id=ticket_id)
        return bool(put_back)

    def retry(self, posting: Posting, due_at: datetime, error: str) -> None:
        """Send it again at `due_at`; only where it is certain that nothing has landed."""
        with self._database.write(durable=False) as connection:
            connection.execute(RETRY, {**_claim(posting), "next_due": due_at, "reason": error})

    def hold(self, posting: Posting, until: datetime) -> None:
        """Send it at `until` at the earliest; what goes wrong then is counted from then on."""
        with self._database.write(durable=False) as connection:
            connection.execute(HOLD, {**_claim(posting), "next_due": until})

    def unconfirmed(self, posting: Posting, due_at: datetime, error: str) -> None:
        """Leave it in `sending`: it may have landed, or still may.

        At `due_at` a post is to be looked for, and a redraw to be drawn again.
        """
        with self._database.write(durable=False) as connection:
            connection.execute(LOOK_LATER, {**_claim(posting), "next_due": due_at, "reason": error})

    def renew(self, posting: Posting, until: datetime) -> bool:
        """Have nobody look for it until then; False if somebody else took it over already."""
        with self._database.write() as connection:
            return bool(connection.execute(RENEW, {**_claim(posting), "next_due": until}).rowcount)

    def bury(self, posting: Posting, error: str, now: datetime) -> None:
        """Give it up for good, keeping the error for people to see."""
        with self._database.write() as connection:
            _bury(connection, posting, error, now)

    def bury_unless_invited(self, posting: Posting, error: str, now: datetime) -> bool:
        """Give it up; but have it sent again, and return False, if the app was invited meanwhile.

        In one transaction: an invitation comes before it, and is seen, or finds what was given up.
        """
        with self._database.write() as connection:
            where = {**_claim(posting), "now": now}
            if connection.execute(PUT_BACK_IF_INVITED, where).rowcount:
                return False
            _bury(connection, posting, error, now)
            return True

    def call_off(self, posting: Posting, now: datetime) -> None:
        """Give it up because it is no longer wanted: its ticket was withdrawn."""
        with self._database.write(durable=False) as connection:
            called_off = connection.execute(CALL_OFF, {**_claim(posting), "now": now})
            if called_off.rowcount:
                _note(connection, f"{posting.post.kind}_called_off", posting, now)

    def say_in_thread(self, posting: Posting, now: datetime) -> None:
        """Have a direct message said in its ticket's thread: the person can't be written to."""
        ticket = posting.ticket
        post = replace(posting.post, place=ticket.review_channel or THREAD)
        with self._database.write() as connection:
            if connection.execute(CALL_OFF, {**_claim(posting), "now": now}).rowcount:
                queue(connection, thread_of(connection, ticket.id), [post], now)
                _note(connection, f"{post.kind}_to_thread", posting, now)


def _give_up_unread(connection: sa.Connection, row: sa.Row[Any], now: datetime) -> None:
    """Give up a post that can't be read, or whose ticket can't: it would hold up all others."""
    connection.execute(GIVE_UP_UNREAD, {"posting": row.id, "now": now})
    by = By(BOT, now)
    note(connection, f"{row.kind}_given_up", row.team, by, ticket_id=row.ticket_id)


def _bury(connection: sa.Connection, posting: Posting, error: str, now: datetime) -> None:
    buried = connection.execute(BURY, {**_claim(posting), "reason": error, "now": now})
    if buried.rowcount:
        undelivered.do_without(connection, posting, error, now)
        _note(connection, f"{posting.post.kind}_given_up", posting, now)


def _claim(posting: Posting) -> dict[str, object]:
    return {"posting": posting.id, "attempt": posting.attempts + 1}


def _confirm_redraw(connection: sa.Connection, posting: Posting, now: datetime) -> None:
    if connection.execute(REDRAWN, {**_claim(posting), "now": now}).rowcount:
        _note(connection, f"{posting.post.kind}_redrawn", posting, now)


def _note(connection: sa.Connection, event: str, posting: Posting, now: datetime) -> None:
    ticket = posting.ticket
    note(connection, event, ticket.team, By(BOT, now), ticket_id=ticket.id)
