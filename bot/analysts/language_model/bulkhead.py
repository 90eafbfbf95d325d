"""Bounds how many calls to a language model are in flight at once."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable
from bot.triage.judging.ladder import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.analysts.language_model.breaker import Breaker
    from bot.analysts.language_model.completions import Completion, Said


class Bulkhead:
    """A guarded language model that answers `calls` at a time; further ones wait for a place.

    Waiting costs the caller's own time. Nobody waits for a model that is left alone.
    """

    def __init__(self, breaker: Breaker, calls: int, monotonic: Callable[[], float]) -> None:
        self._breaker = breaker
        self._places = BoundedSemaphore(calls)
        self._monotonic = monotonic

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""
        return self._breaker.name

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        """Return the model's answer; Unavailable if no place came free in half of `seconds`.

        The other half is for the call: a model that was given no time to answer has not failed.
        """
        self._breaker.require_hope()
        until = self._monotonic() + seconds
        if not self._places.acquire(timeout=max(seconds / 2, 0.0)):
            raise Unavailable("too many calls to the model are in flight", code=Reason.BUSY)
        try:
            return self._breaker.complete(messages, schema, until - self._monotonic())
        finally:
            self._places.release()
