"""Says of any message why it is a ticket, or why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.messages import why_sentences as sentences
from bot.slack.messages.reader import COUNTED_SUBTYPES, SLACKBOT
from bot.slack.payload import part, string
from bot.slack.rendering import joined
from bot.triage.arrivals.admission import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.messages.reader import Reader
    from bot.slack.payload import Payload
    from bot.slack.ports import PassedOver, Tickets
    from bot.slack.rendering import Mrkdwn
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket


class Explaining:
    """Looks up what became of a message; nothing is asked of Slack."""

    def __init__(self, reader: Reader, tickets: Tickets, passed_over: PassedOver) -> None:
        self._reader = reader
        self._tickets = tickets
        self._passed_over = passed_over

    @property
    def _rules(self) -> Rules:
        return self._reader.rules

    def why(
        self, team: str, channel: str, message: Payload, may_be_told: Callable[[Ticket], bool]
    ) -> Mrkdwn:
        """Return it in a few sentences; raises Unavailable if it can't be looked up.

        A ticket of which who asks `may_be_told` nothing is not named.
        """
        told = self._decided(team, channel, message, may_be_told)
        if part(message, "edited") and not self._is_ours(message):
            return joined(" ", [told, sentences.EDITED])
        return told

    def _decided(
        self, team: str, channel: str, message: Payload, may_be_told: Callable[[Ticket], bool]
    ) -> Mrkdwn:
        ts = string(message, "ts")
        ticket = self._tickets.about(team, channel, ts)
        if ticket is not None and not may_be_told(ticket):
            return sentences.SILENT
        if ticket is not None:
            is_reply = string(message, "thread_ts") not in {"", ts}
            return self._of_ticket(ticket, ts, is_reply=is_reply)
        if self._is_ours(message):
            return sentences.OURS
        noise = self._passed_over.noise(team, channel, ts)
        if noise is not None:
            return sentences.noise(noise)
        refusal = self._passed_over.refusal(team, channel, ts)
        if refusal is not None:
            return sentences.refused(refusal, self._reader.max_length)
        return self._by_its_kind(channel, message)

    def _is_ours(self, message: Payload) -> bool:
        return self._reader.me.wrote(string(message, "user"), string(message, "bot_id"))

    def _of_ticket(self, ticket: Ticket, ts: str, *, is_reply: bool) -> Mrkdwn:
        if ts == ticket.opening_ts:
            mode, emoji = self._rules.admission.mode(ticket.channel), self._rules.admission.emoji
            return sentences.opened(ticket, mode, emoji)
        return sentences.part_of(ticket.number, is_reply=is_reply)

    def _by_its_kind(self, channel: str, message: Payload) -> Mrkdwn:
        """Return what the rules of its channel make of a message that left no trace."""
        thread_ts = string(message, "thread_ts")
        is_by_person = string(message, "user") not in {"", SLACKBOT}
        if not is_by_person or string(message, "bot_id") or part(message, "bot_profile"):
            return sentences.BY_APP
        if string(message, "subtype") not in COUNTED_SUBTYPES:
            return sentences.NOT_SAID
        if thread_ts and thread_ts != string(message, "ts"):
            return sentences.REPLY
        if not self._rules.is_support_channel(channel):
            return sentences.NOT_HERE
        mode = self._rules.admission.mode(channel)
        if mode in {Mode.AUTOMATIC, Mode.SHADOW}:
            return sentences.UNSEEN
        return sentences.not_in_mode(mode, self._rules.admission.emoji)
