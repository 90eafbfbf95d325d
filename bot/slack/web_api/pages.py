"""Reads lists of messages page by page, and waits for them where that does no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.payload import parts, string
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi
    from bot.slack.web_api.methods import Method

GONE = {"thread_not_found", "message_not_found"}
"""What Slack says of a message that is not there, and of a thread."""
PAGE = 200
MOST_PAGES = 20
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0


class TooMany(Unavailable):
    """There are more messages than are looked through."""


def messages(api: WebApi, method: Method, arguments: Json) -> Iterator[Payload]:
    """Yield the messages that `method` lists, in Slack's order; TooMany after the last page."""
    wanted: Json = {"limit": PAGE, "include_all_metadata": True, **arguments}
    cursor = ""
    for _ in range(MOST_PAGES):
        answer = api.call(method, wanted | ({"cursor": cursor} if cursor else {}))
        yield from parts(answer, "messages")
        cursor = string(answer, "response_metadata", "next_cursor")
        if not cursor:
            return
    raise TooMany(f"{method}: more messages than can be looked through")


class Patient:
    """Calls again as long as Slack asks to wait, or can't be reached: for reading only."""

    def __init__(self, api: WebApi, pause: Callable[[float], None]) -> None:
        self._api = api
        self._pause = pause

    def call(self, method: Method, arguments: Json) -> Payload:
        """Return the answer, however long that takes."""
        backoff = FIRST_PAUSE_SECONDS
        while True:
            try:
                return self._api.call(method, arguments)
            except Unavailable as failure:
                self._pause(failure.retry_after_seconds or backoff)
                backoff = min(2 * backoff, LONGEST_PAUSE_SECONDS)
