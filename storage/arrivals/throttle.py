"""Counts the tickets of the last minute, in the transaction that would open one more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.arrivals.limits import WINDOW
from storage.arrivals import refusals
from storage.arrivals.refusals import OVER_LIMIT, place
from storage.inserts import insert_or_update
from storage.schema import Moment, refusal_bursts, tickets

if TYPE_CHECKING:
    from bot.triage.arrivals.limits import Limit, Limits
    from bot.triage.ticket import Message

_since, _until = sa.bindparam("since", type_=Moment), sa.bindparam("until", type_=Moment)
_in_window = (
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.said_at > _since,
    tickets.c.said_at < _until,
)
BY_USER = (
    sa.select(sa.func.count())
    .select_from(tickets)
    .where(*_in_window, tickets.c.reporter == sa.bindparam("by"))
)
IN_CHANNEL = (
    sa.select(sa.func.count())
    .select_from(tickets)
    .where(*_in_window, tickets.c.channel == sa.bindparam("place"))
)
BY_ASKER = (
    sa.select(sa.func.count())
    .select_from(tickets)
    .where(*_in_window, tickets.c.opened_by == sa.bindparam("by"))
)
LAST_REFUSED = sa.select(refusal_bursts.c.refused_at).where(
    refusal_bursts.c.team == sa.bindparam("in_team"),
    refusal_bursts.c.user == sa.bindparam("by"),
)
_burst = insert_or_update(refusal_bursts)
NOTE_REFUSAL = _burst.on_conflict_do_update(
    index_elements=[refusal_bursts.c.team, refusal_bursts.c.user],
    set_={"refused_at": _burst.excluded.refused_at},
)


def said_at(message: Message) -> datetime:
    """Return when a message was written: hours ago, if it is read back after downtime."""
    return message.at if message.ts is None else datetime.fromtimestamp(float(message.ts), UTC)


def was_refused(connection: sa.Connection, message: Message) -> bool:
    """Return True if this very message was over a limit before, however it comes now."""
    return bool(refusals.known(connection, message.team, [place(message, OVER_LIMIT)]))


def exceeded(connection: sa.Connection, message: Message, limits: Limits) -> Limit | None:
    """Return the limit that a ticket for `message` would exceed.

    What was written within a minute after it counts too, since events come out of order.
    """
    written = said_at(message)
    where = {
        "in_team": message.team,
        "since": written - WINDOW,
        "until": written + WINDOW,
        "by": message.user,
        "place": message.channel,
    }
    by_user = connection.execute(BY_USER, where).scalar_one() if limits.per_user else 0
    in_channel = connection.execute(IN_CHANNEL, where).scalar_one() if limits.per_channel else 0
    return limits.exceeded(by_user, in_channel)


def exceeded_by(
    connection: sa.Connection, asker: str, message: Message, limits: Limits
) -> Limit | None:
    """Return the limit that a ticket which `asker` asks for now on `message` would exceed."""
    where = {
        "in_team": message.team,
        "since": message.at - WINDOW,
        "until": message.at + WINDOW,
        "by": asker,
        "place": message.channel,
    }
    asked = connection.execute(BY_ASKER, where).scalar_one() if limits.per_user else 0
    in_channel = connection.execute(IN_CHANNEL, where).scalar_one() if limits.per_channel else 0
    return limits.exceeded(asked, in_channel)


def refuse(connection: sa.Connection, message: Message) -> bool:
    """Remember the message by its ids alone; return True if its author is to be told.

    That is once for each burst: they have not been refused anything within the last minute.
    """
    refusals.refuse(connection, message, OVER_LIMIT)
    who = {"in_team": message.team, "by": message.user}
    last = connection.execute(LAST_REFUSED, who).scalar_one_or_none()
    burst = {"team": message.team, "user": message.user, "refused_at": message.at}
    connection.execute(NOTE_REFUSAL, burst)
    return last is None or message.at - last > WINDOW
