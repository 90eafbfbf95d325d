"""Takes what people choose in the menu of a message: triage it, or say why it is no ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack import sentences
from bot.slack.payload import is_channel, part, string
from bot.slack.web_api.methods import TRIAGE_MESSAGE, WHY_TICKET
from bot.triage.errors import TriageError
from bot.triage.teamwork.rights import Action
from bot.triage.ticket import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.slack.messages.explaining import Explaining
    from bot.slack.messages.requests import MessageRequests
    from bot.slack.payload import Payload
    from bot.slack.people.permissions import Permissions
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket

log = structlog.stdlib.get_logger("slack.shortcuts")


class Shortcuts:
    """Slack does not deliver a shortcut again, so nothing is raised: who chose it is told."""

    def __init__(
        self,
        requests: MessageRequests,
        explaining: Explaining,
        whispers: Whispers,
        rules: Rules,
        permissions: Permissions,
    ) -> None:
        self._requests = requests
        self._explaining = explaining
        self._whispers = whispers
        self._rules = rules
        self._permissions = permissions

    @property
    def callbacks(self) -> tuple[str, ...]:
        """Return the callback ids that are taken."""
        return TRIAGE_MESSAGE, WHY_TICKET

    def take(self, team: str, body: Payload) -> None:
        """Do what was chosen, and answer who chose it."""
        try:
            told = self._told(team, body)
        except TriageError as error:
            log.warning("shortcut_not_taken", team=team, reason=str(error))
            told = sentences.of_failure(error, sentences.NOT_SAVED)
        thread_ts = string(body, "message", "thread_ts") or None
        self._whispers.reply(string(body, "response_url"), told, thread_ts)

    def _told(self, team: str, body: Payload) -> Mrkdwn:
        channel, message = string(body, "channel", "id"), _message(body)
        name, user = string(body, "channel", "name"), string(body, "user", "id")
        if not is_channel(channel, name):
            return sentences.where_to_post(self._rules.channels)
        if string(body, "callback_id") == WHY_TICKET:
            refusal = self._permissions.refusal(team, user, Action.LOOK_UP, "why_ticket")
            return refusal or self._explaining.why(
                team, channel, message, lambda ticket: self._may_be_told(team, user, ticket)
            )
        return self._requests.open(
            team,
            channel,
            message,
            by=user,
            entry=Entry.SHORTCUT,
            response_url=string(body, "response_url"),
        )

    def _may_be_told(self, team: str, user: str, ticket: Ticket) -> bool:
        """Return True unless it was judged silently, which who works tickets alone is told."""
        if not ticket.is_silent:
            return True
        return self._permissions.allows(team, user, Action.WORK) is True


def _message(body: Payload) -> Mapping[str, object]:
    """Return the message, which has its ts beside it too."""
    return {**part(body, "message"), "ts": string(body, "message_ts")}
