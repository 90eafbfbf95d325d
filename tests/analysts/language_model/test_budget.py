from __future__ import annotations

from datetime import timedelta

import pytest

from bot.analysts.language_model.budget import Budget
from bot.analysts.language_model.completions import Completion
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason
from tests.analysts.scripted import Ledger
from tests.builders import NOON, TEAM

TODAY = NOON.date()


def spend(
    ledger: Ledger, outcome: Completion | TriageError, characters: int = 300, limit: int = 1_000
) -> Completion:
    def call() -> Completion:
        if isinstance(outcome, TriageError):
            raise outcome
        return outcome

    return Budget(ledger, limit, lambda: NOON).spend(TEAM, characters, call)


def test_a_third_of_the_characters_is_reserved_then_settled_by_what_was_used() -> None:
    ledger = Ledger()

    spend(ledger, Completion("{}", "m", 70, 5), characters=301)

    assert ledger.bookings == [(TEAM, TODAY, 101), (TEAM, TODAY, 75 - 101)]


def test_a_server_that_counts_nothing_costs_what_was_reserved() -> None:
    ledger = Ledger()

    spend(ledger, Completion("{}", "m"))

    assert ledger.spent(TEAM, TODAY) == 100


def test_without_a_budget_nothing_is_counted() -> None:
    ledger = Ledger()

    spend(ledger, Completion("{}", "m", 70, 5), limit=0)

    assert ledger.bookings == []


def test_a_spent_budget_makes_no_call() -> None:
    ledger = Ledger()
    spend(ledger, Completion("{}", "m", 950, 0))
    called = Unavailable("the model was called")

    with pytest.raises(Rejected) as raised:
        spend(ledger, called)

    assert raised.value.code == Reason.BUDGET_SPENT
    assert ledger.spent(TEAM, TODAY) == 950


def test_at_midnight_in_utc_there_are_tokens_again() -> None:
    ledger, now = Ledger(), [NOON]
    budget = Budget(ledger, 100, lambda: now[0])
    answer = Completion("{}", "m", 100, 0)
    budget.spend(TEAM, 300, lambda: answer)

    now[0] += timedelta(hours=11, minutes=59)
    with pytest.raises(Rejected):
        budget.spend(TEAM, 300, lambda: answer)
    now[0] += timedelta(minutes=1)

    assert budget.spend(TEAM, 300, lambda: answer) is answer


@pytest.mark.parametrize(
    ("reason", "tokens"),
    [
        (Reason.UNREACHABLE, 0),
        (Reason.RATE_LIMITED, 0),
        (Reason.LEFT_ALONE, 0),
        (Reason.WRONG_KEY, 0),
        (Reason.TOO_SLOW, 100),
        (Reason.REFUSED, 100),
        (Reason.EMPTY, 100),
    ],
)
def test_a_failure_is_paid_for_only_if_a_model_may_have_worked(reason: Reason, tokens: int) -> None:
    ledger = Ledger()

    with pytest.raises(Unavailable):
        spend(ledger, Unavailable("failed", code=reason))

    assert ledger.spent(TEAM, TODAY) == tokens


def test_an_answer_is_not_lost_to_a_database_that_is_busy() -> None:
    answer = Completion("{}", "m", 70, 5)

    assert spend(Ledger(is_broken=True), answer) is answer
