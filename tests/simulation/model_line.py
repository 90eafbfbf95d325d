"""The way to the models: the SDK's real client on the stand-in in memory, without any socket."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

import httpx2
from openai import AsyncOpenAI

from tests.simulation.kinds import EMBEDDER, MODEL, Kind
from tests.simulation.weather import RETRY_AFTER
from tests.standins.openai_replies import (
    Reply,
    changed,
    cut_connection,
    cut_short,
    empty_content,
    error,
    fenced,
    filtered,
    html,
    no_choices,
    nothing,
    null_choices,
    quota_exhausted,
    rate_limited,
    refusal,
    slow,
    trickle,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Awaitable, Callable
    from datetime import date, datetime

    from tests.simulation.clock import Clock
    from tests.simulation.trace import Trace
    from tests.simulation.weather import Weather
    from tests.standins.openai_server import OpenAIApi

T = TypeVar("T")
Args = TypeVarTuple("Args")


class InstantLoop(asyncio.BaseEventLoop):
    """An event loop in which time passes at once: nothing in it waits for the world."""

    def __init__(self, began: float) -> None:
        super().__init__()
        self._now = began
        self._selector = self

    def time(self) -> float:
        """Return the seconds on this loop's own clock."""
        return self._now

    def select(self, timeout: float | None) -> list[object]:
        """Let the time pass in which nobody has anything to do."""
        if timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        self._now += timeout
        return []

    def _process_events(self, event_list: list[object]) -> None:
        """Do nothing: there are none."""

    def _write_to_self(self) -> None:
        """Do nothing: there is no other thread to wake this one."""


class InlinePortal:
    """Runs a coroutine in the calling thread, then lets the time pass that it took."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def call(self, run: Callable[[*Args], Awaitable[T]], *args: *Args) -> T:
        began = self._clock.monotonic()
        loop = InstantLoop(began)
        try:
            return loop.run_until_complete(_awaited(run, *args))
        finally:
            took = loop.time() - began
            loop.close()
            self._clock.wait(took)


async def _awaited(run: Callable[[*Args], Awaitable[T]], *args: *Args) -> T:
    return await run(*args)


class ModelLine(httpx2.AsyncBaseTransport):
    """Carries requests to the models' stand-in, which answers as the weather says."""

    def __init__(
        self,
        api: OpenAIApi,
        weather: Weather,
        chance: random.Random,
        trace: Trace,
        now: Callable[[], datetime],
    ) -> None:
        self.used: Counter[date] = Counter()
        """The tokens of each day that were told of with an answer."""
        self.most_used = 0
        """The tokens of the dearest call."""
        self._now = now
        self._api = api
        self._weather = weather
        self._chance = chance
        self._trace = trace
        self._site = httpx2.ASGITransport(self._wired)

    def client(self) -> AsyncOpenAI:
        """Return the real client on this line."""
        client = AsyncOpenAI(
            api_key="sk-simulated",
            base_url="http://model.test/v1",
            max_retries=0,
            timeout=None,
            http_client=httpx2.AsyncClient(transport=self),
        )
        client._platform = "Unknown"  # noqa: SLF001 - it would be found out in a thread
        return client

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        is_chat = request.url.path.endswith("/chat/completions")
        kind = self._weather.strikes(MODEL if is_chat else EMBEDDER)
        if kind is not None:
            self._api.script.append(_reply(kind, self._chance))
        self._trace.note("model", request.url.path, "->", kind or "answers")
        day = self._now().date()
        response = await self._site.handle_async_request(request)
        if is_chat and kind not in UNCOUNTED:
            self._count(day, await response.aread())
        return response

    def _count(self, day: date, body: bytes) -> None:
        used = json.loads(body)["usage"]["total_tokens"]
        self.used[day] += used
        self.most_used = max(self.most_used, used)

    async def _wired(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
        scope["wire"] = _Wire()
        await self._api.site(scope, receive, send)


class _Wire:
    """The connection as the stand-in sees it: all that it can do is tear it."""

    @property
    def transport(self) -> _Wire:
        return self

    def abort(self) -> None:
        raise httpx2.RemoteProtocolError("the connection was cut")


UNCOUNTED = {
    Kind.MODEL_RATE_LIMITED,
    Kind.MODEL_ERROR,
    Kind.MODEL_CUT,
    Kind.MODEL_SLOW,
    Kind.MODEL_TRICKLES,
    Kind.MODEL_NO_KEY,
    Kind.MODEL_UNKNOWN,
    Kind.MODEL_NO_QUOTA,
    Kind.MODEL_PAGE,
    Kind.MODEL_NOTHING,
}
"""What comes without a word on its cost."""
REPLIES: dict[Kind, Callable[[], Reply]] = {
    Kind.MODEL_CUT: cut_connection,
    Kind.MODEL_SLOW: lambda: slow(600.0),
    Kind.MODEL_TRICKLES: trickle,
    Kind.MODEL_NO_KEY: lambda: error(401, "Incorrect API key", "invalid_api_key"),
    Kind.MODEL_UNKNOWN: lambda: error(404, "The model does not exist", "model_not_found"),
    Kind.MODEL_NO_QUOTA: quota_exhausted,
    Kind.MODEL_PAGE: html,
    Kind.MODEL_NOTHING: nothing,
    Kind.MODEL_NO_CHOICES: no_choices,
    Kind.MODEL_NULL_CHOICES: null_choices,
    Kind.MODEL_REFUSES: refusal,
    Kind.MODEL_FILTERED: filtered,
    Kind.MODEL_EMPTY: empty_content,
    Kind.MODEL_CUT_SHORT: cut_short,
    Kind.MODEL_FENCED: fenced,
    Kind.MODEL_NO_JSON: lambda: Reply("I think that this is a billing matter."),
    Kind.MODEL_BAD_ENUM: lambda: changed(category="Hardware"),
    Kind.MODEL_OUT_OF_RANGE: lambda: changed(confidence=_sure(7)),
    Kind.MODEL_NAN: lambda: changed(confidence=_sure(float("nan"))),
    Kind.MODEL_UNKNOWN_ISSUE: lambda: changed(matched_issue_id="KB-999999"),
    Kind.MODEL_OTHER_LANGUAGE: lambda: changed(summary="Die Rechnung ist falsch."),
    Kind.EMBEDDER_CUT: cut_connection,
    Kind.EMBEDDER_SLOW: lambda: slow(600.0),
    Kind.EMBEDDER_NO_KEY: lambda: error(401, "Incorrect API key", "invalid_api_key"),
    Kind.EMBEDDER_PAGE: html,
    Kind.EMBEDDER_TOO_FEW: lambda: Reply(raw=b'{"object": "list", "data": []}'),
}


def _reply(kind: Kind, chance: random.Random) -> Reply:
    match kind:
        case Kind.MODEL_RATE_LIMITED | Kind.EMBEDDER_RATE_LIMITED:
            return rate_limited(chance.choice(RETRY_AFTER))
        case Kind.MODEL_ERROR | Kind.EMBEDDER_ERROR:
            return error(chance.choice((500, 502, 503, 504)))
        case _:
            return REPLIES[kind]()


def _sure(category: float) -> dict[str, float]:
    return {"category": category, "severity": 0.5, "issue_type": 0.5}
