"""Vectors of tickets, and which open ones may be about the same thing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.teamwork.duplicates import DUPLICATES_SHOWN, Duplicate
from bot.triage.ticket import Status, TicketId
from storage.delivery.posts import redraw_cards
from storage.inserts import insert_new, insert_or_update
from storage.schema import Moment, possible_duplicates, ticket_vectors, tickets
from storage.teamwork.openness import IS_OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.triage.teamwork.duplicates import Likeness
    from storage.database import Database

_ticket = sa.bindparam("ticket", type_=sa.Integer)
OPEN_VECTORS = (
    sa.select(tickets.c.id, ticket_vectors.c.vector)
    .select_from(tickets.join(ticket_vectors))
    .where(
        tickets.c.team == sa.bindparam("in_team"),
        IS_OPEN,
        tickets.c.id != _ticket,
        tickets.c.created_at >= sa.bindparam("since", type_=Moment),
        ticket_vectors.c.model == sa.bindparam("of_model"),
    )
    .order_by(tickets.c.created_at.desc(), tickets.c.id.desc())
    .limit(sa.bindparam("most"))
)
"""In the order of an index, so that no more is read than is asked for."""
_pairs = sa.union_all(
    sa.select(possible_duplicates.c.other_id.label("id"), possible_duplicates.c.similarity).where(
        possible_duplicates.c.ticket_id == _ticket
    ),
    sa.select(possible_duplicates.c.ticket_id.label("id"), possible_duplicates.c.similarity).where(
        possible_duplicates.c.other_id == _ticket
    ),
).subquery()
"""A pair is stored by the later ticket, and shown on both cards."""
_named_on = tickets.alias()
_is_named = sa.or_(
    tickets.c.review_channel.is_(None),
    sa.exists().where(_named_on.c.id == _ticket, _named_on.c.review_channel.is_not(None)),
)
"""What was judged silently is named only to its reviewers, on cards that they alone see."""
OTHERS = (
    sa.select(tickets.c.id)
    .where(tickets.c.id.in_(sa.select(_pairs.c.id)), IS_OPEN)
    .order_by(tickets.c.id)
)
OF_TICKET = (
    sa.select(
        tickets.c.id,
        tickets.c.number,
        tickets.c.channel,
        tickets.c.thread_ts,
        sa.func.max(_pairs.c.similarity).label("similarity"),
    )
    .select_from(tickets.join(_pairs, _pairs.c.id == tickets.c.id))
    .where(IS_OPEN, tickets.c.thread_ts.is_not(None), _is_named)
    .group_by(tickets.c.id)
    .order_by(sa.desc("similarity"), tickets.c.id)
    .limit(DUPLICATES_SHOWN)
)
_insert = insert_or_update(ticket_vectors).from_select(
    ["ticket_id", "team", "model", "vector"],
    sa.select(
        tickets.c.id,
        tickets.c.team,
        sa.bindparam("of_model", type_=sa.String),
        sa.bindparam("read", type_=sa.LargeBinary),
    ).where(
        tickets.c.team == sa.bindparam("in_team"),
        tickets.c.id == _ticket,
        tickets.c.status != Status.WITHDRAWN,
    ),
)
KEEP_VECTOR = _insert.on_conflict_do_update(
    index_elements=[ticket_vectors.c.ticket_id],
    set_={"model": _insert.excluded.model, "vector": _insert.excluded.vector},
)
FORGET_PAIRS = sa.delete(possible_duplicates).where(possible_duplicates.c.ticket_id == _ticket)
KEEP_PAIR = insert_new(possible_duplicates)
ERASE = (
    sa.delete(ticket_vectors).where(ticket_vectors.c.ticket_id == _ticket),
    sa.delete(possible_duplicates).where(
        sa.or_(
            possible_duplicates.c.ticket_id == _ticket, possible_duplicates.c.other_id == _ticket
        )
    ),
)
"""What is forgotten of a ticket that is withdrawn."""


class OpenTickets:
    """The vectors of tickets that are still open."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, team: str, ticket_id: TicketId, model: str, vector: bytes) -> None:
        """Store the vector of a ticket, unless it is withdrawn."""
        row = {"in_team": team, "ticket": ticket_id, "of_model": model, "read": vector}
        with self._database.write(durable=False) as connection:
            connection.execute(KEEP_VECTOR, row)

    def vectors(
        self, team: str, model: str, *, but: TicketId, since: datetime, most: int
    ) -> list[tuple[TicketId, bytes]]:
        """Return the latest `most` of the team, opened `since` then, without the ticket `but`."""
        where = {
            "in_team": team,
            "of_model": model,
            "ticket": but,
            "since": since,
            "most": most,
        }
        with self._database.read() as connection:
            rows = connection.execute(OPEN_VECTORS, where).all()
        # By place: to ask some hundred rows for their columns by name takes half of all the time.
        return [(ticket_id, vector) for ticket_id, vector in rows]


def keep(
    connection: sa.Connection, team: str, ticket_id: TicketId, likeness: Likeness, now: datetime
) -> None:
    """Store what is near a ticket; cards of what is near it that have room name it too."""
    row = {"ticket_id": ticket_id, "team": team}
    connection.execute(FORGET_PAIRS, {"ticket": ticket_id})
    for near in likeness.near:
        pair = {"other_id": near.ticket_id, "similarity": near.similarity}
        has_room = len(of_ticket(connection, near.ticket_id)) < DUPLICATES_SHOWN
        connection.execute(KEEP_PAIR, row | pair)
        # In a flood of the same complaint each card is drawn again a few times, not each time.
        if has_room:
            redraw_cards(connection, near.ticket_id, now)


@contextmanager
def kept_current(connection: sa.Connection, ticket_id: TicketId, now: datetime) -> Iterator[None]:
    """Have those cards drawn again on which what happens within changes whether it is named."""
    before = _naming(connection, ticket_id)
    yield
    for other in sorted(before ^ _naming(connection, ticket_id)):
        redraw_cards(connection, other, now)


def _naming(connection: sa.Connection, ticket_id: TicketId) -> set[TicketId]:
    """Return the open tickets whose cards name that one as it stands now."""
    others = connection.execute(OTHERS, {"ticket": ticket_id}).scalars().all()
    return {
        TicketId(other)
        for other in others
        if any(row.id == ticket_id for row in connection.execute(OF_TICKET, {"ticket": other}))
    }


def of_ticket(connection: sa.Connection, ticket_id: TicketId) -> tuple[Duplicate, ...]:
    """Return the open tickets that may be about the same, nearest first."""
    rows = connection.execute(OF_TICKET, {"ticket": ticket_id})
    return tuple(Duplicate(row.number, row.channel, row.thread_ts, row.similarity) for row in rows)
