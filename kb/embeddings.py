"""The embedding model behind an OpenAI-compatible API."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
import numpy as np
from anyio.from_thread import start_blocking_portal
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import BaseModel, ValidationError

from bot.bounded import UNPACKED, TooLarge, at_most
from bot.triage.delivery.retries import retry_after_seconds
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.plain_text import plain
from kb.search.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from anyio.from_thread import BlockingPortal
    from pydantic import SecretStr

    from bot.triage.delivery.retries import Patience, Timing
    from bot.triage.redaction import Redacted
    from kb.search.vectors import Vectors

MAX_BYTES = 8000
"""The API takes 8,192 tokens a text, and no token is shorter than a byte."""

TEXTS_A_REQUEST = 64
MOST_BYTES = 16_000_000
"""So many texts in 4,096 dimensions are 6 MB."""

_TRY_LATER = {408, 409, 425, 429}
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which model embeds, where, and as whom; `base_url` None means OpenAI's own."""

    api_key: SecretStr
    model: str = "text-embedding-3-small"
    base_url: str | None = None


class OpenAIEmbedder:
    """Embeds over the network, with retries and a deadline that holds; safe to share."""

    def __init__(
        self,
        endpoint: Endpoint,
        client: AsyncOpenAI,
        portal: BlockingPortal,
        *,
        patience: Patience,
        timing: Timing,
    ) -> None:
        self._endpoint = endpoint
        self._client = client
        self._portal = portal
        self._patience = patience
        self._timing = timing

    @property
    def model(self) -> str:
        """Return the model's name and who serves it: another server may call its own the same."""
        server = "openai" if self._endpoint.base_url is None else _host(self._endpoint.base_url)
        return f"{server}/{self._endpoint.model}"

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text; `on_progress` hears how many texts are done so far.

        Raise Unavailable when tries or time are spent (both are counted per request), Rejected
        when trying again can't help or the answer isn't one vector a text.
        """
        parts: list[Vectors] = []
        for start in range(0, len(texts), TEXTS_A_REQUEST):
            some = texts[start : start + TEXTS_A_REQUEST]
            parts.append(self._embedded([_acceptable(text) for text in some]))
            if on_progress is not None:
                on_progress(start + len(some))
        return _joined(parts)

    def _embedded(self, inputs: list[str]) -> Vectors:
        """Return the vectors of one request, trying as long as patience lasts."""
        deadline = self._timing.monotonic() + self._patience.total_seconds
        retry = 0
        while True:
            seconds = min(self._patience.attempt_seconds, deadline - self._timing.monotonic())
            try:
                return _read(self._call(inputs, seconds), len(inputs))
            except Unavailable as error:
                self._pause(retry, error, deadline)
                retry += 1

    def _pause(self, retry: int, error: Unavailable, deadline: float) -> None:
        """Sleep before the next try; raise `error` if there is none."""
        if retry >= self._patience.max_retries:
            raise error
        pause = self._patience.pause_seconds(retry, error, self._timing.jitter)
        if self._timing.monotonic() + pause >= deadline:
            raise error
        self._timing.sleep(pause)

    def _call(self, inputs: list[str], seconds: float) -> str:
        try:
            return self._portal.call(self._request, inputs, seconds)
        except TriageError:
            raise
        except RuntimeError as error:
            raise Unavailable("the way to the embedding server is closed") from error

    async def _request(self, inputs: list[str], seconds: float) -> str:
        with _told(self._timing.now), anyio.fail_after(seconds):
            response = await self._client.embeddings.with_raw_response.create(
                model=self._endpoint.model, input=inputs, encoding_format="float"
            )
            return response.text


@contextmanager
def connected(endpoint: Endpoint, patience: Patience, timing: Timing) -> Iterator[OpenAIEmbedder]:
    """Open the way to `endpoint`; leaving the block cancels what is still under way.

    The calls run on an event loop in a thread of their own: only a task that can be cancelled
    closes the socket of a server that sends a byte now and then for ever.
    """
    with start_blocking_portal(name="embeddings") as portal:
        client = portal.call(_client, endpoint)
        try:
            yield OpenAIEmbedder(endpoint, client, portal, patience=patience, timing=timing)
        finally:
            portal.call(client.close)
            portal.call(portal.stop, True)  # noqa: FBT003 - anyio passes arguments by position


async def _client(endpoint: Endpoint) -> AsyncOpenAI:
    """Return a client without retries and timeouts of its own: both are ours."""
    return AsyncOpenAI(
        api_key=endpoint.api_key.get_secret_value(),
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=None,
        http_client=DefaultAsyncHttpxClient(
            timeout=None, headers=UNPACKED, event_hooks={"response": [at_most(MOST_BYTES)]}
        ),
    )


def _acceptable(text: str) -> str:
    """Return `text` cut to what the API takes; it refuses the empty text, so that becomes a dot."""
    return plain(text).encode()[:MAX_BYTES].decode(errors="ignore").strip() or "."


class _Row(BaseModel):
    index: int
    embedding: list[float]


class _Answer(BaseModel):
    """The SDK's own types are not checked at run time: any server's JSON would pass."""

    data: list[_Row]


def _read(body: str, count: int) -> Vectors:
    try:
        rows = sorted(_Answer.model_validate_json(body).data, key=lambda row: row.index)
    except ValidationError as error:
        raise Rejected("the embedding server sent something that is no embedding") from error
    if [row.index for row in rows] != list(range(count)):
        raise Rejected("the embedding server did not send one vector a text")
    if len({len(row.embedding) for row in rows}) != 1 or not rows[0].embedding:
        raise Rejected("the embedding server sent vectors of different lengths")
    return normalised(np.array([row.embedding for row in rows], np.float64))


def _joined(parts: Sequence[Vectors]) -> Vectors:
    if len({part.shape[1] for part in parts}) > 1:
        raise Rejected("the embedding server sent vectors of different lengths")
    return np.concatenate(parts) if parts else np.empty((0, 0), np.float32)


def _host(url: str) -> str:
    return urlsplit(url).netloc or url


@contextmanager
def _told(now: Callable[[], datetime]) -> Iterator[None]:
    """Turn what the SDK raises into our errors, whose messages quote nothing of the server's."""
    try:
        yield
    except TimeoutError as error:
        raise Unavailable("the embedding server did not answer in time") from error
    except APIStatusError as error:
        raise _refusal(error, now()) from error
    except TooLarge as error:
        raise Unavailable("the embedding server sent more than any answer can be") from error
    except APIConnectionError as error:
        raise Unavailable("the embedding server can't be reached") from error


def _refusal(error: APIStatusError, now: datetime) -> TriageError:
    status = error.status_code
    if "insufficient_quota" in (error.code, error.type):
        return Rejected("the embedding account's quota is used up", code="insufficient_quota")
    if status in _TRY_LATER or status >= _SERVER_ERROR:
        pause = retry_after_seconds(error.response.headers, now)
        return Unavailable(f"the embedding server answered {status}", retry_after_seconds=pause)
    return Rejected(f"the embedding server answered {status}", code=str(status))
