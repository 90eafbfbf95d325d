"""What follows when a message is edited or deleted after it was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Operation, Post, PostingStatus
from bot.triage.teamwork.by import By
from bot.triage.ticket import Status, TicketId
from storage.arrivals import joining
from storage.arrivals.intake import UNDECIDED
from storage.audit import note
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.delivery.posts import Thread, redraw
from storage.inserts import insert_new
from storage.judging import readings
from storage.judging.waking import SET_ASIDE, WOKEN
from storage.known_issues import draft_rows
from storage.schema import Moment, corrections, judgements, messages, outbox, questions, tickets
from storage.teamwork import duplicates, incident_rows

if TYPE_CHECKING:
    from bot.triage.arrivals.revision import Revision
    from storage.database import Database

MOST_EDITS_JUDGED = 1
"""How often a ticket that has its card is judged again because its text was edited.

Once a person has acted on it, an edit is noted in its record only.
"""

_now = sa.bindparam("now", type_=Moment)
_ticket = sa.bindparam("ticket", type_=sa.Integer)
_seen = (messages.c.id, messages.c.ticket_id, messages.c.ts, messages.c.user, messages.c.at)
STORED: sa.Select[Any] = sa.select(*_seen, messages.c.text).where(
    messages.c.team == sa.bindparam("in_team"),
    messages.c.channel == sa.bindparam("in_channel"),
    messages.c.ts == sa.bindparam("at_ts"),
)
TICKET: sa.Select[Any] = sa.select(
    tickets.c.id,
    tickets.c.key,
    tickets.c.team,
    tickets.c.channel,
    tickets.c.number,
    tickets.c.status,
    tickets.c.thread_ts,
    tickets.c.origin_ts,
).where(tickets.c.id == _ticket)
"""No more than is needed, so that also a ticket that can't be read is withdrawn."""
REWRITE = (
    sa.update(messages)
    .where(messages.c.id == sa.bindparam("message"))
    .values(
        text=sa.bindparam("new_text"),
        file_names=sa.bindparam("new_files", type_=sa.JSON),
        names=sa.bindparam("new_names", type_=sa.JSON),
    )
)
JUDGED_AT = (
    sa.select(judgements.c.created_at)
    .select_from(tickets.join(judgements, judgements.c.id == tickets.c.judgement_id))
    .where(tickets.c.id == _ticket, tickets.c.status == Status.JUDGED)
)
JUDGE_AGAIN = (
    sa.update(tickets)
    .where(
        tickets.c.id == _ticket,
        sa.or_(
            tickets.c.status.in_(UNDECIDED),
            sa.and_(
                tickets.c.status.in_((Status.JUDGED, Status.HANDED_OVER)),
                tickets.c.edits_judged < MOST_EDITS_JUDGED,
                tickets.c.worked_at.is_(None),
            ),
        ),
    )
    .values(
        judge_again=True,
        edits_judged=tickets.c.edits_judged
        + sa.case((tickets.c.status.in_(UNDECIDED), 0), else_=1),
        **WOKEN,
    )
)
WITHDRAW = (
    sa.update(tickets)
    .where(tickets.c.id == _ticket)
    .values(
        status=Status.WITHDRAWN,
        judge_again=False,
        **SET_ASIDE,
    )
)
ERASE = (
    sa.update(messages)
    .where(messages.c.ticket_id == _ticket)
    .values(text="", file_names=[], names=[]),
    sa.update(questions).where(questions.c.ticket_id == _ticket).values(text="", suggestions=[]),
    sa.update(judgements)
    .where(judgements.c.ticket_id == _ticket)
    .values(summary="", next_action="", question=None, notes=[]),
    sa.update(corrections)
    .where(corrections.c.ticket_id == _ticket)
    .values(before="", after="", reason=""),
    sa.update(tickets).where(tickets.c.id == _ticket).values(resolution=""),
    *duplicates.ERASE,
)
CALL_OFF = (
    sa.update(outbox)
    .where(
        outbox.c.ticket_id == _ticket,
        # Given up, maybe because the thread was gone before we heard of it: nobody need look.
        outbox.c.status.in_((PostingStatus.PENDING, PostingStatus.DEAD)),
        outbox.c.kind != Kind.INCIDENT,
    )
    .values(status=PostingStatus.CALLED_OFF, due_at=None, updated_at=_now)
)
STANDING = sa.select(outbox.c.key, outbox.c.kind, outbox.c.round, outbox.c.place).where(
    outbox.c.ticket_id == _ticket,
    outbox.c.operation == Operation.POST,
    outbox.c.kind.not_in((Kind.ROOT, Kind.INCIDENT)),
    outbox.c.status.in_((PostingStatus.SENT, PostingStatus.SENDING)),
)
TOMBSTONE = insert_new(messages)


class Revisions:
    """Edits and deletions, as listeners bring them: raises Unavailable within 2 s."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def edit(self, revision: Revision) -> bool:
        """Store the new text; return True if its ticket is to be judged again.

        Safe to repeat: an unfurl comes as an edit too, with the text that is there already.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return _edit(connection, revision)

    def delete(self, revision: Revision) -> bool:
        """Erase the message; return True if something is to be done about its ticket.

        The root's deletion withdraws the ticket. A message that has not come yet is remembered as
        deleted: events come out of order.
        """
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            return _delete(connection, revision)


def _edit(connection: sa.Connection, revision: Revision) -> bool:
    row = _stored(connection, revision)
    if row is None or row.ticket_id is None or revision.text in {None, row.text}:
        return False
    # Of a withdrawn ticket nothing is kept; an unfurl would bring the erased text back.
    if _ticket_of(connection, row).status == Status.WITHDRAWN:
        return False
    values = {
        "message": row.id,
        "new_text": revision.text,
        "new_files": list(revision.file_names),
        "new_names": list(revision.names),
    }
    connection.execute(REWRITE, values)
    readings.forget(connection, revision.team, row.ticket_id, revision.at)
    _note(connection, "edited", revision, row)
    if _was_said_after_judging(connection, row):
        return False
    where = {"ticket": row.ticket_id, "now": revision.at}
    return connection.execute(JUDGE_AGAIN, where).rowcount > 0


def _was_said_after_judging(connection: sa.Connection, row: sa.Row[Any]) -> bool:
    """Return True if the judgement did not rest on it: then its edit changes nothing either."""
    judged_at = connection.execute(JUDGED_AT, {"ticket": row.ticket_id}).scalar_one_or_none()
    return judged_at is not None and row.at > judged_at


def _delete(connection: sa.Connection, revision: Revision) -> bool:
    row = _stored(connection, revision)
    if row is None:
        connection.execute(TOMBSTONE, _tombstone(revision))
        return False
    values: dict[str, object] = {
        "message": row.id,
        "new_text": "",
        "new_files": [],
        "new_names": [],
    }
    connection.execute(REWRITE, values)
    if row.ticket_id is None:
        return False
    ticket = _ticket_of(connection, row)
    if ticket.status == Status.WITHDRAWN:
        return False
    readings.forget(connection, revision.team, row.ticket_id, revision.at)
    if row.ts == (ticket.origin_ts or ticket.thread_ts):
        joining.part(connection, revision.team, ticket.number, revision.at)
        _withdraw(connection, ticket, revision)
        _note(connection, "withdrawn", revision, row)
        return True
    _note(connection, "reply_deleted", revision, row)
    if ticket.status not in UNDECIDED:
        return False
    where = {"ticket": row.ticket_id, "now": revision.at}
    return connection.execute(JUDGE_AGAIN, where).rowcount > 0


def _withdraw(connection: sa.Connection, ticket: sa.Row[Any], revision: Revision) -> None:
    """Erase the ticket's text, call off what waits, and redraw what stands without it."""
    where = {"ticket": ticket.id, "now": revision.at}
    with duplicates.kept_current(connection, TicketId(ticket.id), revision.at):
        connection.execute(WITHDRAW, where)
    for erase in ERASE:
        connection.execute(erase, {"ticket": ticket.id})
    connection.execute(draft_rows.FORGET, {"ticket": ticket.id})
    connection.execute(CALL_OFF, where)
    thread = Thread(ticket.id, ticket.key, ticket.team, ticket.channel, rooted=True)
    for row in connection.execute(STANDING, {"ticket": ticket.id}).all():
        post = Post(Kind(row.kind), row.round, Operation.REDRAW, place=row.place)
        redraw(connection, thread, row.key, post, revision.at)
    incident_rows.redraw_of(connection, ticket.id, revision.at)


def _stored(connection: sa.Connection, revision: Revision) -> sa.Row[Any] | None:
    place = {"in_team": revision.team, "in_channel": revision.channel, "at_ts": revision.ts}
    return connection.execute(STORED, place).first()


def _ticket_of(connection: sa.Connection, row: sa.Row[Any]) -> sa.Row[Any]:
    return connection.execute(TICKET, {"ticket": row.ticket_id}).one()


def _tombstone(revision: Revision) -> dict[str, object]:
    return {
        "team": revision.team,
        "channel": revision.channel,
        "ts": revision.ts,
        "thread_ts": None,
        "user": "",
        "text": "",
        "file_names": [],
        "event_id": revision.event_id,
        "at": revision.at,
        "ticket_id": None,
    }


def _note(connection: sa.Connection, event: str, revision: Revision, row: sa.Row[Any]) -> None:
    by = By(row.user, revision.at)
    note(connection, event, revision.team, by, ticket_id=row.ticket_id, event_id=revision.event_id)
