"""What a workspace may spend on a language model in one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.triage.errors import Rejected, TriageError
from bot.triage.judging.ladder import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.analysts.language_model.completions import Completion

CHARACTERS_A_TOKEN = 3
"""Reserved before a call: rather too many, since what was used is only known afterwards."""

_COST_NOTHING = frozenset(
    {
        Reason.UNREACHABLE,
        Reason.SERVER_ERROR,
        Reason.RATE_LIMITED,
        Reason.BUSY,
        Reason.LEFT_ALONE,
        Reason.WRONG_KEY,
        Reason.NO_SUCH_MODEL,
        Reason.BAD_REQUEST,
        Reason.QUOTA_SPENT,
    }
)
"""Failures after which no provider counts tokens; after others, what was reserved stays spent."""

log = structlog.stdlib.get_logger("analysts.budget")


class Account(Protocol):
    """Keeps what each workspace has spent, by day."""

    def reserve(self, team: str, day: date, tokens: int, most: int) -> bool:
        """Add `tokens`; return False, with nothing added, if that made more than `most`."""

    def settle(self, team: str, day: date, tokens: int) -> None:
        """Add `tokens`, which may be negative, to what was reserved."""


class Budget:
    """Lets calls through as long as their workspace has tokens left today, in UTC."""

    def __init__(self, account: Account, tokens_a_day: int, clock: Callable[[], datetime]) -> None:
        """Take 0 `tokens_a_day` as no budget: then nothing is counted."""
        self._account = account
        self._tokens_a_day = tokens_a_day
        self._clock = clock

    def spend(self, team: str, characters: int, call: Callable[[], Completion]) -> Completion:
        """Return what `call` returns, its tokens booked; Rejected without a call if none are left.

        A crash between the two bookings leaves what was reserved, which may be less than was used.
        """
        if not self._tokens_a_day:
            return call()
        day, reserved = self._clock().date(), -(-characters // CHARACTERS_A_TOKEN)
        if not self._account.reserve(team, day, reserved, self._tokens_a_day):
            raise Rejected("today's budget of tokens is used up", code=Reason.BUDGET_SPENT)
        try:
            completion = call()
        except TriageError as error:
            if error.code in _COST_NOTHING:
                self._settle(team, day, -reserved)
            raise
        if used := completion.input_tokens + completion.output_tokens:
            self._settle(team, day, used - reserved)
        return completion

    def _settle(self, team: str, day: date, tokens: int) -> None:
        try:
            self._account.settle(team, day, tokens)
        except TriageError as error:
            log.warning("tokens_not_settled", team=team, tokens=tokens, reason=str(error))
