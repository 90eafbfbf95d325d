"""Keeps calls within Slack's limit per method, before Slack has to say so."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from bot.slack.web_api.methods import Method
from bot.triage.delivery.retries import LONGEST_PAUSE_SECONDS
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi

CALLS_A_MINUTE = {
    Method.UPDATE: 50,
    Method.WHISPER: 100,
    Method.HISTORY: 50,
    Method.REPLIES: 50,
    Method.CHANNEL: 50,
    Method.REACT: 50,
    Method.UNREACT: 20,
    Method.SET_STATUS: 600,
    Method.OPEN_VIEW: 100,
    Method.PUBLISH_HOME: 100,
    Method.PERSON: 100,
    Method.PEOPLE: 20,
    Method.MEMBERS: 100,
    Method.GROUP: 20,
    Method.OPEN_DIRECT: 50,
    Method.BEGIN_UPLOAD: 100,
    Method.END_UPLOAD: 100,
}
"""https://docs.slack.dev/apis/web-api/rate-limits; posts are counted by channel, see `Pacing`."""
WINDOW = timedelta(seconds=61)
"""A minute, and what a call may take longer on its way than the one a minute before."""
LONGEST_HOLD = timedelta(seconds=LONGEST_PAUSE_SECONDS)
UNLIMITED = 1_000_000
STEP_BACK = timedelta(seconds=20)
"""How much later than others who gives way comes back: a post is looked for again within 16 s."""


class Tiers:
    """Counts the calls of one installation; safe to share between threads."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._calls: defaultdict[Method, deque[datetime]] = defaultdict(deque)
        self._held_until: dict[Method, datetime] = {}
        self._lock = Lock()

    def spend(self, method: Method, *, gives_way: bool = False) -> float:
        """Count a call and return 0; or return the seconds until one is allowed.

        Who `gives_way` has half of each minute's calls, less what others made, and comes after
        them where Slack said to wait.
        """
        limit, now = CALLS_A_MINUTE.get(method), self._clock()
        if limit is None:
            return 0.0
        share, later = (limit // 2, STEP_BACK) if gives_way else (limit, timedelta())
        with self._lock:
            recent = self._recent(method, now)
            free_at = recent[-share] + WINDOW if len(recent) >= share else now
            if method in self._held_until:
                held_until = min(self._held_until[method], now + LONGEST_HOLD)
                free_at = max(free_at, held_until + later)
            if free_at > now:
                return (free_at - now).total_seconds()
            recent.append(now)
        return 0.0

    def hold(self, method: Method, seconds: float) -> None:
        """Allow no call before that time has passed, since Slack said so."""
        until = self._clock() + timedelta(seconds=seconds)
        with self._lock:
            self._held_until[method] = max(until, self._held_until.get(method, until))

    def room(self, method: Method) -> int:
        """Return how many calls are allowed right now, were none held."""
        with self._lock:
            recent = self._recent(method, self._clock())
            return CALLS_A_MINUTE.get(method, UNLIMITED) - len(recent)

    def _recent(self, method: Method, now: datetime) -> deque[datetime]:
        """Return when calls were made within the last minute, the earliest first.

        Those from later than `now` count as made now: the clock was set back since.
        """
        recent = self._calls[method]
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        if recent and recent[-1] > now:
            self._calls[method] = recent = deque(min(at, now) for at in recent)
        return recent


class TieredCalls:
    """Calls through `api`, but refuses by itself what Slack would refuse."""

    def __init__(self, api: WebApi, tiers: Tiers, *, gives_way: bool = False) -> None:
        self._api = api
        self._tiers = tiers
        self._gives_way = gives_way

    def giving_way(self) -> TieredCalls:
        """Return the same for one who has much to ask, and for whom nobody waits."""
        return TieredCalls(self._api, self._tiers, gives_way=True)

    def call(self, method: Method, arguments: Json) -> Payload:
        """Return the answer; Unavailable with the time to wait if it was not even sent."""
        wait = self._tiers.spend(method, gives_way=self._gives_way)
        if wait > 0:
            raise Unavailable(f"{method}: at Slack's limit", retry_after_seconds=wait)
        try:
            return self._api.call(method, arguments)
        except Unavailable as failure:
            if failure.retry_after_seconds is not None and method in CALLS_A_MINUTE:
                self._tiers.hold(method, failure.retry_after_seconds)
            raise
