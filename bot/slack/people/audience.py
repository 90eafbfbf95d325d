"""Who may read what stands in a channel: everybody, or the members of a private one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.payload import part, string
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.overview.concerning import concerns

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.web_api.calls import WebApi
    from bot.triage.overview.concerning import Concerning

FRESH = timedelta(minutes=10)
PAGE = 1000
MOST_PAGES = 5
EVERYBODY = "*"
"""Stands for all members of the workspace."""

log = structlog.stdlib.get_logger("slack.audience")


class ChannelPeople(Protocol):
    """Remembers who is in which private channel."""

    def channel(self, team: str, channel: str, since: datetime) -> Collection[str] | None:
        """Return who may read it, if that was looked up `since` then; `EVERYBODY` = all."""

    def keep_channel(
        self, team: str, channel: str, users: Collection[str], now: datetime, /
    ) -> None:
        """Remember who may read a channel."""


class Audience:
    """Looks channels up once in a while; in doubt nobody may read."""

    def __init__(
        self, api: WebApi, channels: ChannelPeople, *, clock: Callable[[], datetime]
    ) -> None:
        self._api = api
        self._channels = channels
        self._clock = clock

    def may_read(self, team: str, user: str, channel: str) -> bool:
        """Return True if what stands in `channel` may be shown to `user`, a full member."""
        users = self._channels.channel(team, channel, self._clock() - FRESH)
        if users is None:
            users = self._looked_up(team, channel)
        return EVERYBODY in users or user in users

    def may_read_ticket(self, team: str, user: str, ticket: Concerning) -> bool:
        """Return True if the text of `ticket` may be shown to `user`, a full member."""
        return concerns(ticket, user) or self.may_read(team, user, ticket.channel)

    def is_open(self, team: str, channel: str) -> bool:
        """Return True if every member may read `channel`; Unavailable while Slack doesn't tell."""
        users = self._channels.channel(team, channel, self._clock() - FRESH)
        try:
            users = self._kept(team, channel) if users is None else users
        except Rejected as refusal:
            log.warning("channel_not_looked_up", channel=channel, reason=str(refusal))
            return False
        except Unavailable as failure:
            # Nothing was said yet, whatever became of the question.
            seconds = failure.retry_after_seconds
            raise Unavailable(str(failure), retry_after_seconds=seconds) from failure
        return EVERYBODY in users

    def _looked_up(self, team: str, channel: str) -> list[str]:
        try:
            return self._kept(team, channel)
        except TriageError as error:
            log.warning("channel_not_looked_up", channel=channel, reason=str(error))
            return []

    def _kept(self, team: str, channel: str) -> list[str]:
        users = self._asked(channel)
        self._channels.keep_channel(team, channel, users, self._clock())
        return users

    def _asked(self, channel: str) -> list[str]:
        found = part(self._api.call(Method.CHANNEL, {"channel": channel}), "channel")
        is_private = found.get("is_private") is not False
        return self._members(channel) if is_private else [EVERYBODY]

    def _members(self, channel: str) -> list[str]:
        members: list[str] = []
        wanted: Json = {"channel": channel, "limit": PAGE}
        for _ in range(MOST_PAGES):
            answer = self._api.call(Method.MEMBERS, wanted)
            listed = answer.get("members")
            members += [str(user) for user in listed] if isinstance(listed, list) else []
            cursor = string(answer, "response_metadata", "next_cursor")
            if not cursor:
                break
            wanted = {**wanted, "cursor": cursor}
        return members
