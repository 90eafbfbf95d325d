"""A language model behind an OpenAI-compatible API: one call, with a deadline that holds."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol, TypeVar, TypeVarTuple, Unpack

import anyio
import structlog
from anyio.from_thread import start_blocking_portal
from openai import APIConnectionError, APIStatusError, AsyncOpenAI, DefaultAioHttpClient

from bot.analysts.language_model.completions import MOST_ANSWER_TOKENS, read
from bot.analysts.language_model.formats import (
    SIMPLER,
    Format,
    bounded,
    in_words,
    names_format,
    names_schema,
    response_format,
    said_in,
)
from bot.bounded import UNPACKED, TooLarge, at_most
from bot.triage.delivery.retries import retry_after_seconds
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from datetime import datetime

    from pydantic import SecretStr

    from bot.analysts.language_model.completions import Completion, Said

T = TypeVar("T")
Args = TypeVarTuple("Args")

log = structlog.stdlib.get_logger("analysts.llm")

_TOO_MANY = 429
_TRY_LATER = {408, 409, 425, _TOO_MANY}
_SERVER_ERROR = 500
_MOST_BYTES = 4_000_000
"""The longest honest answer lists thousands of models."""
_BAD_REQUEST = {400, 422, 500}
"""How servers answer an option that they don't have; llama.cpp's for Python says 500."""
_REFUSALS = {401: Reason.WRONG_KEY, 403: Reason.WRONG_KEY, 404: Reason.NO_SUCH_MODEL}
_CHECK_SECONDS = 5.0
_CHECK_INTERVAL = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which model answers, where, and as whom; `base_url` None means OpenAI's own."""

    model: str
    api_key: SecretStr
    base_url: str | None = None
    temperature: float | None = 0.3


class Portal(Protocol):
    """Runs a coroutine to its end, from code that is none; an event loop in another thread."""

    def call(self, run: Callable[[Unpack[Args]], Awaitable[T]], *args: *Args) -> T:
        """Return what `run` returns for `args`, or raise what it raises."""


class LanguageModel:
    """Answers prompts; safe to share between threads."""

    def __init__(
        self,
        endpoint: Endpoint,
        client: AsyncOpenAI,
        portal: Portal,
        now: Callable[[], datetime],
    ) -> None:
        self._endpoint = endpoint
        self._client = client
        self._portal = portal
        self._now = now
        self._checked: tuple[datetime, str | TriageError] | None = None
        self._format = Format.SCHEMA
        self._is_bounded = True
        self._takes_lengths = True
        self._needs_lengths = False
        self._temperature = endpoint.temperature

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""
        return self._endpoint.model

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        """Return the model's answer to `messages`, in `schema` if the server can force it.

        Takes at most `seconds`, however slowly the server sends. Unavailable where another try
        may help, Rejected where it can't; never another error.
        """
        return self._call(self._complete, messages, schema, seconds)

    def check(self) -> str:
        """Return a sentence on the server's state; TriageError if it can't be used.

        Asks the server at most every half minute, so that health checks cost nothing.
        """
        now = self._now()
        if self._checked is None or now - self._checked[0] >= _CHECK_INTERVAL:
            self._checked = (now, self._state())
        state = self._checked[1]
        if isinstance(state, TriageError):
            raise state
        return state

    def _state(self) -> str | TriageError:
        try:
            models = self._call(self._models)
        except TriageError as error:
            return error
        if self.name in models:
            return f"the server answers and lists {self.name}"
        # No failure: some servers take names that they don't list.
        return f"the server answers but does not list {self.name}: if it has none, see OPENAI_MODEL"

    def _call(self, run: Callable[[Unpack[Args]], Awaitable[T]], *args: *Args) -> T:
        """Return what `run` returns; whatever a server makes the SDK raise ends here."""
        try:
            return self._portal.call(run, *args)
        except TriageError:
            raise
        except Exception as error:
            sentence = f"the call failed: {type(error).__name__}"
            raise Unavailable(sentence, code=Reason.FAILED) from error

    async def _models(self) -> set[str]:
        with _told(self._now), anyio.fail_after(_CHECK_SECONDS):
            page = await self._client.models.list()
            return {model.id for model in page.data}

    async def _complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        with _told(self._now), anyio.fail_after(seconds):
            while True:
                try:
                    completion = read(await self._request(messages, schema))
                except APIStatusError as error:
                    if error.status_code not in _BAD_REQUEST or not self._simplify(error):
                        raise
                else:
                    # OpenAI's strict schemas don't promise to take lengths, nor do its models
                    # need them: they are demanded only of a model that did not come to its end.
                    self._needs_lengths |= completion.cut_off
                    return completion

    async def _request(self, messages: Sequence[Said], schema: dict[str, object]) -> str:
        """Return what the server sends; the SDK's typed call would take a third more CPU time."""
        return await self._client.post(
            "/chat/completions", cast_to=str, body=self._body(messages, schema)
        )

    def _body(self, messages: Sequence[Said], schema: dict[str, object]) -> dict[str, object]:
        demand = self._format
        in_full = "" if demand is Format.SCHEMA else in_words(schema)
        if self._takes_lengths and (self._needs_lengths or demand is Format.OBJECT_OF_SCHEMA):
            schema = bounded(schema)
        body: dict[str, object] = {
            "model": self._endpoint.model,
            "messages": [_param(said, in_full) for said in messages],
            **response_format(demand, schema),
        }
        if self._temperature is not None:
            body["temperature"] = self._temperature
        if self._is_bounded:
            body["max_tokens"] = MOST_ANSWER_TOKENS
        return body

    def _simplify(self, error: APIStatusError) -> bool:
        """Leave off for good what the server says it can't do; False if it names nothing of it."""
        complaint = f"{error.message} {said_in(error.body)}"
        is_theirs = "maxLength" in complaint or (self._needs_lengths and names_schema(complaint))
        if self._takes_lengths and is_theirs:
            self._takes_lengths = False
        elif "max_tokens" in complaint and self._is_bounded:
            self._is_bounded = False
        elif "temperature" in complaint and self._temperature is not None:
            self._temperature = None
        elif names_format(complaint) and self._format is not Format.NONE:
            self._format = SIMPLER[self._format]
        else:
            return False
        log.info("model_option_left_off", model=self.name, format=self._format.value)
        return True


@contextmanager
def connected(endpoint: Endpoint, now: Callable[[], datetime]) -> Iterator[LanguageModel]:
    """Open the way to `endpoint`; leaving the block cancels what is still under way.

    The calls run on an event loop in a thread of their own: only a task that can be cancelled
    closes the socket of a server that sends a byte now and then for ever.
    """
    with start_blocking_portal(name="language-model") as portal:
        client = portal.call(_client, endpoint)
        try:
            yield LanguageModel(endpoint, client, portal, now)
        finally:
            portal.call(client.close)
            portal.call(portal.stop, True)  # noqa: FBT003 - anyio passes arguments by position


async def _client(endpoint: Endpoint) -> AsyncOpenAI:
    """Return a client without retries and timeouts of its own: both are ours.

    Over aiohttp: with 64 calls under way the default transport looks at every connection twice a
    call, which took a tenth of the processor time of a ticket.
    """
    return AsyncOpenAI(
        api_key=endpoint.api_key.get_secret_value(),
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=None,
        http_client=DefaultAioHttpClient(
            timeout=None, headers=UNPACKED, event_hooks={"response": [at_most(_MOST_BYTES)]}
        ),
    )


@contextmanager
def _told(now: Callable[[], datetime]) -> Iterator[None]:
    """Turn what the SDK raises into our errors, whose messages quote nothing of the server's."""
    try:
        yield
    except TimeoutError as error:
        raise Unavailable("the model did not answer in time", code=Reason.TOO_SLOW) from error
    except APIStatusError as error:
        raise _refusal(error, now()) from error
    except TooLarge as error:
        sentence = "the server sent more than any answer can be"
        raise Unavailable(sentence, code=Reason.UNREADABLE) from error
    except APIConnectionError as error:
        sentence = "the model's server can't be reached"
        raise Unavailable(sentence, code=Reason.UNREACHABLE) from error


def _refusal(error: APIStatusError, now: datetime) -> TriageError:
    status = error.status_code
    sentence = f"the model's server answered {status}"
    if "insufficient_quota" in (error.code, error.type):
        return Rejected("the model account's quota is used up", code=Reason.QUOTA_SPENT)
    if status in _TRY_LATER or status >= _SERVER_ERROR:
        pause = retry_after_seconds(error.response.headers, now)
        reason = Reason.RATE_LIMITED if status == _TOO_MANY else Reason.SERVER_ERROR
        return Unavailable(sentence, retry_after_seconds=pause, code=reason)
    return Rejected(sentence, code=_REFUSALS.get(status, Reason.BAD_REQUEST))


def _param(said: Said, at_end: str) -> dict[str, str]:
    """Return one message, with `at_end` at the end of the system's."""
    return {"role": said.role, "content": said.text + (at_end if said.role == "system" else "")}
