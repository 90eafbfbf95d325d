"""Spares a language model that keeps failing, and the tickets that would wait for it."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import structlog

from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.analysts.language_model.completions import Completion, Said
    from bot.analysts.language_model.tries import Completes

log = structlog.stdlib.get_logger("analysts.breaker")

HOPELESS = frozenset({Reason.WRONG_KEY, Reason.NO_SUCH_MODEL, Reason.QUOTA_SPENT})
"""What no further try cures until a person does something."""
FAILURES_ALLOWED = 5


def failures_allowed(max_retries: int) -> int:
    """Return after how many failures a model is left alone: more than one ticket alone may meet."""
    return max(FAILURES_ALLOWED, max_retries + 2)


class Breaker:
    """A language model that is left alone for a while after it failed too often.

    Open at once on a wrong key, an unknown model or a used-up quota, else after
    `failures_allowed` failures in a row. After `pause_seconds` one call may probe; if it fails,
    the pause starts anew. Answers that are merely unusable count as the model being there.
    """

    def __init__(
        self,
        model: Completes,
        monotonic: Callable[[], float],
        *,
        failures_allowed: int = FAILURES_ALLOWED,
        pause_seconds: float = 30.0,
    ) -> None:
        self._model = model
        self._monotonic = monotonic
        self._failures_allowed = failures_allowed
        self._pause_seconds = pause_seconds
        self._lock = Lock()
        self._failures = 0
        self._closed_again_at: float | None = None
        self._last_failure = ""

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""
        return self._model.name

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        """Return the model's answer; Unavailable without a call while the breaker is open."""
        self._admit()
        try:
            completion = self._model.complete(messages, schema, seconds)
        except TriageError as error:
            self._count(error)
            raise
        self._close()
        return completion

    def require_hope(self) -> None:
        """Raise as `complete` would if the model is left alone now; probes nothing."""
        with self._lock:
            self._require_hope()

    def _require_hope(self) -> None:
        if self._closed_again_at is None:
            return
        wait = self._closed_again_at - self._monotonic()
        if wait > 0:
            sentence = f"the model is left alone for now: {self._last_failure}"
            raise Unavailable(sentence, retry_after_seconds=wait, code=Reason.LEFT_ALONE)

    def _admit(self) -> None:
        """Let this call through, or raise; the first one after the pause is the probe."""
        with self._lock:
            self._require_hope()
            if self._closed_again_at is not None:
                self._closed_again_at = self._monotonic() + self._pause_seconds

    def _count(self, error: TriageError) -> None:
        hopeless = isinstance(error, Rejected) and error.code in HOPELESS
        if isinstance(error, Rejected) and not hopeless:
            self._close()
            return
        with self._lock:
            self._failures += 1
            self._last_failure = str(error)
            if hopeless or self._failures >= self._failures_allowed:
                self._closed_again_at = self._monotonic() + self._pause_seconds
                log.warning("breaker_opened", model=self.name, reason=str(error))

    def _close(self) -> None:
        with self._lock:
            self._failures = 0
            self._closed_again_at = None
