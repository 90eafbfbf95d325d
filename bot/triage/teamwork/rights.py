"""Who may do what; whatever is not known about a person counts against them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(StrEnum):
    """What somebody is to the support team; a person can be several."""

    REPORTER = "reporter"
    """Everybody: opens tickets and answers questions."""
    AGENT = "agent"
    """Works tickets."""
    EDITOR = "editor"
    """Looks after the known issues."""
    ADMIN = "admin"


class Action(StrEnum):
    """What a person can ask the app to do."""

    OPEN_TICKET = "open_ticket"
    ANSWER = "answer"
    WORK = "work"
    """Claim, edit, resolve, route, judge again, dismiss; say what was right or wrong."""
    DRAFT = "draft"
    """Write a known issue up for approval."""
    EDIT_KNOWLEDGE = "edit_knowledge"
    """Add, change, retire and roll back known issues; approve drafts of others."""
    MANAGE_INCIDENT = "manage_incident"
    LOOK_UP = "look_up"
    """Search known issues and tickets, count, export, ask how another's ticket stands and why a
    message is none: every full member."""
    CONFIGURE = "configure"
    """See what is on in a channel."""


_ALLOWED: dict[Role, frozenset[Action]] = {
    Role.REPORTER: frozenset({Action.OPEN_TICKET, Action.ANSWER}),
    Role.AGENT: frozenset({Action.WORK, Action.DRAFT, Action.MANAGE_INCIDENT}),
    Role.EDITOR: frozenset({Action.DRAFT, Action.EDIT_KNOWLEDGE}),
    Role.ADMIN: frozenset(Action),
}


@dataclass(frozen=True, slots=True)
class Member:
    """A person as Slack knows them."""

    id: str
    is_guest: bool
    is_stranger: bool
    """Is nobody of this workspace: from another organisation, an app, or gone."""
    is_admin: bool = False
    """Slack's own flag: an owner or admin of the workspace."""
    groups: frozenset[str] = frozenset()
    """Ids of the user groups that they are in."""

    @property
    def is_full(self) -> bool:
        """Return True unless they are a guest or from another organisation."""
        return not self.is_guest and not self.is_stranger


@dataclass(frozen=True, slots=True)
class Grant:
    """Who has a role."""

    users: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    slack_admins: bool = False
    """Everybody with Slack's own admin flag."""

    def covers(self, member: Member) -> bool:
        """Return True if `member` is meant."""
        by_flag = self.slack_admins and member.is_admin
        return by_flag or member.id in self.users or bool(member.groups & self.groups)


@dataclass(frozen=True, slots=True)
class Rights:
    """The roles of a workspace; without grants every full member works tickets."""

    grants: Mapping[Role, Grant] = field(default_factory=dict)

    def roles(self, member: Member) -> frozenset[Role]:
        """Return what `member` is; guests and strangers are reporters and nothing else."""
        if not member.is_full:
            return frozenset({Role.REPORTER})
        granted = self._granted(member) if self.grants else _by_default(member)
        return granted | {Role.REPORTER}

    def may(self, member: Member | None, action: Action) -> bool:
        """Return True if `member` may do `action`; None is somebody of whom nothing is known."""
        if action is Action.LOOK_UP:
            return member is not None and member.is_full
        roles = frozenset({Role.REPORTER}) if member is None else self.roles(member)
        return any(action in _ALLOWED[role] for role in roles)

    def allowed(self, member: Member | None) -> frozenset[Action]:
        """Return all that `member` may do; None is somebody of whom nothing is known."""
        return frozenset(action for action in Action if self.may(member, action))

    def holders(self, action: Action) -> Grant:
        """Return who may do `action`, where that takes a role that somebody gave."""
        grants = self.grants or {Role.ADMIN: Grant(slack_admins=True)}
        able = [grant for role, grant in grants.items() if action in _ALLOWED[role]]
        return Grant(
            users=frozenset().union(*(grant.users for grant in able)),
            groups=frozenset().union(*(grant.groups for grant in able)),
            slack_admins=any(grant.slack_admins for grant in able),
        )

    @property
    def groups(self) -> frozenset[str]:
        """Return the user groups whose members must be known."""
        return frozenset().union(*(grant.groups for grant in self.grants.values()))

    def _granted(self, member: Member) -> frozenset[Role]:
        return frozenset(role for role, grant in self.grants.items() if grant.covers(member))


def _by_default(member: Member) -> frozenset[Role]:
    if member.is_admin:
        return frozenset({Role.AGENT, Role.EDITOR, Role.ADMIN})
    return frozenset({Role.AGENT})
