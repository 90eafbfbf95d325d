"""Takes the emoji by which somebody asks for a ticket: what they ask is stored, then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack.messages.reader import TS
from bot.slack.payload import part, string
from bot.triage.delivery.errand import Chore, Errand

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.messages.reader import Reader
    from bot.slack.messages.requests import MessageRequests
    from bot.slack.payload import Payload
    from bot.slack.ports import Errands
    from bot.slack.whispers import Whispers

log = structlog.stdlib.get_logger("slack.reactions")


class Reactions:
    """An error here keeps the event unacknowledged, so it comes again."""

    def __init__(
        self,
        reader: Reader,
        requests: MessageRequests,
        errands: Errands,
        whispers: Whispers,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._reader = reader
        self._requests = requests
        self._errands = errands
        self._whispers = whispers
        self._wake = wake
        self._clock = clock

    def take(self, team: str, body: Payload) -> None:
        """Store what one reaction asks for, if it asks for anything."""
        event = part(body, "event")
        channel, ts = string(event, "item", "channel"), string(event, "item", "ts")
        user = string(event, "user")
        if not self._asks(event, channel, ts):
            log.debug("ignored", reason="no request", team=team)
            return
        known = self._requests.existing(team, channel, ts)
        if known is not None:
            self._whispers.tell(channel, user, None, known)
            return
        self._errands.add(
            Errand(team, Chore.OPEN_TICKET, channel, ts, user=user, asked_at=self._clock())
        )
        self._wake()

    def _asks(self, event: Payload, channel: str, ts: str) -> bool:
        user = string(event, "user")
        is_place = bool(channel) and not channel.startswith("D") and TS.fullmatch(ts) is not None
        asks = self._reader.rules.admission.is_asked_for_by(string(event, "reaction"))
        return asks and is_place and user not in {"", self._reader.me.bot_user}
