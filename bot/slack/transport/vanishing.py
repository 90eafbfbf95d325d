"""Finds out which messages were deleted while Slack could not reach us, without guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.slack.payload import string
from bot.slack.web_api.methods import Method
from bot.slack.web_api.pages import GONE
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.payload import Payload
    from bot.slack.ports import LastSeen
    from bot.slack.web_api.pages import Patient

SETTLED_AFTER = timedelta(minutes=1)
"""What Slack lists may lag behind what it has delivered."""
KEPT_FOR = timedelta(hours=24)
"""What is older may be hidden by what the workspace keeps or pays for, and nobody deleted it."""
MOST_LOOKED_UP = 50
"""Of one list: where more are missing, it is rather the list that is wrong."""

log = structlog.stdlib.get_logger("slack.vanishing")


class Vanishing:
    """Compares what tickets rest on with what Slack lists; asks Slack for each that is missing.

    To withdraw a ticket whose message stands is far worse than to keep one whose message is gone.
    So it takes a list that was read to its end, in which the message should be, and Slack's word,
    when asked for that message alone, that there is none.
    """

    def __init__(
        self, api: Patient, last_seen: LastSeen, team: str, clock: Callable[[], datetime]
    ) -> None:
        self._api = api
        self._last_seen = last_seen
        self._team = team
        self._clock = clock

    def expected(self, channel: str, since: str) -> list[str]:
        """Return the ts that a list of `channel` since then should hold; ask before reading."""
        return self._last_seen.standing(self._team, channel, since=since, until=self._settled())

    def expected_in(self, channel: str, root: str) -> list[str]:
        """Return the ts that a list of the thread should hold; ask before reading."""
        since = f"{(self._clock() - KEPT_FOR).timestamp():.6f}"
        return self._last_seen.standing_in(
            self._team, channel, root, since=since, until=self._settled()
        )

    def gone(self, channel: str, expected: Sequence[str], listed: Sequence[Payload]) -> list[str]:
        """Return those of `expected` that were deleted; `listed` is all that Slack has."""
        found = {string(message, "ts") for message in listed}
        missing = [ts for ts in expected if ts not in found]
        if len(missing) > MOST_LOOKED_UP:
            log.warning("too_many_missing", channel=channel, count=len(missing))
            return []
        return [ts for ts in missing if self._is_gone(channel, ts)]

    def _settled(self) -> str:
        return f"{(self._clock() - SETTLED_AFTER).timestamp():.6f}"

    def _is_gone(self, channel: str, ts: str) -> bool:
        """Return True if Slack says so; of a reply too, it takes the ts there as well."""
        alone = {"channel": channel, "ts": ts, "latest": ts, "inclusive": True, "limit": 1}
        try:
            self._api.call(Method.REPLIES, alone)
        except Rejected as refusal:
            return refusal.code in GONE
        return False
