"""Tells a worker who works tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from bot.slack.people.directory import Directory
    from bot.triage.teamwork.rights import Rights


class Agents:
    """The people of a directory who may work tickets."""

    def __init__(self, directory: Directory, rights: Rights) -> None:
        self._directory = directory
        self._rights = rights

    def is_agent(self, team: str, user: str) -> bool:
        """Return True if `user` may work tickets, as far as can be found out now."""
        return self._rights.may(self._directory.member(team, user), Action.WORK)
