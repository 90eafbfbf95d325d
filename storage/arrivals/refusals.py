"""What was refused, by its ids alone: so that nobody is told of it twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.inserts import insert_new
from storage.schema import refused_events

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.triage.ticket import Message

OVER_LIMIT = "over limit:"
"""Begins the key of a place where a message was refused for that."""

REFUSE = insert_new(refused_events).returning(refused_events.c.event_id)
REFUSED = sa.select(refused_events.c.event_id).where(
    refused_events.c.team == sa.bindparam("in_team"),
    refused_events.c.event_id.in_(sa.bindparam("keys", expanding=True)),
)


def refuse(connection: sa.Connection, message: Message, reason: str = "") -> bool:
    """Remember `message` by the ids of its delivery and place; return True the first time.

    A mention comes as two events, which have their place in common.
    """
    keys = dict.fromkeys((message.event_id, place(message, reason)))
    rows = [{"team": message.team, "event_id": key, "at": message.at} for key in keys]
    is_new = [connection.execute(REFUSE, row).first() is not None for row in rows]
    return all(is_new)


def place(message: Message, reason: str = "") -> str:
    """Return the key of where `message` stands; a command stands nowhere."""
    where = message.event_id if message.ts is None else f"{message.channel}:{message.ts}"
    return f"{reason}{where}"


def known(connection: sa.Connection, team: str, keys: Iterable[str]) -> list[str]:
    """Return those of `keys` under which something was refused."""
    where = {"in_team": team, "keys": list(keys)}
    return list(connection.execute(REFUSED, where).scalars())
