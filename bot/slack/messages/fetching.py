"""Reads the message on which somebody put the emoji, and opens its ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.messages import request_sentences as sentences
from bot.slack.payload import parts, string
from bot.slack.web_api.methods import Method
from bot.slack.web_api.pages import GONE
from bot.triage.errors import Rejected, Unavailable
from bot.triage.ticket import Entry

if TYPE_CHECKING:
    from bot.slack.messages.requests import MessageRequests
    from bot.slack.payload import Payload
    from bot.slack.rendering import Mrkdwn
    from bot.slack.web_api.calls import WebApi
    from bot.slack.whispers import Whispers
    from bot.triage.delivery.errand import Errand

_LOCKED_OUT = {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"}
"""Slack refuses the app, not what it asks for; who lets it in again expects to lose nothing."""


class Fetching:
    """Does the errands of `Chore.OPEN_TICKET`; safe to repeat, since a message is one ticket."""

    def __init__(self, api: WebApi, requests: MessageRequests, whispers: Whispers) -> None:
        self._api = api
        self._requests = requests
        self._whispers = whispers

    def do(self, errand: Errand) -> None:
        """Open the ticket, and tell who asked; raises Unavailable if that can't be done now."""
        try:
            standing = self._read(errand)
        except Rejected as refusal:
            if refusal.code in _LOCKED_OUT:
                raise Unavailable(str(refusal)) from refusal
            is_gone = refusal.code in GONE
            self._tell(errand, sentences.GONE if is_gone else sentences.UNREADABLE)
            return
        if standing is None:
            self._tell(errand, sentences.GONE)
            return
        told = self._requests.open(
            errand.team,
            errand.channel,
            standing,
            by=errand.user,
            entry=Entry.EMOJI,
            asked_at=errand.asked_at,
        )
        self._tell(errand, told)

    def give_up(self, errand: Errand) -> None:
        """Tell who asked that it could not be done."""
        self._tell(errand, sentences.UNREADABLE)

    def _read(self, errand: Errand) -> Payload | None:
        """Return the message; of a thread too, for which Slack takes the ts of a reply as well."""
        place = {
            "channel": errand.channel,
            "ts": errand.about,
            "latest": errand.about,
            "inclusive": True,
            "limit": 1,
        }
        found = parts(self._api.call(Method.REPLIES, place), "messages")
        return next((one for one in found if string(one, "ts") == errand.about), None)

    def _tell(self, errand: Errand, sentence: Mrkdwn) -> None:
        self._whispers.tell(errand.channel, errand.user, None, sentence)
