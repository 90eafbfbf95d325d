"""A language model at a server on loopback, and what is asked of it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.analysts.language_model.completions import Completion, Said
from bot.analysts.language_model.judging import ModelAnalyst
from bot.analysts.language_model.tries import Tries
from bot.analysts.llm import Endpoint, LanguageModel, connected
from bot.triage.delivery.retries import Patience
from tests.analysts.cases import a_case
from tests.analysts.scripted import REAL_TIME, UNLIMITED
from tests.builders import a_hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.judgement import Judgement, Taxonomy
    from tests.analysts.compatible import CompatibleServer
    from tests.standins.openai_server import OpenAIServer

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"summary": {"type": "string"}},
    "required": ["summary"],
    "additionalProperties": False,
}
MESSAGES = (Said("system", "Judge."), Said("user", "It hangs."))
IMPATIENT = Patience(attempt_seconds=5, total_seconds=10, max_retries=1, retry_delay_seconds=0)


@contextmanager
def model_at(server: OpenAIServer | CompatibleServer, **changes: object) -> Iterator[LanguageModel]:
    fields: dict[str, object] = {"model": "gpt-4o-mini", "base_url": server.base_url}
    endpoint = Endpoint(api_key=SecretStr("sk-test"), **{**fields, **changes})  # type: ignore[arg-type]
    with connected(endpoint, lambda: NOW) as model:
        yield model


def complete(model: LanguageModel, seconds: float = 5) -> Completion:
    return model.complete(MESSAGES, SCHEMA, seconds)


def judged(server: OpenAIServer | CompatibleServer, taxonomy: Taxonomy) -> Judgement:
    with model_at(server) as model:
        tries = Tries(model, UNLIMITED, IMPATIENT, REAL_TIME)
        return ModelAnalyst(tries, taxonomy).judge(a_case("The export hangs", a_hit()))
