"""Delivers what the outbox holds: posts once, redraws in place, and looks before repeating."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.slack.payload import string
from bot.slack.posts.card import withdrawn
from bot.slack.posts.shown import anybody, shown
from bot.slack.web_api.direct import direct_channel
from bot.slack.web_api.methods import Method
from bot.slack.web_api.pages import messages
from bot.slack.web_api.unadorned import UNADORNED, UNPARSED
from bot.triage.delivery.posting import THREAD_GONE, Operation
from bot.triage.delivery.reminders import nobody
from bot.triage.errors import Rejected, Unavailable, Unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.slack.blocks import Json, View
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.triage.delivery.posting import Posting
    from bot.triage.rules import Rules

METADATA_TYPE = "ticket_triage"
WITHDRAWN = "withdrawn"
"""The code of the refusal to post into a thread whose root was deleted."""
CLOCK_SLACK = timedelta(minutes=15)

_BLOCKS_REFUSED = {"msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format"}


class Messenger:
    """Says in Slack what a row of the outbox asks for; safe to use from several threads."""

    def __init__(
        self,
        api: WebApi,
        rules: Rules,
        *,
        is_gone: Callable[[str], bool] = nobody,
        is_open: Callable[[str, str], bool] = anybody,
        site: str = "",
    ) -> None:
        """Take the parts; `site` is the workspace's address, for links to messages.

        `is_gone` and `is_open` may ask Slack: who has left the workspace is not called to do
        anything, and a channel that not every member may read is not quoted elsewhere.
        """
        self._api = api
        self._site = site
        self._rules = rules
        self._has_left = is_gone
        self._is_open = is_open

    def deliver(self, posting: Posting, is_ours: Callable[[], bool] = lambda: True) -> str:
        """Return the ts of the message, which then stands in Slack exactly once.

        `is_ours` is asked right before each call that shows something: what came before may have
        taken so long that another took over. Raises Unconfirmed if it may have been posted (set
        `unconfirmed` on the next try), Unavailable if it was not, Rejected if it never will be.
        """
        if posting.post.operation is Operation.REDRAW:
            return self._redraw(posting, is_ours)
        if posting.unconfirmed and (ts := self._find(posting)) is not None:
            return ts
        if posting.is_moot:
            raise Rejected("the ticket was withdrawn or closed", code=WITHDRAWN)
        return self._post(posting, is_ours)

    def _post(self, posting: Posting, is_ours: Callable[[], bool]) -> str:
        stands_alone = posting.post.stands_alone
        if not stands_alone and posting.thread_ts is None:
            raise Unavailable("the message that it goes below is not posted yet")
        arguments: Json = {
            **UNADORNED,
            "channel": self._channel(posting),
            "metadata": {"event_type": METADATA_TYPE, "event_payload": {"key": posting.key}},
        }
        if not stands_alone:
            arguments["thread_ts"] = posting.thread_ts
        return self._send(Method.POST, arguments, self._render(posting), is_ours)

    def _redraw(self, posting: Posting, is_ours: Callable[[], bool]) -> str:
        """Update the message in place; metadata that is left out stays."""
        if posting.ts is None:
            raise Unavailable("the message to redraw is not posted yet")
        arguments: Json = {**UNPARSED, "channel": self._channel(posting), "ts": posting.ts}
        return self._send(Method.UPDATE, arguments, self._render(posting), is_ours)

    def _channel(self, posting: Posting) -> str:
        """Return where it stands in Slack."""
        if posting.post.is_direct:
            return direct_channel(self._api, posting.post.place)
        return posting.channel

    def _send(
        self, method: Method, arguments: Json, view: View, is_ours: Callable[[], bool]
    ) -> str:
        def call(blocks: list[Json]) -> Payload:
            if not is_ours():
                raise Unavailable("somebody else looks after it by now")
            return self._api.call(method, {**arguments, "text": view.text, "blocks": blocks})

        try:
            answer = call(view.blocks)
        except Rejected as refusal:
            if refusal.code not in _BLOCKS_REFUSED:
                raise
            answer = call([])
        ts = string(answer, "ts")
        if not ts:
            raise Unconfirmed(f"{method}: no ts in the answer")
        return ts

    def _render(self, posting: Posting) -> View:
        if posting.is_withdrawn:
            return withdrawn(posting.ticket)
        return shown(posting, self._rules, self._site, self._has_left, self._is_open)

    def _find(self, posting: Posting) -> str | None:
        """Return the ts of the message that an earlier try posted; None if it posted none.

        Slack must be readable for that: as long as it is not, nothing may be posted.
        """
        try:
            for message in self._messages(posting):
                if key_of(message) == posting.key:
                    return string(message, "ts")
        except Unavailable as failure:
            raise Unconfirmed(
                str(failure), retry_after_seconds=failure.retry_after_seconds
            ) from failure
        except Rejected as refusal:
            if refusal.code == THREAD_GONE:
                if posting.is_withdrawn:
                    return None  # nothing stands in a thread that was deleted as a whole
                raise
            # What we may not read now, we may later: once invited again, or with a new scope.
            raise Unconfirmed(str(refusal), code=refusal.code) from refusal
        return None

    def _messages(self, posting: Posting) -> Iterator[Payload]:
        channel = self._channel(posting)
        since = f"{(posting.created_at - CLOCK_SLACK).timestamp():.6f}"
        if posting.post.stands_alone:
            yield from messages(self._api, Method.HISTORY, {"channel": channel, "oldest": since})
            return
        thread: Json = {"channel": channel, "ts": posting.thread_ts}
        yield from messages(self._api, Method.REPLIES, {**thread, "oldest": since})
        if float(posting.thread_ts or 0) < float(since):
            # What was said before counts too: our own date of the post could be wrong, by hours.
            yield from messages(self._api, Method.REPLIES, {**thread, "latest": since})


def key_of(message: Payload) -> str | None:
    """Return the outbox key on one of our own messages; None if it has none."""
    if string(message, "metadata", "event_type") != METADATA_TYPE:
        return None
    return string(message, "metadata", "event_payload", "key") or None
