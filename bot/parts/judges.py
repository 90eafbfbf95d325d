"""Who judges, by the settings: a model with all that guards it, or the offline analyst."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.analysts.ladder import Ladder
from bot.analysts.language_model.breaker import Breaker, failures_allowed
from bot.analysts.language_model.budget import Budget
from bot.analysts.language_model.bulkhead import Bulkhead
from bot.analysts.language_model.judging import ModelAnalyst
from bot.analysts.language_model.remembered import Remembered
from bot.analysts.language_model.tries import Tries
from bot.analysts.reading.recognition import UNMEASURED
from bot.parts.embedders import is_local
from bot.parts.own_timing import OWN_TIMING, now
from bot.triage.delivery.retries import Patience
from bot.triage.judging.ladder import Rung

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from pathlib import Path

    from bot.analysts.language_model.tries import Completes
    from bot.analysts.offline import OfflineAnalyst
    from bot.parts.storeroom import Store
    from bot.settings import Settings
    from bot.triage.delivery.retries import Timing
    from bot.triage.rules import Rules
    from bot.workflow import Analyst


def model_of(
    settings: Settings, store: Store, stack: ExitStack, answers: Path | None
) -> tuple[Tries | None, Callable[[], str]]:
    """Return the way to the model, if one is to be asked, and how to ask whether it can be."""
    if not settings.uses_model or settings.openai_api_key is None:
        return None, lambda: "offline: a classifier on this machine"
    # OpenAI's library is a sixth of a start; who asks no model does without.
    from bot.analysts import llm  # noqa: PLC0415

    endpoint = llm.Endpoint(
        settings.openai_model,
        settings.openai_api_key,
        settings.openai_base_url,
        settings.openai_temperature,
    )
    model = stack.enter_context(llm.connected(endpoint, now))
    asked: Completes = model
    if answers is not None:
        asked = Remembered(model, answers, str(endpoint.base_url), endpoint.temperature)
    allowed = failures_allowed(settings.max_retries)
    breaker = Breaker(asked, OWN_TIMING.monotonic, failures_allowed=allowed)

    def check() -> str:
        breaker.require_hope()
        return model.check()

    return tries_of(settings, store, breaker, OWN_TIMING), check


def tries_of(settings: Settings, store: Store, breaker: Breaker, timing: Timing) -> Tries:
    """Return who asks the model of `breaker` as long as that makes sense."""
    return Tries(
        Bulkhead(breaker, settings.max_model_calls, timing.monotonic),
        Budget(store.budgets, settings.daily_token_budget, timing.now),
        patience_of(settings, settings.openai_timeout),
        timing,
    )


def analyst_of(tries: Tries | None, rules: Rules, offline: OfflineAnalyst) -> Analyst:
    """Return who judges: the model of `tries` where there is one, else `offline`."""
    if tries is None:
        return Ladder((Rung.OFFLINE, offline))
    return Ladder((Rung.MODEL, ModelAnalyst(tries, rules.taxonomy)), (Rung.OFFLINE, offline))


def patience_of(settings: Settings, attempt_seconds: float) -> Patience:
    """Return how often and how long a server is asked, each time for `attempt_seconds`."""
    return Patience(
        attempt_seconds=attempt_seconds,
        total_seconds=settings.ticket_timeout,
        max_retries=settings.max_retries,
        retry_delay_seconds=settings.retry_delay,
        retry_backoff=settings.retry_backoff,
    )


def threshold_of(settings: Settings) -> float | None:
    """Return what a person set; None = how hits stand decides, as measured for local models."""
    if settings.similarity_threshold is None and not is_local(settings):
        return UNMEASURED
    return settings.similarity_threshold
