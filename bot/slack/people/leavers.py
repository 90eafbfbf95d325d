"""Who has left the workspace, so that nobody is mentioned in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack.payload import part
from bot.slack.web_api.methods import Method
from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from bot.slack.web_api.calls import WebApi

PEOPLE = ("U", "W")
"""How the ids of people begin; those of user groups do not."""

log = structlog.stdlib.get_logger("slack.leavers")


class Leavers:
    """Asks Slack each time: what is said to people by name is rare."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def is_gone(self, user: str) -> bool:
        """Return True if the account of `user` is switched off; in doubt they are still there."""
        if not user.startswith(PEOPLE):
            return False
        try:
            answer = self._api.call(Method.PERSON, {"user": user})
        except TriageError as error:
            log.warning("person_not_looked_up", user=user, reason=str(error))
            return False
        return part(answer, "user").get("deleted") is True
