"""Says something to one person only, as well as that can be done."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.blocks import View
from bot.slack.notice import notice
from bot.slack.rendering import mention
from bot.slack.sentences import NOT_READ, uninvited
from bot.slack.web_api.direct import direct_channel
from bot.slack.web_api.methods import Method
from bot.slack.web_api.unadorned import UNADORNED, UNPARSED
from bot.triage.errors import Rejected, TriageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.rendering import Mrkdwn
    from bot.slack.web_api.best_effort import BestEffort
    from bot.slack.web_api.calls import WebApi
    from bot.triage.ticket import Ticket

ADDRESS_LIFE = timedelta(minutes=29)
"""Slack's `response_url` works for 30 minutes."""
MOST_ADDRESSES = 1000
TO_ONE: Json = {**UNADORNED, "response_type": "ephemeral"}
"""To a `response_url`, or as the answer to a command: only who asked sees it."""

log = structlog.stdlib.get_logger("slack.whispers")


class Respond(Protocol):
    """Posts to a `response_url`."""

    def __call__(self, url: str, body: Json) -> None:
        """Raise a TriageError if that did not work."""


@dataclass(frozen=True, slots=True)
class _Address:
    url: str
    until: datetime


class Whispers:
    """Ephemeral sentences; none of these methods blocks or raises."""

    def __init__(
        self,
        api: WebApi,
        respond: Respond,
        best_effort: BestEffort,
        *,
        bot_user: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._respond = respond
        self._best_effort = best_effort
        self._bot_user = bot_user
        self._clock = clock
        self._addresses: OrderedDict[str, _Address] = OrderedDict()
        self._lock = Lock()

    def tell(self, channel: str, user: str, thread_ts: str | None, text: Mrkdwn) -> None:
        """Show `text` to `user` in a channel, or in one of its threads."""
        arguments: Json = {**UNPARSED, "channel": channel, "user": user, "text": text}
        if thread_ts is not None:
            arguments["thread_ts"] = thread_ts
        self._best_effort.offer(channel, "whisper", lambda: self._call(Method.WHISPER, arguments))

    def answer_direct_message(self, channel: str, thread_ts: str | None, text: Mrkdwn) -> None:
        """Answer in a direct message, which only its two members see."""
        arguments: Json = {**UNADORNED, "channel": channel, "text": text}
        if thread_ts is not None:
            arguments["thread_ts"] = thread_ts
        self._best_effort.offer(channel, "answer", lambda: self._call(Method.POST, arguments))

    def write_to(self, user: str, shown: View) -> None:
        """Write to `user` in a direct message, wherever they are."""
        self._best_effort.offer(user, "direct_message", lambda: self._write_to(user, shown))

    def reply(self, url: str, text: Mrkdwn, thread_ts: str | None = None) -> None:
        """Answer a command or a click at its `response_url`, in the thread that it came from."""
        body: Json = {**TO_ONE, "replace_original": False, "text": text}
        if thread_ts is not None:
            body["thread_ts"] = thread_ts
        self._best_effort.offer(url, "reply", lambda: self._respond(url, body))

    def show(self, trigger: str, text: Mrkdwn) -> None:
        """Say `text` in a window: where somebody clicked outside of any channel."""
        arguments: Json = {"trigger_id": trigger, "view": notice("Ticket Triage", text)}
        self._best_effort.offer(trigger, "show", lambda: self._call(Method.OPEN_VIEW, arguments))

    def look_up(self, url: str, find: Callable[[], Mrkdwn | View]) -> bool:
        """Answer a command with what `find` returns, in the background; False if it is dropped.

        A TriageError of `find` is answered too.
        """

        def run() -> None:
            try:
                found = find()
            except TriageError as error:
                log.warning("not_looked_up", reason=str(error))
                found = NOT_READ
            self._answer(url, found)

        return self._best_effort.offer(url, "look_up", run)

    def remember(self, key: str, url: str) -> None:
        """Keep the `response_url` under which somebody can be reached later."""
        with self._lock:
            self._addresses[key] = _Address(url, self._clock() + ADDRESS_LIFE)
            while len(self._addresses) > MOST_ADDRESSES:
                self._addresses.popitem(last=False)

    def recall(self, key: str) -> str | None:
        """Return a `response_url` that still works, and forget it."""
        with self._lock:
            address = self._addresses.pop(key, None)
        return address.url if address and self._clock() < address.until else None

    def ask_for_invitation(self, ticket: Ticket) -> None:
        """Tell who asked for `ticket` that its channel can't be posted to."""
        url = self.recall(asker(ticket.team, ticket.number))
        if url is not None:
            self.reply(url, uninvited(ticket.reference, mention(self._bot_user)))

    def _write_to(self, user: str, shown: View) -> None:
        content: Json = {**UNADORNED, "text": shown.text, "blocks": shown.blocks}
        self._call(Method.POST, {"channel": direct_channel(self._api, user), **content})

    def _answer(self, url: str, found: Mrkdwn | View) -> None:
        """Answer in words alone where Slack does not show the blocks: not all have charts yet."""
        if not isinstance(found, View):
            self._respond(url, {**TO_ONE, "text": found})
            return
        answer: Json = {**TO_ONE, "text": found.text}
        try:
            self._respond(url, {**answer, "blocks": found.blocks})
        except Rejected as refusal:
            log.warning("blocks_refused", reason=refusal.code)
            self._respond(url, answer)

    def _call(self, method: Method, arguments: Json) -> None:
        self._api.call(method, arguments)


def asker(team: str, number: int) -> str:
    """Return the key under which the person who opened a ticket is remembered."""
    return f"{team}/{number}"
