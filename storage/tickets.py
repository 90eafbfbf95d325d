"""Tickets: what people say is recorded, what is due is claimed, and every move is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.admission import EVERYTHING
from bot.triage.incident import NO_SPIKES
from bot.triage.limits import NO_LIMITS
from bot.triage.routing import NO_ROUTES
from bot.triage.ticket import Entry
from storage import (
    duplicates,
    incident_rows,
    intake,
    judgements,
    ladder,
    loading,
    readings,
    requested,
    routing,
    spikes,
)
from storage.audit import note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.posts import Thread, queue
from storage.schema import Moment, messages, questions, tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, timedelta

    from bot.triage.admission import Admission
    from bot.triage.duplicates import Likeness
    from bot.triage.incident import Spike
    from bot.triage.judgement import Judgement
    from bot.triage.limits import Limits
    from bot.triage.posting import Post
    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Message, Ticket, TicketId
    from storage.database import Database
    from storage.intake import Recorded

_now = sa.bindparam("now", type_=Moment)
_due = tickets.c.due_at <= _now
_free = sa.or_(tickets.c.claimed_until.is_(None), tickets.c.claimed_until <= _now)
ANY_DUE = sa.select(tickets.c.id).where(_due, _free).limit(1)
CLAIM = (
    sa.update(tickets)
    .where(
        tickets.c.id
        == sa.select(tickets.c.id)
        .where(_due, _free)
        .order_by(tickets.c.due_at, tickets.c.id)
        .limit(1)
        .scalar_subquery()
    )
    .values(claimed_until=sa.bindparam("until", type_=Moment))
    .returning(*tickets.c)
)
NEXT_UNCLAIMED = (
    sa.select(tickets.c.due_at)
    .where(tickets.c.due_at.is_not(None), tickets.c.claimed_until.is_(None))
    .order_by(tickets.c.due_at)
    .limit(1)
)
CLAIMED = sa.select(tickets.c.due_at, tickets.c.claimed_until).where(
    tickets.c.claimed_until.is_not(None)
)
_is_unwoken = tickets.c.wake == sa.bindparam("seen_wake")
_unless_woken = sa.case(
    (_is_unwoken, sa.bindparam("next_due", type_=Moment)),
    else_=tickets.c.due_at,
)
"""The trap of a ticket that is its own job: what arrived while it was held keeps it due."""

_held = (
    tickets.c.id == sa.bindparam("ticket"),
    tickets.c.claimed_until.is_not_distinct_from(sa.bindparam("claim", type_=Moment)),
)
HELD = sa.select(
    tickets.c.key, tickets.c.thread_ts, tickets.c.rounds, tickets.c.judgement_id
).where(*_held)
SAVE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        status=sa.bindparam("new_status"),
        rounds=sa.bindparam("new_rounds"),
        attempts=sa.bindparam("new_attempts"),
        judgement_id=sa.bindparam("new_judgement"),
        falls=sa.bindparam("new_falls", type_=sa.JSON),
        judge_again=sa.case((_is_unwoken, sa.false()), else_=tickets.c.judge_again),
        due_at=_unless_woken,
        updated_at=_now,
        claimed_until=None,
        error=None,
    )
)
RELEASE = sa.update(tickets).where(*_held).values(due_at=_unless_woken, claimed_until=None)
FAIL = (
    sa.update(tickets)
    .where(*_held)
    .values(
        attempts=sa.bindparam("new_attempts"),
        due_at=sa.bindparam("next_due", type_=Moment),
        error=sa.bindparam("reason"),
        claimed_until=None,
    )
)
RELEASE_ALL = (
    sa.update(tickets).where(tickets.c.claimed_until.is_not(None)).values(claimed_until=None)
)
INSERT_QUESTIONS = sa.insert(questions)
BY_NUMBER = sa.select(tickets).where(
    tickets.c.team == sa.bindparam("in_team"), tickets.c.number == sa.bindparam("numbered")
)
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

    What listeners call (`record`, `refuse`, `answer`, `judge_now`) waits for the database 2 s at
    most; then it raises Unavailable and nothing has been stored.
    """

    def __init__(
        self,
        database: Database,
        new_key: Callable[[], str],
        limits: Limits = NO_LIMITS,
        plan: RoutingPlan = NO_ROUTES,
        admission: Admission = EVERYTHING,
        *,
        spike: Spike = NO_SPIKES,
    ) -> None:
        self._database = database
        self._new_key = new_key
        self._limits = limits
        self._plan = plan
        self._admission = admission
        self._spike = spike

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
                limits=self._limits,
                plan=self._plan,
                review_channel=self._admission.review_for(message.channel),
            )

    def request(self, message: Message, *, by: str, reporter: str, entry: Entry) -> Recorded:
        """Open a ticket from any message because `by` asked for it; `reporter` is whose it is.

        A message of a ticket, or of a thread that has one, opens no second: DUPLICATE names it.
        What was said in the thread before `message` stays out of it. NONE if it was deleted.
        """
        root = message.thread_ts if message.is_reply else message.ts
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            opening = intake.Opening(
                entry,
                self._new_key(),
                reporter,
                root,
                asked_by=by,
                review_channel=self._admission.review_for(message.channel),
            )
            return requested.request(connection, message, opening, self._limits)

    def about(self, team: str, channel: str, ts: str) -> Ticket | None:
        """Return the ticket that the message at `ts` belongs to."""
        place = {"in_team": team, "in_channel": channel, "at_ts": ts}
        with self._database.read() as connection:
            return loading.first(connection, ABOUT, **place)

    def refuse(self, team: str, event_id: str, now: datetime) -> bool:
        """Return True the first time that this event is refused; only its id is kept."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return intake.refuse(connection, team, event_id, now)

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
        """Return the ticket that people of `team` call by that number."""
        with self._database.read() as connection:
            return loading.first(connection, BY_NUMBER, in_team=team, numbered=number)

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
            if connection.execute(ANY_DUE, {"now": now}).first() is None:
                return None
        with self._database.write(durable=False) as connection:
            return loading.first(connection, CLAIM, now=now, until=now + lease)

    def next_due(self) -> datetime | None:
        """Return when the next ticket can be claimed if nothing arrives; None if none ever will."""
        with self._database.read() as connection:
            unclaimed = connection.execute(NEXT_UNCLAIMED).scalars().all()
            claimed = connection.execute(CLAIMED).all()
        held = (max(row) for row in claimed if row.due_at is not None)
        return min((*unclaimed, *held), default=None)

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
            held = connection.execute(HELD, _claim(ticket)).first()
            if held is None:
                return False
            if judgement is not None and judgement != ticket.judgement:
                judgements.add(connection, ticket, judgement, now)
            result = _keep_result(connection, ticket, held.judgement_id, now)
            connection.execute(SAVE, _moved(ticket, result, now))
            if held.judgement_id not in {None, result}:
                readings.forget(connection, ticket.team, ticket.id, now)
            _keep_questions(connection, ticket, held.rounds)
            thread = Thread(
                ticket.id, held.key, ticket.team, ticket.channel, rooted=held.thread_ts is not None
            )
            queue(connection, thread, posts, now)
            if likeness is not None:
                duplicates.keep(connection, ticket.team, ticket.id, likeness, now)
            note(connection, event, team=ticket.team, actor=actor, at=now, ticket_id=ticket.id)
            if likeness is not None and likeness.alike:
                judged = loading.by_id(connection, ticket.id)
                spikes.look_out(connection, judged, likeness, self._spike, now)
            if ticket.has_card:
                incident_rows.redraw_of(connection, ticket.id, now)
                met = None if ticket.routing is None else ticket.routing.responded_at
                routing.follow(connection, ticket.id, self._plan, now, responded_at=met)
            return True

    def release(self, ticket: Ticket, due_at: datetime | None) -> None:
        """Give up the claim with nothing done; look again at `due_at` (None = only when woken).

        If something arrived while the ticket was held, it stays due.
        """
        values = {**_claim(ticket), "seen_wake": ticket.wake, "next_due": due_at}
        with self._database.write(durable=False) as connection:
            connection.execute(RELEASE, values)

    def fail(self, ticket: Ticket, retry_at: datetime, error: str) -> None:
        """Give up the claim after a try that came to nothing; try again at `retry_at`."""
        failed = ticket.failed(retry_at)
        values = {"new_attempts": failed.attempts, "next_due": failed.due_at, "reason": error}
        with self._database.write(durable=False) as connection:
            connection.execute(FAIL, {**_claim(ticket), **values})

    def release_all(self) -> int:
        """Give up every claim and return how many; for the start, when no worker runs yet."""
        with self._database.write(durable=False) as connection:
            return connection.execute(RELEASE_ALL).rowcount


def _claim(ticket: Ticket) -> dict[str, object]:
    return {"ticket": ticket.id, "claim": ticket.claimed_until}


def _keep_result(
    connection: sa.Connection, ticket: Ticket, current_id: int | None, now: datetime
) -> int | None:
    """Return the id of the ticket's judgement, stored now unless it is the current one."""
    if ticket.judgement is None:
        return None
    if current_id is not None and judgements.by_id(connection, current_id) == ticket.judgement:
        return current_id
    return judgements.add(connection, ticket, ticket.judgement, now)


def _moved(ticket: Ticket, judgement_id: int | None, now: datetime) -> dict[str, object]:
    return {
        "ticket": ticket.id,
        "new_status": ticket.status,
        "new_rounds": ticket.rounds,
        "new_attempts": ticket.attempts,
        "new_judgement": judgement_id,
        "new_falls": ladder.as_json(ticket.falls),
        "seen_wake": ticket.wake,
        "next_due": ticket.due_at,
        "now": now,
    }


def _keep_questions(connection: sa.Connection, ticket: Ticket, known_rounds: int) -> None:
    rows = [
        {
            "ticket_id": ticket.id,
            "round": asked.round,
            "team": ticket.team,
            "text": asked.question.text,
            "suggestions": list(asked.question.suggestions),
            "asked_at": asked.asked_at,
            "seen_messages": asked.seen_messages,
        }
        for asked in ticket.questions
        if asked.round > known_rounds
    ]
    if rows:
        connection.execute(INSERT_QUESTIONS, rows)
