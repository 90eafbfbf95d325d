"""Finds out who somebody is: from what was looked up lately, else from Slack while time is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.payload import part, parts, string
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, TriageError
from bot.triage.teamwork.rights import Member

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.triage.teamwork.rights import Grant

FRESH = timedelta(seconds=30)
"""How long what was looked up counts: so long at most a right outlives its end.

Each group costs two calls a minute then, of the 20 that Slack allows.
"""
AT_ONCE = timedelta()
"""For what is looked up anew, as a form is sent."""
LATELY = timedelta(minutes=10)
"""How long it counts where Slack does not say, and for what is no right."""
LOOK_UP_SECONDS = 1.0
"""After that no further look-up is begun: Slack waits 3 s for the answer to a click."""
PAGE = 1000
_LISTED = {
    "S": (Method.GROUP, "usergroup", "users"),
    "C": (Method.MEMBERS, "channel", "members"),
    "G": (Method.MEMBERS, "channel", "members"),
}
"""How to ask who is in what an id names, by how the id begins."""
UNKNOWN_HERE = {"user_not_found", "user_not_visible", "users_not_found"}

log = structlog.stdlib.get_logger("slack.directory")


class People(Protocol):
    """Remembers what was looked up; each method may raise Unavailable within 2 s."""

    def member(self, team: str, user: str, since: datetime) -> Member | None:
        """Return who `user` is, without groups, if that was looked up `since` then."""

    def keep_member(self, team: str, member: Member, now: datetime) -> None:
        """Remember who somebody is."""

    def group(self, team: str, group: str, since: datetime) -> frozenset[str] | None:
        """Return the members of a group, if they were looked up `since` then."""

    def keep_group(self, team: str, group: str, users: Collection[str], now: datetime) -> None:
        """Remember who is in a group."""


class Directory:
    """The people of each workspace, with those user groups that give somebody a role."""

    def __init__(
        self,
        api: WebApi,
        people: People,
        *,
        groups: Collection[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._people = people
        self._groups = sorted(groups)
        self._clock = clock

    def time_is_up_at(self) -> datetime:
        """Return until when look-ups may begin for a click or a form that comes now."""
        return self._clock() + timedelta(seconds=LOOK_UP_SECONDS)

    def member(
        self, team: str, user: str, until: datetime | None = None, fresh: timedelta = FRESH
    ) -> Member | None:
        """Return who `user` is; None if Slack doesn't say so in time.

        `until` is when time is up for what several are looked up for, `fresh` how long ago they may
        have been looked up. Raises Unavailable if the database doesn't answer.
        """
        until = until or self.time_is_up_at()
        try:
            member = self._person(team, user, until, fresh)
            if not member.is_full:
                return member
            groups = self._groups
            inside = [name for name in groups if user in self._group(team, name, until, fresh)]
        except _NotToldError as error:
            log.warning("person_not_looked_up", team=team, user=user, reason=str(error))
            return None
        return replace(member, groups=frozenset(inside))

    def is_inside(self, team: str, user: str, group: str, until: datetime) -> bool | None:
        """Return whether `user` is in a user group or a channel; None if that isn't told in time.

        Nobody is in what is neither.
        """
        if group[:1] not in _LISTED:
            return False
        try:
            return user in self._group(team, group, until, LATELY)
        except _NotToldError as error:
            log.warning("group_not_looked_up", group=group, reason=str(error))
            return None

    def everybody(self, team: str, grant: Grant) -> list[Member] | None:
        """Return all whom `grant` may cover, and others; None if they can't be told in time.

        Where Slack's own flag counts, that is the whole workspace: of one that is too large to be
        read at once nothing is told.
        """
        until = self._clock() + timedelta(seconds=LOOK_UP_SECONDS)
        try:
            inside = {name: self._group(team, name, until) for name in self._groups}
            if grant.slack_admins:
                members = self._workspace(team, until)
            else:
                named = grant.users.union(*(inside[name] for name in grant.groups))
                members = [self._person(team, user, until) for user in sorted(named)]
        except _NotToldError as error:
            log.warning("people_not_listed", team=team, reason=str(error))
            return None
        return [
            replace(member, groups=frozenset(n for n in inside if member.id in inside[n]))
            for member in members
        ]

    def _workspace(self, team: str, until: datetime) -> list[Member]:
        """Return all people of the workspace."""
        members: list[Member] = []
        wanted: Json = {"limit": PAGE}
        while self._clock() <= until:
            try:
                answer = self._api.call(Method.PEOPLE, wanted)
            except TriageError as error:
                raise _NotToldError(str(error)) from error
            members += [
                described(each, string(each, "id"), team) for each in parts(answer, "members")
            ]
            cursor = string(answer, "response_metadata", "next_cursor")
            if not cursor:
                return members
            wanted = {**wanted, "cursor": cursor}
        raise _NotToldError("there are too many people to list at once")

    def _person(self, team: str, user: str, until: datetime, fresh: timedelta = FRESH) -> Member:
        known = self._people.member(team, user, self._clock() - fresh)
        if known is not None:
            return known
        try:
            self._require_time(until)
            member = self._asked(team, user)
        except _NotToldError:
            known = self._people.member(team, user, self._clock() - LATELY)
            if known is None:
                raise
            return known
        self._people.keep_member(team, member, self._clock())
        return member

    def _asked(self, team: str, user: str) -> Member:
        try:
            answer = self._api.call(Method.PERSON, {"user": user})
        except Rejected as refusal:
            if refusal.code in UNKNOWN_HERE:
                return Member(user, is_guest=True, is_stranger=True)
            raise _NotToldError(str(refusal)) from refusal
        except TriageError as error:
            raise _NotToldError(str(error)) from error
        return described(part(answer, "user"), user, team)

    def _group(
        self, team: str, group: str, until: datetime, fresh: timedelta = FRESH
    ) -> frozenset[str]:
        known = self._people.group(team, group, self._clock() - fresh)
        if known is not None:
            return known
        try:
            self._require_time(until)
            users = self._inside(group)
        except _NotToldError:
            known = self._people.group(team, group, self._clock() - LATELY)
            if known is None:
                raise
            return known
        self._people.keep_group(team, group, users, self._clock())
        return users

    def _require_time(self, until: datetime) -> None:
        if self._clock() > until:
            raise _NotToldError("no time is left to look anybody up")

    def _inside(self, group: str) -> frozenset[str]:
        """Return who Slack says is in a group: nobody if it refuses, as where there is none.

        Of a channel that is its first members.
        """
        method, asked, told = _LISTED[group[:1]]
        wanted: Json = {asked: group} | ({"limit": PAGE} if method is Method.MEMBERS else {})
        try:
            users = self._api.call(method, wanted).get(told)
        except Rejected as refusal:
            log.warning("group_not_looked_up", group=group, reason=str(refusal))
            return frozenset()
        except TriageError as error:
            raise _NotToldError(str(error)) from error
        return frozenset(map(str, users if isinstance(users, list) else ()))


class _NotToldError(Exception):
    """Slack didn't say who somebody is; the message says why."""


def described(user: Payload, user_id: str, team: str) -> Member:
    """Return who a user object of Slack's is; whatever it does not say counts against them."""
    is_guest = any(user.get(flag) is not False for flag in ("is_restricted", "is_ultra_restricted"))
    is_gone = user.get("deleted") is not False or user.get("is_bot") is not False
    is_foreign = user.get("is_stranger") is True or team not in _teams(user)
    is_admin = any(user.get(flag) is True for flag in ("is_admin", "is_owner"))
    return Member(user_id, is_guest, is_gone or is_foreign, is_admin)


def _teams(user: Payload) -> set[str]:
    """Return the workspaces of a person: several in an Enterprise organisation."""
    several = part(user, "enterprise_user").get("teams")
    return {string(user, "team_id"), *map(str, several if isinstance(several, list) else ())}
