"""Tickets: what people say is recorded, what is due is claimed, and every move is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.arrivals.intake import TAKE_ALL
from bot.triage.teamwork.by import By
from bot.triage.ticket import Entry
from storage.arrivals import intake, refusals, requested
from storage.arrivals.opening import Opening
from storage.audit import note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.delivery.posts import queue
from storage.judging import claims, loading, steps
from storage.schema import messages, tickets
from storage.teamwork import duplicates, incident_rows, routing, spikes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from bot.triage.arrivals.intake import IntakeRules
    from bot.triage.delivery.posting import Post
    from bot.triage.judgement import Judgement
    from bot.triage.teamwork.duplicates import Likeness
    from bot.triage.ticket import Message, Ticket, TicketId
    from storage.arrivals.recorded import Recorded
    from storage.database import Database

TEAMS_WITH = (
    sa.select(tickets.c.team)
    .where(tickets.c.number == sa.bindparam("numbered"))
    .order_by(tickets.c.team)
)
LATEST = sa.select(tickets).order_by(tickets.c.id.desc()).limit(sa.bindparam("most"))
BY_THREAD = sa.select(tickets).where(
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.channel == sa.bindparam("in_channel"),
    tickets.c.thread_ts == sa.bindparam("below"),
)
ABOUT = sa.select(tickets).where(
    tickets.c.id
    == sa.select(messages.c.ticket_id)
    .where(
        messages.c.team == sa.bindparam("in_team"),
        messages.c.channel == sa.bindparam("in_channel"),
        messages.c.ts == sa.bindparam("at_ts"),
    )
    .scalar_subquery()
)


class Tickets:
    """The tickets of every workspace; each row is its own job.

    What listeners call (`record`, `request`, `refuse`, `answer`, `judge_now`) waits for the
    database 2 s at most; then it raises Unavailable and nothing has been stored.
    """

    def __init__(
        self, database: Database, new_key: Callable[[], str], rules: IntakeRules = TAKE_ALL
    ) -> None:
        """Take in by `rules`; `new_key` gives what the posts of a new ticket are known by."""
        self._database = database
        self._new_key = new_key
        self._rules = rules

    def record(
        self, message: Message, *, opens_ticket: bool, entry: Entry = Entry.MESSAGE
    ) -> Recorded:
        """Store `message`; open its ticket if it `opens_ticket`, or wake the one that it answers.

        Safe to repeat: Slack delivers at least once, and a mention as two events. A reply is kept
        also where its thread has no ticket, since events come out of order: a ticket that opens
        later takes it over. A command's root message goes into the outbox in the same transaction.
        What would exceed a limit is not stored; a repetition of it is refused too.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return intake.record(
                connection,
                message,
                opens_ticket=opens_ticket,
                entry=entry,
                new_key=self._new_key,
                limits=self._rules.limits,
                plan=self._rules.plan,
                review_channel=self._rules.admission.review_for(message.channel),
            )

    def request(self, message: Message, *, by: str, reporter: str, entry: Entry) -> Recorded:
        """Open a ticket from any message because `by` asked for it; `reporter` is whose it is.

        A message of a ticket, or of a thread that has one, opens no second: DUPLICATE names it.
        What was said in the thread before `message` stays out of it. NONE if it was deleted.
        """
        root = message.thread_ts if message.is_reply else message.ts
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            opening = Opening(
                entry,
                self._new_key(),
                reporter,
                root,
                asked_by=by,
                review_channel=self._rules.admission.review_for(message.channel),
            )
            return requested.request(connection, message, opening, self._rules.limits)

    def about(self, team: str, channel: str, ts: str) -> Ticket | None:
        """Return the ticket that the message at `ts` belongs to; Unreadable if it can't be read."""
        place = {"in_team": team, "in_channel": channel, "at_ts": ts}
        with self._database.read() as connection:
            return loading.asked_for(connection, ABOUT, **place)

    def refuse(self, message: Message) -> bool:
        """Return True the first time that this is refused; only its ids are kept."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return refusals.refuse(connection, message)

    def answer(self, team: str, ticket_id: TicketId, round_: int, message: Message) -> bool:
        """Store a button's answer and wake the ticket; False if that question is closed.

        An answer that was stored before is not stored again, and counts as accepted.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return intake.answer(connection, team, ticket_id, round_, message)

    def judge_now(
        self, team: str, ticket_id: TicketId, round_: int, *, actor: str, now: datetime
    ) -> bool:
        """Have the ticket judged without an answer; False if that question is closed."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return intake.judge_now(connection, team, ticket_id, round_, actor=actor, now=now)

    def get(self, ticket_id: TicketId) -> Ticket | None:
        """Return the ticket with that id."""
        with self._database.read() as connection:
            return loading.first(connection, loading.BY_ID, ticket=ticket_id)

    def find(self, team: str, number: int) -> Ticket | None:
        """Return the ticket that people of `team` call by that number; may raise Unreadable."""
        with self._database.read() as connection:
            return loading.asked_for(connection, loading.BY_NUMBER, in_team=team, numbered=number)

    def teams_with(self, number: int) -> tuple[str, ...]:
        """Return the workspaces that have a ticket of that number."""
        with self._database.read() as connection:
            return tuple(connection.execute(TEAMS_WITH, {"numbered": number}).scalars())

    def latest(self, team: str | None, limit: int) -> tuple[Ticket, ...]:
        """Return the tickets of `team`, None = of all, newest first."""
        query = LATEST if team is None else LATEST.where(tickets.c.team == team)
        with self._database.read() as connection:
            return loading.every(connection, query, most=limit)

    def in_thread(self, team: str, channel: str, thread_ts: str) -> Ticket | None:
        """Return the ticket whose root message that is."""
        place = {"in_team": team, "in_channel": channel, "below": thread_ts}
        with self._database.read() as connection:
            return loading.first(connection, BY_THREAD, **place)

    def claim(self, now: datetime, lease: timedelta) -> Ticket | None:
        """Return the ticket that has been due longest; nobody else gets it before the lease ends.

        What it holds is what led to its `wake`: both are read in the claim's own transaction.
        """
        with self._database.read() as connection:
            if not claims.any_due(connection, now):
                return None
        with self._database.write(durable=False) as connection:
            return claims.take(connection, now, now + lease)

    def next_due(self) -> datetime | None:
        """Return when the next ticket can be claimed if nothing arrives; None if none ever will."""
        with self._database.read() as connection:
            return claims.next_due(connection)

    def save(
        self,
        ticket: Ticket,
        *,
        event: str,
        actor: str,
        now: datetime,
        posts: Sequence[Post] = (),
        judgement: Judgement | None = None,
        likeness: Likeness | None = None,
    ) -> bool:
        """Store a move, what is to be said about it and who made it, and give up the claim.

        If something arrived while the ticket was held, it stays due. Returns False, with nothing
        stored, if the claim has passed to somebody else. `judgement` is one to keep that is not
        the ticket's result, such as one that only asks; `likeness` is what the ticket reads like.
        """
        with self._database.write(durable=False) as connection:
            before = steps.held(connection, ticket)
            if before is None:
                return False
            steps.store(connection, ticket, before, judgement, now)
            queue(connection, steps.thread(ticket, before), posts, now)
            if likeness is not None:
                duplicates.keep(connection, ticket.team, ticket.id, likeness, now)
            note(connection, event, ticket.team, By(actor, now), ticket_id=ticket.id)
            self._follow(connection, ticket, likeness, now)
            return True

    def _follow(
        self, connection: sa.Connection, ticket: Ticket, likeness: Likeness | None, now: datetime
    ) -> None:
        """Do what a step calls for beyond its ticket: incidents, routes and reminders."""
        if likeness is not None and likeness.alike:
            judged = loading.by_id(connection, ticket.id)
            spikes.look_out(connection, judged, likeness, self._rules.spike, now)
        if ticket.has_card:
            incident_rows.redraw_of(connection, ticket.id, now)
            met = None if ticket.routing is None else ticket.routing.responded_at
            routing.follow(connection, ticket.id, self._rules.plan, now, responded_at=met)

    def release(self, ticket: Ticket, due_at: datetime | None) -> None:
        """Give up the claim with nothing done; look again at `due_at` (None = only when woken).

        If something arrived while the ticket was held, it stays due.
        """
        with self._database.write(durable=False) as connection:
            claims.release(connection, ticket, due_at)

    def fail(self, ticket: Ticket, retry_at: datetime, error: str) -> None:
        """Give up the claim after a try that came to nothing; try again at `retry_at`."""
        with self._database.write(durable=False) as connection:
            claims.fail(connection, ticket, retry_at, error)

    def recover(self, now: datetime) -> int:
        """Give up the claims of a process that has ended, and return how many; for the start.

        What was broken off before as well comes later, beside others: it may have ended it.
        """
        with self._database.write(durable=False) as connection:
            claims.hold_off(connection, now)
            return claims.release_all(connection)

    def release_all(self) -> int:
        """Give up every claim and return how many; for the end, when no worker runs any more."""
        with self._database.write(durable=False) as connection:
            return claims.release_all(connection)
