"""Takes the form that `/triage` alone opens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.slack.opening import FORM_BLOCK, FORM_INPUT, form_key
from bot.slack.payload import string
from bot.slack.requests import NotOpened
from bot.slack.sentences import where_to_post
from bot.triage.plain_text import plain
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.payload import Payload
    from bot.slack.rendering import Mrkdwn
    from bot.slack.requests import Requests
    from bot.slack.whispers import Whispers

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")


class Forms:
    """Opens what was written in a form as a ticket, like the command does."""

    def __init__(
        self, requests: Requests, whispers: Whispers, *, clock: Callable[[], datetime]
    ) -> None:
        self._requests = requests
        self._whispers = whispers
        self._clock = clock

    def submit(self, team: str, body: Payload) -> Mrkdwn | None:
        """Return what is wrong with the form; None if the ticket is stored."""
        channel = string(body, "view", "private_metadata")
        if not _CHANNEL.fullmatch(channel):
            return where_to_post(())
        key = form_key(string(body, "view", "id"))
        text = string(body, "view", "state", "values", FORM_BLOCK, FORM_INPUT, "value")
        message = Message(
            team=team,
            channel=channel,
            user=string(body, "user", "id"),
            text=plain(text).strip(),
            event_id=key,
            at=self._clock(),
        )
        outcome = self._requests.open(message, self._whispers.recall(key) or "")
        return outcome.sentence if isinstance(outcome, NotOpened) else None
