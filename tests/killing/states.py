"""Where work was when the bot was killed: read from the workspace and from the database."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tests.killing.moments import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.killing.load import Load


class State(StrEnum):
    """A place between a message and its confirmed card."""

    DELIVERED = "delivered, not acknowledged"
    RECORDED = "recorded, not claimed"
    CLAIMED = "claimed, being judged"
    WAITING = "waiting for an answer"
    PENDING = "post pending"
    SENDING = "post sending, not in Slack"
    UNCONFIRMED = "post in Slack, not confirmed"


def found(load: Load) -> set[State]:
    """Return the states in which a dead bot left some work."""
    return set(_all(load))


def _all(load: Load) -> Iterator[State]:
    slack, office = load.room.slack, load.room.office
    if any(one.state == "sent" for one in slack.deliveries.unfinished()):
        yield State.DELIVERED
    tickets = "SELECT status, claimed_until IS NOT NULL FROM tickets WHERE status <> 'judged'"
    for status, is_claimed in rows(office, tickets):
        if is_claimed:
            yield State.CLAIMED
        elif status == "received":
            yield State.RECORDED
        elif status == "waiting":
            yield State.WAITING
    yield from _of_posts(load)


def _of_posts(load: Load) -> Iterator[State]:
    open_posts = (
        "SELECT outbox.status, outbox.key, tickets.thread_ts FROM outbox"
        " JOIN tickets ON tickets.id = ticket_id WHERE outbox.status IN ('pending', 'sending')"
    )
    messages = load.room.channel.messages
    for status, key, thread_ts in rows(load.room.office, open_posts):
        landed = {_key(one.metadata) for one in load.said(messages[str(thread_ts)])}
        if key in landed:
            yield State.UNCONFIRMED
        else:
            yield State.PENDING if status == "pending" else State.SENDING


def _key(metadata: dict[str, object] | None) -> object:
    payload = (metadata or {}).get("event_payload")
    return payload.get("key") if isinstance(payload, dict) else None
