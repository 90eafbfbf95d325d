"""What a workspace may spend on a language model in one day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.language_model.completions import MOST_ANSWER_TOKENS
from bot.triage.errors import Rejected, TriageError
from bot.triage.judging.ladder import Reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from bot.analysts.language_model.completions import Completion

BYTES_A_TOKEN = 3
"""Rather few, since what was used is only known afterwards; characters beyond ASCII cost more."""

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

    def spend(self, team: str, asked_bytes: int, call: Callable[[], Completion]) -> Completion:
        """Return what `call` returns, its tokens booked; Rejected without a call if none are left.

        Until its tokens are told it counts as if its answer were the longest that may come: so it
        stays in the books if the process ends first. The last call of a day needs no such room.
        """
        if not self._tokens_a_day:
            return call()
        day, asked = self._clock().date(), _tokens(asked_bytes)
        reserved, most = (each + MOST_ANSWER_TOKENS for each in (asked, self._tokens_a_day))
        if not self._account.reserve(team, day, reserved, most):
            raise Rejected("today's budget of tokens is used up", code=Reason.BUDGET_SPENT)
        try:
            completion = call()
        except TriageError as error:
            if error.code in _COST_NOTHING:
                self._settle(team, day, -reserved)
            raise
        told = completion.input_tokens + completion.output_tokens
        used = told or asked + _tokens(size(completion.text))
        self._settle(team, day, used - reserved)
        return completion

    def _settle(self, team: str, day: date, tokens: int) -> None:
        try:
            self._account.settle(team, day, tokens)
        except TriageError as error:
            log.warning("tokens_not_settled", team=team, tokens=tokens, reason=str(error))


def size(text: str) -> int:
    """Return how many bytes `text` has in UTF-8."""
    return len(text.encode(errors="surrogatepass"))


def _tokens(count: int) -> int:
    """Return how many tokens so many bytes may come to."""
    return -(-count // BYTES_A_TOKEN)
