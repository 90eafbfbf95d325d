"""What of Slack was stored last, and from where each channel is to be read on after a silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.delivery.posting import Kind, Operation
from bot.triage.teamwork.work import OPEN_STATES, WorkState
from bot.triage.ticket import Entry, Status
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.inserts import insert_new, insert_or_update
from storage.schema import (
    Moment,
    messages,
    outbox,
    questions,
    tickets,
    watched_channels,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from storage.database import Database

_posted = (tickets.c.team == sa.bindparam("in_team"), tickets.c.entry == Entry.MESSAGE)
WATCH = insert_new(watched_channels)
WATCH_WHERE_TICKETS_ARE = insert_new(watched_channels).from_select(
    ["team", "channel", "since"],
    sa.select(tickets.c.team, tickets.c.channel, sa.func.min(tickets.c.thread_ts))
    .where(*_posted)
    .group_by(tickets.c.team, tickets.c.channel),
)
_insert = insert_or_update(watched_channels)
WATCH_ANEW = _insert.on_conflict_do_update(
    index_elements=[watched_channels.c.team, watched_channels.c.channel],
    set_={"since": _insert.excluded.since, "missing_from": None},
)
_last_ticket = (
    sa.select(sa.func.max(tickets.c.thread_ts))
    .where(*_posted, tickets.c.channel == watched_channels.c.channel)
    .scalar_subquery()
)
MARK = (
    sa.update(watched_channels)
    .where(
        watched_channels.c.team == sa.bindparam("in_team"),
        watched_channels.c.missing_from.is_(None),
    )
    .values(missing_from=sa.func.coalesce(_last_ticket, watched_channels.c.since))
)
_missed = sa.bindparam("missed", type_=sa.String)
_mark_or_missed = sa.func.coalesce(watched_channels.c.missing_from, _missed)
MARK_MISSED = (
    sa.update(watched_channels)
    .where(
        watched_channels.c.team == sa.bindparam("in_team"),
        watched_channels.c.channel == sa.bindparam("in_channel"),
    )
    .values(missing_from=sa.func.min(_mark_or_missed, _missed))
)
MARKS = sa.select(watched_channels).where(
    watched_channels.c.team == sa.bindparam("in_team"),
    watched_channels.c.missing_from.is_not(None),
)
CAUGHT_UP = (
    sa.update(watched_channels)
    .where(
        watched_channels.c.team == sa.bindparam("in_team"),
        watched_channels.c.channel == sa.bindparam("in_channel"),
    )
    .values(missing_from=None)
)
_is_here = (
    tickets.c.team == sa.bindparam("in_team"),
    tickets.c.thread_ts.is_not(None),
    tickets.c.status != Status.WITHDRAWN,
)
_is_unanswered = sa.and_(
    tickets.c.respond_by.is_not(None),
    tickets.c.responded_at.is_(None),
    tickets.c.work.in_(OPEN_STATES),
)
_may_reopen = sa.and_(
    tickets.c.work == WorkState.RESOLVED,
    tickets.c.worked_at >= sa.bindparam("resolved_since", type_=Moment),
)
_seen_when_asked = (
    sa.select(sa.func.max(questions.c.seen_messages))
    .where(questions.c.ticket_id == tickets.c.id)
    .scalar_subquery()
)
_said = (
    sa.select(sa.func.count(messages.c.id))
    .where(messages.c.ticket_id == tickets.c.id)
    .scalar_subquery()
)
_closed_unanswered = sa.and_(
    tickets.c.status == Status.JUDGED,
    tickets.c.worked_at.is_(None),
    tickets.c.updated_at >= sa.bindparam("resolved_since", type_=Moment),
    _said <= _seen_when_asked,
)
_own = sa.select(
    sa.case((tickets.c.status == Status.WAITING, 0), else_=1).label("rank"),
    tickets.c.updated_at.label("at"),
    tickets.c.channel.label("channel"),
    tickets.c.thread_ts.label("ts"),
).where(
    *_is_here,
    sa.or_(tickets.c.status == Status.WAITING, _is_unanswered, _may_reopen, _closed_unanswered),
)
_below_cards = (
    sa.select(sa.literal(1), tickets.c.updated_at, outbox.c.place, outbox.c.ts)
    .select_from(tickets.join(outbox))
    .where(
        *_is_here,
        _is_unanswered,
        outbox.c.kind == Kind.CARD,
        outbox.c.operation == Operation.POST,
        outbox.c.place == tickets.c.route_channel,
        outbox.c.ts.is_not(None),
    )
)
_threads = sa.union_all(_own, _below_cards).subquery()
AWAITED = (
    sa.select(_threads.c.channel, _threads.c.ts)
    .order_by(_threads.c.rank, _threads.c.at.desc())
    .limit(sa.bindparam("most"))
)
STORED = sa.select(messages.c.ts).where(
    messages.c.team == sa.bindparam("in_team"),
    messages.c.channel == sa.bindparam("in_channel"),
    messages.c.ts.in_(sa.bindparam("among", expanding=True)),
)
_is_standing = (
    messages.c.team == sa.bindparam("in_team"),
    messages.c.channel == sa.bindparam("in_channel"),
    messages.c.ts <= sa.bindparam("until"),
    tickets.c.status != Status.WITHDRAWN,
    # A reply that was deleted has no text; a root without any may be a file.
    sa.or_(
        messages.c.text != "",
        messages.c.ts == sa.func.coalesce(tickets.c.origin_ts, tickets.c.thread_ts),
    ),
)
_standing = (
    sa.select(messages.c.ts)
    .select_from(messages.join(tickets))
    .where(*_is_standing)
    .order_by(messages.c.ts)
)
STANDING = _standing.where(
    sa.func.coalesce(messages.c.thread_ts, messages.c.ts) == messages.c.ts,
    messages.c.ts > sa.bindparam("since"),
)
STANDING_IN = _standing.where(
    messages.c.ts > sa.bindparam("since"),
    sa.or_(
        messages.c.ts == sa.bindparam("root"),
        messages.c.thread_ts == sa.bindparam("root"),
    ),
)


class LastSeen:
    """Compares Slack with the database; a mark says from where a channel is to be read on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def joined(self, team: str, channel: str, ts: str) -> None:
        """Take it that tickets are posted in `channel` from now on, and that none is missing."""
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            connection.execute(WATCH_ANEW, {"team": team, "channel": channel, "since": ts})

    def mark(self, team: str, channels: Iterable[str], ts: str) -> None:
        """Mark where to read on from, before newer messages hide it; an older mark stays.

        `channels` that were not known are watched from `ts` on.
        """
        rows = [{"team": team, "channel": channel, "since": ts} for channel in channels]
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            connection.execute(WATCH_WHERE_TICKETS_ARE, {"in_team": team})
            if rows:
                connection.execute(WATCH, rows)
            connection.execute(MARK, {"in_team": team})

    def missed(self, team: str, channel: str, ts: str) -> None:
        """Mark that `ts` was not taken, to be read from there on; an older mark stays.

        Where no tickets are posted nothing is marked.
        """
        if not ts:
            return
        with self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS) as connection:
            connection.execute(WATCH_WHERE_TICKETS_ARE, {"in_team": team})
            where = {"in_team": team, "in_channel": channel, "missed": ts}
            connection.execute(MARK_MISSED, where)

    def marks(self, team: str) -> dict[str, tuple[str, str]]:
        """Return, by channel, since which ts tickets are taken there and its mark."""
        with self._database.read() as connection:
            rows = connection.execute(MARKS, {"in_team": team}).all()
        return {row.channel: (row.since, row.missing_from) for row in rows}

    def caught_up(self, team: str, channel: str) -> None:
        """Remove the mark: nothing is missing in `channel`."""
        with self._database.write() as connection:
            connection.execute(CAUGHT_UP, {"in_team": team, "in_channel": channel})

    def awaited_threads(
        self, team: str, resolved_since: datetime, most: int
    ) -> list[tuple[str, str]]:
        """Return channel and root ts of the threads in which a word would make a difference.

        Those with an open question first, then, the latest first, those of tickets that await
        their first response, there or below the card in the team's channel, of those that were
        resolved `resolved_since` then, which their reporter's word reopens, and of those judged
        since then without an answer: it may have been given.
        """
        where = {"in_team": team, "resolved_since": resolved_since, "most": most}
        with self._database.read() as connection:
            return [(row.channel, row.ts) for row in connection.execute(AWAITED, where)]

    def stored(self, team: str, channel: str, among: Sequence[str]) -> frozenset[str]:
        """Return those of the ts in `among` whose messages are stored."""
        where = {"in_team": team, "in_channel": channel, "among": list(among)}
        with self._database.read() as connection:
            return frozenset(connection.execute(STORED, where).scalars())

    def standing(self, team: str, channel: str, *, since: str, until: str) -> list[str]:
        """Return the ts of what was said in `channel` and tickets rest on, without replies."""
        where = {"in_team": team, "in_channel": channel, "since": since, "until": until}
        with self._database.read() as connection:
            return list(connection.execute(STANDING, where).scalars())

    def standing_in(
        self, team: str, channel: str, root: str, *, since: str, until: str
    ) -> list[str]:
        """Return the ts of what was said in the thread of `root` and a ticket rests on."""
        where = {"in_team": team, "in_channel": channel, "since": since, "until": until}
        with self._database.read() as connection:
            return list(connection.execute(STANDING_IN, {**where, "root": root}).scalars())
