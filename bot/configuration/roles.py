"""Who has which role: by user, by user group, or by Slack's own admin flag."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, model_validator

from bot.configuration.strict import Strict
from bot.triage.teamwork.rights import Grant, Rights, Role

USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
GROUP_ID = re.compile(r"S[A-Z0-9]{1,30}")


def _user(value: str) -> str:
    if not USER_ID.fullmatch(value):
        raise ValueError("expected ids of people such as U0123456789")
    return value


def _group(value: str) -> str:
    if not GROUP_ID.fullmatch(value):
        raise ValueError("expected ids of user groups such as S0123456789")
    return value


class GrantEntry(Strict):
    """Who has one role."""

    users: tuple[Annotated[str, AfterValidator(_user)], ...] = ()
    groups: tuple[Annotated[str, AfterValidator(_group)], ...] = ()
    slack_admins: bool = False

    @model_validator(mode="after")
    def _names_somebody(self) -> GrantEntry:
        if not (self.users or self.groups or self.slack_admins):
            raise ValueError("names nobody: give `users`, `groups`, or `slack_admins: true`")
        return self

    def grant(self) -> Grant:
        """Return it as the rest of the app sees it."""
        return Grant(frozenset(self.users), frozenset(self.groups), self.slack_admins)


class RolesSection(Strict):
    """The roles that are given; a reporter is everybody."""

    agent: GrantEntry | None = None
    editor: GrantEntry | None = None
    admin: GrantEntry | None = None

    @model_validator(mode="after")
    def _has_somebody_at_work(self) -> RolesSection:
        if self.editor and not (self.agent or self.admin):
            raise ValueError("nobody could work tickets: give `agent` or `admin` too")
        return self

    def rights(self) -> Rights:
        """Return who may do what."""
        entries = {Role.AGENT: self.agent, Role.EDITOR: self.editor, Role.ADMIN: self.admin}
        return Rights({role: entry.grant() for role, entry in entries.items() if entry})
