"""Takes the form that `/triage` alone opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.payload import part, string
from bot.slack.people.names import names_in
from bot.slack.sentences import OUTDATED_FORM
from bot.slack.slash.opening import FORM_BLOCK, FORM_INPUT, form_key
from bot.slack.slash.requests import NotOpened
from bot.triage.plain_text import plain
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.forms.seal import Seal
    from bot.slack.payload import Payload
    from bot.slack.rendering import Mrkdwn
    from bot.slack.slash.requests import Requests
    from bot.slack.whispers import Whispers


class Forms:
    """Opens what was written in a form as a ticket, like the command does."""

    def __init__(
        self,
        requests: Requests,
        whispers: Whispers,
        seal: Seal,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._requests = requests
        self._whispers = whispers
        self._seal = seal
        self._clock = clock

    def submit(self, team: str, body: Payload) -> Mrkdwn | None:
        """Return what is wrong with the form; None if the ticket is stored.

        Guests and people of other organisations may open tickets too, so nothing is asked but
        whether the form was opened by this very person.
        """
        user = string(body, "user", "id")
        carried = self._seal.opened(part(body, "view"), team, user)
        if carried is None:
            return OUTDATED_FORM
        key = form_key(string(body, "view", "id"))
        text = string(body, "view", "state", "values", FORM_BLOCK, FORM_INPUT, "value")
        message = Message(
            team=team,
            channel=carried[0],
            user=user,
            text=plain(text).strip(),
            event_id=key,
            at=self._clock(),
            names=names_in(part(body, "user")),
        )
        outcome = self._requests.open(message, self._whispers.recall(key) or "")
        return outcome.sentence if isinstance(outcome, NotOpened) else None
