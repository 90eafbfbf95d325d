"""How a step of a ticket is written: its row, its judgements and its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from storage.delivery.posts import Thread
from storage.judging import claims, judgements, ladder, readings
from storage.schema import Moment, questions, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.judgement import Judgement
    from bot.triage.ticket import Ticket

_now = sa.bindparam("now", type_=Moment)
HELD: sa.Select[Any] = sa.select(
    tickets.c.key, tickets.c.thread_ts, tickets.c.rounds, tickets.c.judgement_id
).where(*claims.HELD)
SAVE = (
    sa.update(tickets)
    .where(tickets.c.id == sa.bindparam("ticket"))
    .values(
        status=sa.bindparam("new_status"),
        rounds=sa.bindparam("new_rounds"),
        attempts=sa.bindparam("new_attempts"),
        judgement_id=sa.bindparam("new_judgement"),
        falls=sa.bindparam("new_falls", type_=sa.JSON),
        judge_again=sa.case((claims.IS_UNWOKEN, sa.false()), else_=tickets.c.judge_again),
        due_at=claims.UNLESS_WOKEN,
        updated_at=_now,
        claimed_until=None,
        begun=0,
        error=None,
    )
)
INSERT_QUESTIONS = sa.insert(questions)


def held(connection: sa.Connection, ticket: Ticket) -> sa.Row[Any] | None:
    """Return what is stored of `ticket`; None if its claim has passed to somebody else."""
    return connection.execute(HELD, claims.of(ticket)).first()


def store(
    connection: sa.Connection,
    ticket: Ticket,
    before: sa.Row[Any],
    judgement: Judgement | None,
    now: datetime,
) -> None:
    """Write what became of `ticket`, of which `before` was stored, and give up the claim.

    `judgement` is one to keep that is not the ticket's result.
    """
    if judgement is not None and judgement != ticket.judgement:
        judgements.add(connection, ticket, judgement, now)
    result = _keep_result(connection, ticket, before.judgement_id, now)
    connection.execute(SAVE, _saved(ticket, result, now))
    if before.judgement_id not in {None, result}:
        readings.forget(connection, ticket.team, ticket.id, now)
    _keep_questions(connection, ticket, before.rounds)


def thread(ticket: Ticket, before: sa.Row[Any]) -> Thread:
    """Return where the posts of `ticket` go."""
    is_rooted = before.thread_ts is not None
    return Thread(ticket.id, before.key, ticket.team, ticket.channel, rooted=is_rooted)


def _keep_result(
    connection: sa.Connection, ticket: Ticket, current_id: int | None, now: datetime
) -> int | None:
    """Return the id of the ticket's judgement, stored now unless it is the current one."""
    if ticket.judgement is None:
        return None
    if current_id is not None and judgements.by_id(connection, current_id) == ticket.judgement:
        return current_id
    return judgements.add(connection, ticket, ticket.judgement, now)


def _saved(ticket: Ticket, judgement_id: int | None, now: datetime) -> dict[str, object]:
    return {
        "ticket": ticket.id,
        "new_status": ticket.status,
        "new_rounds": ticket.rounds,
        "new_attempts": ticket.claim.attempts,
        "new_judgement": judgement_id,
        "new_falls": ladder.as_json(ticket.falls),
        "seen_wake": ticket.claim.wake,
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
