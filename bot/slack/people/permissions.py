"""Asks at each submission whether somebody may do it, whatever was drawn for them before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.slack.people.directory import FRESH
from bot.slack.rendering import Mrkdwn
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.slack.people.directory import Directory
    from bot.triage.teamwork.rights import Rights

IN_DOUBT = Mrkdwn(
    "I can't find out just now whether you may do that, so nothing was done. "
    "Please try again in a moment."
)
_WHO_MAY = {
    Action.OPEN_TICKET: "everybody",
    Action.ANSWER: "everybody",
    Action.WORK: "people who work tickets",
    Action.DRAFT: "people who work tickets or look after the known issues",
    Action.EDIT_KNOWLEDGE: "people who look after the known issues",
    Action.MANAGE_INCIDENT: "people who work tickets",
    Action.LOOK_UP: "members of this workspace",
    Action.CONFIGURE: "admins",
}


class Trail(Protocol):
    """Keeps what was asked for in vain."""

    def denied(self, team: str, actor: str, action: str, about: str, now: datetime, /) -> None:
        """Note it; raises Unavailable within 2 s."""


class Permissions:
    """The rights of the people of a directory."""

    def __init__(
        self,
        directory: Directory,
        rights: Rights,
        trail: Trail,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._directory = directory
        self._rights = rights
        self._trail = trail
        self._clock = clock

    def time_is_up_at(self) -> datetime:
        """Return until when people may be looked up for a click or a form that comes now."""
        return self._directory.time_is_up_at()

    def refusal(
        self,
        team: str,
        user: str,
        action: Action,
        about: str,
        until: datetime | None = None,
        *,
        fresh: timedelta = FRESH,
    ) -> Mrkdwn | None:
        """Return why `user` may not do `action`, which is then in the trail; None if they may.

        `about` is the id of what they want to do it to, `until` when time is up, `fresh` how long
        ago they may have been looked up. Raises Unavailable if the database doesn't answer.
        """
        if self._rights.may(None, action):
            return None
        member = self._directory.member(team, user, until, fresh)
        if self._rights.may(member, action):
            return None
        self._trail.denied(team, user, action, about, self._clock())
        return IN_DOUBT if member is None else denied(action)

    def allows(
        self, team: str, user: str, action: Action, until: datetime | None = None
    ) -> bool | None:
        """Return whether `user` may do `action`; None if that can't be found out in time."""
        member = self._directory.member(team, user, until)
        if self._rights.may(member, action):
            return True
        return None if member is None else False

    def is_alone(self, team: str, user: str, action: Action) -> bool | None:
        """Return True if nobody but `user` may do `action`; None if that can't be found out now."""
        holders = self._rights.holders(action)
        known = self._directory.everybody(team, holders)
        if known is None:
            return None
        return not any(member.id != user and self._rights.may(member, action) for member in known)

    def allowed(self, team: str, user: str) -> frozenset[Action]:
        """Return all that `user` may do, as far as can be found out now."""
        return self._rights.allowed(self._directory.member(team, user))


def denied(action: Action) -> Mrkdwn:
    """Return to somebody that they have no right to `action`."""
    return Mrkdwn(f"Only {_WHO_MAY[action]} can do that, so nothing was changed.")
