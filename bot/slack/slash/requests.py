"""Opens the tickets that somebody asks for by command or form: stored before anything is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.slack.messages.incoming import is_blank
from bot.slack.ports import OVER_LIMIT
from bot.slack.sentences import NOT_SAVED, empty, opened, too_long, too_many
from bot.slack.whispers import asker
from bot.triage.errors import TriageError
from bot.triage.ticket import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.ports import Tickets
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers
    from bot.triage.arrivals.limits import Limits
    from bot.triage.ticket import Message

log = structlog.stdlib.get_logger("slack.requests")


@dataclass(frozen=True, slots=True)
class Opened:
    """The ticket is stored."""

    sentence: Mrkdwn


@dataclass(frozen=True, slots=True)
class NotOpened:
    """It is not, and Slack will not deliver it again: the person must know."""

    sentence: Mrkdwn


class Requests:
    """Stores requests and remembers where those who made them can be reached."""

    def __init__(
        self,
        tickets: Tickets,
        whispers: Whispers,
        *,
        max_length: int,
        limits: Limits,
        wake: Callable[[], None],
    ) -> None:
        self._tickets = tickets
        self._whispers = whispers
        self._max_length = max_length
        self._limits = limits
        self._wake = wake

    def open(self, message: Message, response_url: str) -> Opened | NotOpened:
        """Store `message` as a ticket, once for each event id."""
        if is_blank(message):
            return NotOpened(empty(self._max_length))
        if len(message.text) > self._max_length:
            return NotOpened(too_long(len(message.text), self._max_length))
        try:
            recorded = self._tickets.record(message, opens_ticket=True, entry=Entry.COMMAND)
        except TriageError as error:
            log.warning("request_not_saved", team=message.team, reason=str(error))
            return NotOpened(NOT_SAVED)
        if recorded.outcome == OVER_LIMIT:
            # Said each time: it answers something that somebody did, and only they see it.
            most = self._limits.most(recorded.exceeded) if recorded.exceeded else 0
            return NotOpened(too_many(recorded.exceeded, most))
        if response_url and recorded.number is not None:
            self._whispers.remember(asker(message.team, recorded.number), response_url)
        self._wake()
        return Opened(opened(f"T-{recorded.number}"))
