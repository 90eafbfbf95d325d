"""Puts a ticket's posts into the outbox, within the transaction that calls for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.delivery.posting import MESSAGE_GONE, THREAD, Kind, Operation, Post, PostingStatus
from storage.inserts import insert_new, insert_or_update
from storage.schema import Moment, outbox, tickets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.triage.ticket import TicketId

REDRAW_SUFFIX = ":redraw"
URGENT_RANK, USUAL_RANK = 0, 1

INSERT_POST = insert_new(outbox)
TICKET = sa.select(tickets.c.key, tickets.c.team, tickets.c.channel, tickets.c.thread_ts).where(
    tickets.c.id == sa.bindparam("ticket")
)
_now = sa.bindparam("now", type_=Moment)
_put_back = sa.update(outbox).values(
    status=PostingStatus.PENDING,
    due_at=_now,
    put_back_at=_now,
    attempts=0,
    doubted_since=None,
    error=None,
    updated_at=_now,
)
PUT_BACK = _put_back.where(outbox.c.status == PostingStatus.DEAD)
"""What was given up is tried once more; to be narrowed down.

`in_doubt` stays: what may have landed before it was given up is looked for first, for an hour
from then on.
"""
EARLIEST = sa.case((outbox.c.not_before > _now, outbox.c.not_before), else_=_now)
"""When a post may go at the earliest, now that what it waited for is there."""
SENT = sa.select(outbox.c.ts).where(
    outbox.c.key == sa.bindparam("post_key"), outbox.c.status == PostingStatus.SENT
)
GIVEN_UP = (
    sa.select(tickets.c.review_channel)
    .select_from(outbox.join(tickets))
    .where(outbox.c.key == sa.bindparam("post_key"), outbox.c.status == PostingStatus.DEAD)
)
CARDS = (
    sa.select(
        tickets.c.key.label("ticket_key"),
        tickets.c.team,
        tickets.c.channel,
        outbox.c.place,
        outbox.c.round,
    )
    .select_from(outbox.join(tickets))
    .where(
        outbox.c.ticket_id == sa.bindparam("ticket"),
        outbox.c.kind == Kind.CARD,
        outbox.c.operation == Operation.POST,
        outbox.c.status.in_((PostingStatus.PENDING, PostingStatus.SENDING, PostingStatus.SENT)),
    )
)
_insert = insert_or_update(outbox)
_in_flight = outbox.c.status == PostingStatus.SENDING
_is_gone = sa.and_(
    outbox.c.status == PostingStatus.CALLED_OFF,
    outbox.c.error.is_not_distinct_from(MESSAGE_GONE),
)
_card_of = sa.and_(outbox.c.ticket_id == sa.bindparam("ticket"), outbox.c.kind == Kind.CARD)
_gone = sa.select(outbox.c.key).where(_card_of, _is_gone).scalar_subquery()
PUT_BACK_GONE = _put_back.where(
    _card_of, outbox.c.status == PostingStatus.SENT, (outbox.c.key + REDRAW_SUFFIX).in_(_gone)
).values(ts=None, in_doubt=1)
"""Cards that somebody has deleted, as Slack said; each is looked for before it is posted anew."""
DRAW_AGAIN = sa.update(outbox).where(_card_of, _is_gone).values(error=None)


def _unless_in_flight(column: sa.Column[int] | sa.Column[str]) -> sa.Case[int | str]:
    return sa.case((_in_flight, column), else_=_insert.excluded[column.name])


INSERT_REDRAW = _insert.on_conflict_do_update(
    index_elements=[outbox.c.key],
    set_={
        "wanted": outbox.c.wanted + 1,
        **{
            name: _unless_in_flight(outbox.c[name])
            for name in ("status", "due_at", "rank", "attempts", "in_doubt", "ts", "created_at")
        },
        "updated_at": _insert.excluded.updated_at,
    },
    where=sa.not_(_is_gone),
)
"""A redraw holds no payload, so asking again means: once more, after the one in flight.

Where somebody has deleted the message, it is not wanted again.
"""


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket that posts are for, and where they go."""

    ticket_id: TicketId
    key: str
    team: str
    channel: str
    rooted: bool
    """False while the root message is on its way: all else waits for it."""


def thread_of(connection: sa.Connection, ticket_id: TicketId) -> Thread:
    """Return where the posts of a ticket go, which must exist."""
    row = connection.execute(TICKET, {"ticket": ticket_id}).one()
    return Thread(ticket_id, row.key, row.team, row.channel, rooted=row.thread_ts is not None)


def queue(connection: sa.Connection, thread: Thread, posts: Iterable[Post], now: datetime) -> None:
    """Add `posts`; one that is there already stays as it is, a redraw is wanted once more."""
    for post in posts:
        if post.operation is Operation.REDRAW:
            for drawn in (post, *_elsewhere(connection, thread, post)):
                _queue_redraw(connection, thread, drawn, now)
        else:
            _queue_post(connection, thread, post, now)


def redraw_cards(connection: sa.Connection, ticket_id: TicketId, now: datetime) -> None:
    """Have each card of the ticket drawn again, wherever one stands or is on its way."""
    for row in connection.execute(CARDS, {"ticket": ticket_id}).all():
        thread = Thread(ticket_id, row.ticket_key, row.team, row.channel, rooted=True)
        post = Post(Kind.CARD, row.round, Operation.REDRAW, place=row.place)
        _queue_redraw(connection, thread, post, now)


def _elsewhere(connection: sa.Connection, thread: Thread, post: Post) -> list[Post]:
    """Return the same redraw for every other place, since all cards of a ticket say the same."""
    if post.kind is not Kind.CARD:
        return []
    rows = connection.execute(CARDS, {"ticket": thread.ticket_id}).all()
    return [replace(post, place=row.place) for row in rows if row.place != post.place]


def post_key(ticket_key: str, post: Post) -> str:
    """Return the key of the message that `post` is about."""
    return f"{ticket_key}:{post.kind}:{post.round}:{post.place}"


def _queue_post(connection: sa.Connection, thread: Thread, post: Post, now: datetime) -> None:
    """Add a post; it waits for the root of its ticket, or for the card that it goes below."""
    if post.place == THREAD or post.stands_alone:
        is_ready = thread.rooted or _needs_no_root(connection, thread, post)
    else:
        is_ready = card_in(connection, thread.key, post.place) is not None
        if not is_ready and _goes_to_thread(connection, thread.key, post.place):
            post, is_ready = replace(post, place=THREAD), thread.rooted
    due_at = max(now, post.not_before or now) if is_ready else None
    row = _row(thread, post, post_key(thread.key, post), due_at=due_at, now=now)
    connection.execute(INSERT_POST, row)


def card_in(connection: sa.Connection, ticket_key: str, place: str) -> str | None:
    """Return the ts of the ticket's card in a place; None while none stands there."""
    key = post_key(ticket_key, Post(Kind.CARD, place=place))
    ts: str | None = connection.execute(SENT, {"post_key": key}).scalar_one_or_none()
    return ts


def _needs_no_root(connection: sa.Connection, thread: Thread, post: Post) -> bool:
    """Return True if it stands alone, and links to no root: there is none, or will be none."""
    if post.kind in {Kind.ROOT, Kind.INCIDENT}:
        return True
    root = post_key(thread.key, Post(Kind.ROOT))
    return post.stands_alone and _given_up(connection, root) is not None


def _goes_to_thread(connection: sa.Connection, ticket_key: str, place: str) -> bool:
    """Return True if what goes below a card is said in the thread, as the card was given up.

    Where tickets are judged silently nothing is: it waits for the card to be posted after all.
    """
    card = _given_up(connection, post_key(ticket_key, Post(Kind.CARD, place=place)))
    return card is not None and card.review_channel is None


def _given_up(connection: sa.Connection, key: str) -> sa.Row[Any] | None:
    return connection.execute(GIVEN_UP, {"post_key": key}).first()


def _queue_redraw(connection: sa.Connection, thread: Thread, post: Post, now: datetime) -> None:
    redraw(connection, thread, post_key(thread.key, post), post, now)


def redraw(connection: sa.Connection, thread: Thread, key: str, post: Post, now: datetime) -> None:
    """Have the message with that key drawn again; until it is posted, that waits.

    A post that its channel refused goes to the ticket's thread, and keeps its key.
    """
    ts = connection.execute(SENT, {"post_key": key}).scalar_one_or_none()
    row = _row(thread, post, key + REDRAW_SUFFIX, due_at=None if ts is None else now, now=now)
    connection.execute(INSERT_REDRAW, row | {"ts": ts})


def _row(
    thread: Thread, post: Post, key: str, *, due_at: datetime | None, now: datetime
) -> dict[str, object]:
    return {
        "key": key,
        "team": thread.team,
        "ticket_id": thread.ticket_id,
        "channel": thread.channel if post.place == THREAD else post.place,
        "place": post.place,
        "kind": post.kind,
        "round": post.round,
        "operation": post.operation,
        "status": PostingStatus.PENDING,
        "rank": URGENT_RANK if post.urgent else USUAL_RANK,
        "due_at": due_at,
        "not_before": post.not_before,
        "attempts": 0,
        "in_doubt": 0,
        "wanted": 1,
        "taken": 0,
        "created_at": now,
        "updated_at": now,
    }
