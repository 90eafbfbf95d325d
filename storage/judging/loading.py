"""Reads a ticket with all that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.errors import UnreadableTicket
from bot.triage.judgement import Question
from bot.triage.judging.claim import Claim
from bot.triage.routing import Routing
from bot.triage.teamwork.work import Work, WorkState
from bot.triage.ticket import AskedQuestion, Entry, Status, Ticket
from storage.arrivals import messages
from storage.audit import ASKED, LAST_EVENT, REJUDGED
from storage.judging import corrections, judgements, ladder
from storage.readable import UNREADABLE
from storage.schema import questions, tickets
from storage.teamwork import duplicates, incident_rows

if TYPE_CHECKING:
    from bot.triage.ticket import TicketId

BY_ID = sa.select(tickets).where(tickets.c.id == sa.bindparam("ticket"))
BY_NUMBER = sa.select(tickets).where(
    tickets.c.team == sa.bindparam("in_team"), tickets.c.number == sa.bindparam("numbered")
)
QUESTIONS = (
    sa.select(questions)
    .where(questions.c.ticket_id == sa.bindparam("ticket"))
    .order_by(questions.c.round)
)


def by_id(connection: sa.Connection, ticket_id: TicketId) -> Ticket:
    """Return the ticket with that id, which must exist."""
    return _complete(connection, connection.execute(BY_ID, {"ticket": ticket_id}).one())


def if_readable(connection: sa.Connection, ticket_id: TicketId) -> Ticket | None:
    """Return the ticket with that id, None if what is stored of it can't be read."""
    try:
        return by_id(connection, ticket_id)
    except UNREADABLE:
        return None


def first(connection: sa.Connection, query: sa.Select[Any], **where: object) -> Ticket | None:
    """Return the ticket that `query` finds; None too if what is stored of it can't be read."""
    found = connection.execute(query.with_only_columns(tickets.c.id), where).scalars().first()
    return None if found is None else if_readable(connection, found)


def asked_for(connection: sa.Connection, query: sa.Select[Any], **where: object) -> Ticket | None:
    """Return the ticket that `query` finds for a person; Unreadable if it is there and can't be."""
    columns = tickets.c.id, tickets.c.number
    found = connection.execute(query.with_only_columns(*columns), where).first()
    if found is None:
        return None
    ticket = if_readable(connection, found.id)
    if ticket is None:
        raise UnreadableTicket(found.number)
    return ticket


def standing(connection: sa.Connection, team: str, number: int) -> Ticket | None:
    """Return the ticket of that number unless there is none, or it was withdrawn.

    Unreadable if what is stored of it can't be read.
    """
    ticket = asked_for(connection, BY_NUMBER, in_team=team, numbered=number)
    return None if ticket is None or ticket.status is Status.WITHDRAWN else ticket


def every(connection: sa.Connection, query: sa.Select[Any], **where: object) -> tuple[Ticket, ...]:
    """Return the tickets that `query` finds, in its order, without those that can't be read."""
    ids = connection.execute(query.with_only_columns(tickets.c.id), where).scalars().all()
    found = (if_readable(connection, ticket_id) for ticket_id in ids)
    return tuple(ticket for ticket in found if ticket is not None)


def _complete(connection: sa.Connection, row: sa.Row[Any]) -> Ticket:
    """Return the ticket of `row`; only what it has is asked for."""
    judged = row.judgement_id is not None
    asked = _questions(connection, row.id) if row.rounds else ()
    seen = [question.seen_messages for question in asked]
    return Ticket(
        id=row.id,
        team=row.team,
        number=row.number,
        channel=row.channel,
        thread_ts=row.thread_ts,
        reporter=row.reporter,
        entry=Entry(row.entry),
        status=Status(row.status),
        messages=messages.of_ticket(connection, row.id, row.origin_ts or row.thread_ts, seen),
        created_at=row.created_at,
        questions=asked,
        judgement=judgements.by_id(connection, row.judgement_id) if judged else None,
        due_at=row.due_at,
        judge_now=row.judge_now,
        judge_again=row.judge_again,
        is_second_look=row.judge_again and _was_asked_for(connection, row.id),
        falls=ladder.read(row.falls),
        claim=Claim(row.claimed_until, row.wake, row.begun, row.attempts),
        work=_work(row),
        corrections=corrections.of_ticket(connection, row.id),
        opened_by=row.opened_by,
        origin_ts=row.origin_ts,
        review_channel=row.review_channel,
        joined_into=row.joined_into,
        duplicates=duplicates.of_ticket(connection, row.id) if judged else (),
        routing=_routing(row),
        incident=incident_rows.mark(connection, row.incident_id),
    )


def _was_asked_for(connection: sa.Connection, ticket_id: TicketId) -> bool:
    """Return True if nothing has happened to the ticket since somebody wanted that."""
    last = connection.execute(LAST_EVENT, {"ticket": ticket_id}).first()
    return last is not None and last.event in {ASKED, REJUDGED}


def _work(row: sa.Row[Any]) -> Work:
    return Work(
        state=WorkState(row.work),
        assignee=row.assignee,
        by=row.worked_by,
        at=row.worked_at,
        resolution=row.resolution,
        was_reopened=row.was_reopened,
    )


def _routing(row: sa.Row[Any]) -> Routing | None:
    if row.route is None:
        return None
    return Routing(
        route=row.route,
        channel=row.route_channel,
        by=row.routed_by,
        round=row.route_round,
        respond_by=row.respond_by,
        resolve_by=row.resolve_by,
        responded_at=row.responded_at,
    )


def _questions(connection: sa.Connection, ticket_id: TicketId) -> tuple[AskedQuestion, ...]:
    rows = connection.execute(QUESTIONS, {"ticket": ticket_id})
    return tuple(
        AskedQuestion(
            round=row.round,
            question=Question(row.text, tuple(row.suggestions)),
            asked_at=row.asked_at,
            seen_messages=row.seen_messages,
        )
        for row in rows
    )
