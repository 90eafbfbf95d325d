"""What is to be said in Slack, exactly once: rows are claimed, sent, and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.delivery.posting import Operation, PostingStatus
from bot.triage.teamwork.by import By
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.delivery import outcomes
from storage.delivery.claims import DUE, NEXT_DUE, PUT_OFF, RENEW, held_by, take
from storage.delivery.landing import land, status_of
from storage.delivery.outcomes import HOLD, LOOK_LATER, RETRY

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from bot.triage.delivery.posting import Posting
    from storage.database import Database

NOWHERE = frozenset[tuple[str, str]]()


class Outbox:
    """The posts and redraws of every ticket.

    A row is committed as `sending` before Slack is called, so that a row found there after a
    crash is looked for in Slack instead of being posted a second time. One message has one post,
    and one redraw that waits for it: never two calls in flight.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_due(self, blocked: frozenset[tuple[str, str]] = NOWHERE) -> datetime | None:
        """Return when the next row outside of `blocked` comes due."""
        with self._database.read() as connection:
            return connection.execute(NEXT_DUE, {"blocked": list(blocked)}).scalar_one_or_none()

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
            return take(connection, where, now)

    def put_off(self, posting: Posting, until: datetime) -> None:
        """Have nobody look for it until then; this claim began nothing that is in doubt.

        Whoever had claimed it earlier has lost it all the same.
        """
        with self._database.write(durable=False) as connection:
            connection.execute(PUT_OFF, {**held_by(posting), "next_due": until})

    def settle(self) -> None:
        """Wait until every claim so far is on the disk; who waits at the same time waits once."""
        self._database.settle()

    def renew(self, posting: Posting, until: datetime) -> bool:
        """Have nobody look for it until then; False if somebody else took it over already."""
        with self._database.write() as connection:
            return bool(connection.execute(RENEW, {**held_by(posting), "next_due": until}).rowcount)

    def confirm(self, posting: Posting, ts: str, now: datetime) -> None:
        """Store that the message stands in Slack at `ts`; what waited for it may go.

        Safe to repeat. A redraw that was wanted again meanwhile comes due again.
        """
        with self._database.write(durable=False) as connection:
            if posting.post.operation is Operation.REDRAW:
                outcomes.redrawn(connection, posting, now)
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

    def retry(self, posting: Posting, due_at: datetime, error: str) -> None:
        """Send it again at `due_at`; only where it is certain that nothing has landed."""
        with self._database.write(durable=False) as connection:
            connection.execute(RETRY, {**held_by(posting), "next_due": due_at, "reason": error})

    def hold(self, posting: Posting, until: datetime) -> None:
        """Send it at `until` at the earliest; what goes wrong then is counted from then on."""
        with self._database.write(durable=False) as connection:
            connection.execute(HOLD, {**held_by(posting), "next_due": until})

    def unconfirmed(
        self, posting: Posting, due_at: datetime, error: str, since: datetime | None = None
    ) -> None:
        """Leave it in `sending`: it may have landed, or still may.

        At `due_at` a post is to be looked for, and a redraw to be drawn again. `since` is when it
        could first not be learned; None where it was looked for just now, and could be.
        """
        where = {**held_by(posting), "next_due": due_at, "reason": error, "since": since}
        with self._database.write(durable=False) as connection:
            connection.execute(LOOK_LATER, where)

    def bury(self, posting: Posting, error: str, now: datetime) -> None:
        """Give it up for good, keeping the error for people to see."""
        with self._database.write() as connection:
            outcomes.bury(connection, posting, error, now)

    def bury_unless_invited(self, posting: Posting, error: str, now: datetime) -> bool:
        """Give it up; but have it sent again, and return False, if the app was invited meanwhile.

        In one transaction: an invitation comes before it, and is seen, or finds what was given up.
        """
        with self._database.write() as connection:
            if outcomes.put_back_if_invited(connection, posting, now):
                return False
            outcomes.bury(connection, posting, error, now)
            return True

    def invited(self, team: str, channel: str, *, by: str, now: datetime) -> bool:
        """Say what was refused in `channel` for want of an invitation; False if nothing was."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return outcomes.put_back_in(connection, team, channel, By(by, now))

    def call_off(self, posting: Posting, now: datetime) -> None:
        """Give it up because it is no longer wanted: its ticket was withdrawn."""
        with self._database.write(durable=False) as connection:
            outcomes.call_off(connection, posting, now)

    def gone(self, posting: Posting, now: datetime) -> None:
        """Store that the message to redraw was deleted; it is never drawn again."""
        with self._database.write(durable=False) as connection:
            outcomes.gone(connection, posting, now)

    def say_in_thread(self, posting: Posting, now: datetime) -> None:
        """Have a direct message said in its ticket's thread: the person can't be written to."""
        with self._database.write() as connection:
            outcomes.say_in_thread(connection, posting, now)
