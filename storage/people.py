"""Who people are, as Slack said last: looked up once in a while, not at every click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from bot.triage.teamwork.rights import Member
from storage.database import LISTENER_PATIENCE_SECONDS
from storage.inserts import insert_or_update
from storage.readable import each
from storage.schema import Moment, channel_people, people, person_names, user_groups

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from storage.database import Database

_since = sa.bindparam("since", type_=Moment)
PERSON = sa.select(people).where(
    people.c.team == sa.bindparam("in_team"),
    people.c.id == sa.bindparam("called"),
    people.c.looked_up_at >= _since,
)
GROUP = sa.select(user_groups.c.users).where(
    user_groups.c.team == sa.bindparam("in_team"),
    user_groups.c.id == sa.bindparam("called"),
    user_groups.c.looked_up_at >= _since,
)
CHANNEL = sa.select(channel_people.c.users).where(
    channel_people.c.team == sa.bindparam("in_team"),
    channel_people.c.id == sa.bindparam("called"),
    channel_people.c.looked_up_at >= _since,
)


def _latest(table: sa.Table) -> sa.Executable:
    insert = insert_or_update(table)
    return insert.on_conflict_do_update(
        index_elements=[table.c.team, table.c.id],
        set_={c.name: insert.excluded[c.name] for c in table.c if not c.primary_key},
    )


KEEP_PERSON = _latest(people)
KEEP_GROUP = _latest(user_groups)
KEEP_CHANNEL = _latest(channel_people)
KEEP_NAMES = _latest(person_names)
NAMES = sa.select(person_names).where(
    person_names.c.team == sa.bindparam("in_team"), person_names.c.id == sa.bindparam("called")
)


class Known(NamedTuple):
    """What somebody is called, and when that was looked up."""

    names: tuple[str, ...]
    looked_up_at: datetime


class People:
    """What listeners look up and keep: raises Unavailable within 2 s.

    What can't be read counts as never looked up.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def member(self, team: str, user: str, since: datetime) -> Member | None:
        """Return who `user` is, without groups; None unless that was looked up `since` then."""
        where = {"in_team": team, "called": user, "since": since}
        with self._database.read() as connection:
            return next(each(connection, PERSON, where, _member), None)

    def keep_member(self, team: str, member: Member, now: datetime) -> None:
        """Remember who somebody is, in place of what was known."""
        row = {
            "team": team,
            "id": member.id,
            "is_guest": member.is_guest,
            "is_stranger": member.is_stranger,
            "is_admin": member.is_admin,
            "looked_up_at": now,
        }
        with self._brief_write() as connection:
            connection.execute(KEEP_PERSON, row)

    def group(self, team: str, group: str, since: datetime) -> frozenset[str] | None:
        """Return the members of a group; None unless they were looked up `since` then."""
        return self._users(GROUP, team, group, since)

    def keep_group(self, team: str, group: str, users: Collection[str], now: datetime) -> None:
        """Remember who is in a group, in place of who was."""
        self._keep_users(KEEP_GROUP, team, group, users, now)

    def channel(self, team: str, channel: str, since: datetime) -> frozenset[str] | None:
        """Return who may read a channel; None unless that was looked up `since` then."""
        return self._users(CHANNEL, team, channel, since)

    def keep_channel(self, team: str, channel: str, users: Collection[str], now: datetime) -> None:
        """Remember who may read a channel, in place of who might."""
        self._keep_users(KEEP_CHANNEL, team, channel, users, now)

    def names(self, team: str, user: str) -> Known | None:
        """Return what `user` is called; None if that was never looked up."""
        with self._database.read() as connection:
            return next(each(connection, NAMES, {"in_team": team, "called": user}, _known), None)

    def keep_names(self, team: str, user: str, names: Sequence[str], now: datetime) -> None:
        """Remember what `user` is called, in place of what was known."""
        row = {"team": team, "id": user, "names": list(names), "looked_up_at": now}
        with self._brief_write() as connection:
            connection.execute(KEEP_NAMES, row)

    def _users(
        self, query: sa.Select[Any], team: str, called: str, since: datetime
    ) -> frozenset[str] | None:
        where = {"in_team": team, "called": called, "since": since}
        with self._database.read() as connection:
            return next(each(connection, query, where, _those), None)

    def _keep_users(
        self,
        keep: sa.Executable,
        team: str,
        called: str,
        users: Collection[str],
        now: datetime,
    ) -> None:
        row = {"team": team, "id": called, "users": sorted(users), "looked_up_at": now}
        with self._brief_write() as connection:
            connection.execute(keep, row)

    def _brief_write(self) -> AbstractContextManager[sa.Connection]:
        return self._database.write(patience_seconds=LISTENER_PATIENCE_SECONDS, durable=False)


def _member(row: sa.Row[Any]) -> Member:
    return Member(row.id, row.is_guest, row.is_stranger, row.is_admin)


def _known(row: sa.Row[Any]) -> Known:
    return Known(tuple(row.names), row.looked_up_at)


def _those(row: sa.Row[Any]) -> frozenset[str]:
    return frozenset(row.users)
