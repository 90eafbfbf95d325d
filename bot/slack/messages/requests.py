"""Opens a ticket from any message because somebody asked for it, by shortcut or emoji."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack.messages import request_sentences as sentences
from bot.slack.messages.incoming import is_blank
from bot.slack.payload import string
from bot.slack.ports import DUPLICATE, OPENED, OVER_LIMIT
from bot.slack.sentences import too_many
from bot.slack.whispers import asker
from bot.triage.arrivals.limits import WINDOW
from bot.triage.errors import Unavailable, UnreadableTicket

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.messages.reader import Reader
    from bot.slack.payload import Payload
    from bot.slack.ports import Recorded, Tickets
    from bot.slack.posts.progress import SlackProgress
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers
    from bot.triage.arrivals.limits import Limits
    from bot.triage.ticket import Entry, Message

log = structlog.stdlib.get_logger("slack.message_requests")


class MessageRequests:
    """Stores the ticket first, and says what became of it."""

    def __init__(
        self,
        reader: Reader,
        tickets: Tickets,
        *,
        progress: SlackProgress,
        whispers: Whispers,
        limits: Limits,
        wake: Callable[[], None],
    ) -> None:
        self._reader = reader
        self._tickets = tickets
        self._progress = progress
        self._whispers = whispers
        self._limits = limits
        self._wake = wake

    def existing(self, team: str, channel: str, ts: str) -> Mrkdwn | None:
        """Return that the message at `ts` belongs to a ticket; None if it does not."""
        try:
            ticket = self._tickets.about(team, channel, ts)
        except UnreadableTicket as unread:
            return sentences.already(unread.number)
        if ticket is None:
            return None
        return sentences.SILENTLY if ticket.is_silent else sentences.already(ticket.number)

    def open(
        self,
        team: str,
        channel: str,
        standing: Payload,
        *,
        by: str,
        entry: Entry,
        response_url: str = "",
        asked_at: datetime | None = None,
    ) -> Mrkdwn:
        """Return what to tell `by`, who asks for a ticket on the message that stands there.

        Raises Unavailable if nothing could be stored, or if it exceeds a limit only as Slack was
        out of reach since `asked_at`, and what was asked for meanwhile is done all at once.
        """
        if self._is_ours(standing):
            return self._about_ours(team, channel, standing)
        event_id = f"asked:{channel}:{string(standing, 'ts')}"
        asked = self._reader.on_request(team, channel, standing, event_id)
        if not asked.is_said or is_blank(asked.message):
            return sentences.NOTHING_SAID
        reporter = by if asked.is_by_app else asked.message.user
        recorded = self._tickets.request(asked.message, by=by, reporter=reporter, entry=entry)
        if recorded.outcome == OVER_LIMIT and asked_at and asked.message.at - asked_at > WINDOW:
            raise Unavailable("over a limit", retry_after_seconds=WINDOW.total_seconds())
        if recorded.outcome == OPENED and response_url and recorded.number is not None:
            self._whispers.remember(asker(team, recorded.number), response_url)
        return self._told(recorded, asked.message)

    def _told(self, recorded: Recorded, message: Message) -> Mrkdwn:
        log.info("ticket_requested", outcome=str(recorded.outcome), team=message.team)
        if recorded.outcome == OVER_LIMIT:
            most = self._limits.most(recorded.exceeded) if recorded.exceeded else 0
            return too_many(recorded.exceeded, most)
        is_silent = self._reader.rules.admission.review_for(message.channel) is not None
        if recorded.outcome == DUPLICATE:
            known = self.existing(message.team, message.channel, message.ts or "")
            unnamed = sentences.SILENTLY if is_silent else None
            return known or unnamed or sentences.already(recorded.number or 0)
        if recorded.outcome != OPENED:
            return sentences.GONE
        self._wake()
        if is_silent:
            return sentences.asked_silently(recorded.number or 0)
        root = message.thread_ts if message.is_reply else message.ts
        self._progress.started(message.team, message.channel, root or "")
        return sentences.asked_for(recorded.number or 0)

    def _is_ours(self, standing: Payload) -> bool:
        return self._reader.me.wrote(string(standing, "user"), string(standing, "bot_id"))

    def _about_ours(self, team: str, channel: str, standing: Payload) -> Mrkdwn:
        root = string(standing, "thread_ts") or string(standing, "ts")
        ticket = self._tickets.in_thread(team, channel, root)
        return sentences.OURS if ticket is None else sentences.already(ticket.number)
