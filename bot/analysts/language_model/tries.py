"""Gets an answer out of a language model: tries again, within a deadline and a budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.language_model.budget import size
from bot.triage.errors import Unavailable
from bot.triage.judging.ladder import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.analysts.language_model.budget import Budget
    from bot.analysts.language_model.completions import Completion, Said
    from bot.triage.delivery.retries import Patience, Timing

log = structlog.stdlib.get_logger("analysts.tries")


class Completes(Protocol):
    """Answers a prompt: a language model, or something that guards one."""

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        """Return the model's answer within `seconds`; Unavailable or Rejected if there is none."""


class Tries:
    """Asks as often as `patience` allows."""

    def __init__(
        self, model: Completes, budget: Budget, patience: Patience, timing: Timing
    ) -> None:
        self._model = model
        self._budget = budget
        self._patience = patience
        self._timing = timing

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""
        return self._model.name

    def now(self) -> float:
        """Return the seconds from which a ticket's time is counted."""
        return self._timing.monotonic()

    def complete(
        self, team: str, messages: Sequence[Said], schema: dict[str, object], *, started: float
    ) -> Completion:
        """Return the first completion to be had for a ticket of `team` begun at `started`.

        Raises Unavailable when tries or time are spent, Rejected when trying again can't help.
        """
        retry = 0
        while True:
            try:
                return self._once(team, messages, schema, started)
            except Unavailable as error:
                self._pause(retry, error, started)
                retry += 1

    def _once(
        self, team: str, messages: Sequence[Said], schema: dict[str, object], started: float
    ) -> Completion:
        seconds = min(self._patience.attempt_seconds, self._left(started))
        asked_bytes = sum(size(said.text) for said in messages) + size(str(schema))
        return self._budget.spend(
            team, asked_bytes, lambda: self._model.complete(messages, schema, seconds)
        )

    def _pause(self, retry: int, error: Unavailable, started: float) -> None:
        """Sleep before the next try; raise `error` if there is none.

        A model that is left alone is not waited for: its tickets are better judged offline now.
        """
        if retry >= self._patience.max_retries or error.code == Reason.LEFT_ALONE:
            raise error
        pause = self._patience.pause_seconds(retry, error, self._timing.jitter)
        if pause >= self._left(started):
            raise error
        log.info("model_retry", model=self.name, reason=str(error), seconds=round(pause, 1))
        self._timing.sleep(pause)

    def _left(self, started: float) -> float:
        return started + self._patience.total_seconds - self._timing.monotonic()
