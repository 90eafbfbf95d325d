"""Gives the choices of a menu while somebody types into it: the known issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack.blocks import options
from bot.slack.forms.edit_form import option_of
from bot.slack.messages.markup import readable
from bot.slack.payload import string
from bot.triage.errors import TriageError
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.finding import IssueFinder
    from bot.slack.payload import Payload
    from bot.slack.people.permissions import Permissions

MOST_CHOICES = 100

log = structlog.stdlib.get_logger("slack.suggestions")


class Suggestions:
    """Searches by words, then by meaning; whoever may not work tickets finds nothing."""

    def __init__(self, finder: IssueFinder, permissions: Permissions) -> None:
        self._finder = finder
        self._permissions = permissions

    def issues(self, team: str, body: Payload) -> Json:
        """Return the known issues that match what was typed, none if they can't be read now."""
        user, typed = string(body, "user", "id"), readable(string(body, "value"))
        try:
            if not self._permissions.allows(team, user, Action.WORK):
                return {"options": []}
            found = self._finder.found(team, typed, MOST_CHOICES)
        except TriageError as error:
            log.warning("no_choices", team=team, reason=str(error))
            return {"options": []}
        return {"options": options([option_of(issue.id, issue.title) for issue in found])}
