from __future__ import annotations

from datetime import timedelta

import pytest

from bot.analysts.language_model.budget import Budget
from bot.analysts.language_model.completions import MOST_ANSWER_TOKENS, Completion, Said
from bot.analysts.language_model.tries import Tries
from bot.triage.delivery.retries import Patience
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason
from tests.analysts.scripted import REAL_TIME, Ledger, ScriptedModel
from tests.builders import NOON, TEAM

TODAY = NOON.date()


def spend(
    ledger: Ledger, outcome: Completion | TriageError, asked_bytes: int = 300, limit: int = 1_000
) -> Completion:
    def call() -> Completion:
        if isinstance(outcome, TriageError):
            raise outcome
        return outcome

    return Budget(ledger, limit, lambda: NOON).spend(TEAM, asked_bytes, call)


def test_a_third_of_the_bytes_and_the_longest_answer_are_reserved_then_settled() -> None:
    ledger = Ledger()

    spend(ledger, Completion("{}", "m", 70, 5), asked_bytes=301)

    reserved = 101 + MOST_ANSWER_TOKENS
    assert ledger.bookings == [(TEAM, TODAY, reserved), (TEAM, TODAY, 75 - reserved)]


def test_characters_beyond_ascii_are_expected_to_cost_more() -> None:
    ledger, model = Ledger(), ScriptedModel("{}")
    patience = Patience(attempt_seconds=20, total_seconds=60, max_retries=0)
    tries = Tries(model, Budget(ledger, 9_000, lambda: NOON), patience, REAL_TIME)

    tries.complete(TEAM, [Said("user", "\u8acb" * 900)], {"type": "object"}, started=tries.now())

    assert ledger.bookings[0][2] > 900 + MOST_ANSWER_TOKENS


def test_who_ends_between_an_answer_and_its_booking_has_booked_no_less_than_was_used() -> None:
    ledger = Ledger()

    def dying() -> Completion:
        raise SystemExit  # the model has just answered: 100 tokens were asked, 27 came back

    with pytest.raises(SystemExit):
        Budget(ledger, 1_000, lambda: NOON).spend(TEAM, 300, dying)

    assert ledger.spent(TEAM, TODAY) >= 127


def test_an_answer_that_could_not_be_booked_has_not_cost_less_than_was_used() -> None:
    ledger = Ledger(is_broken=True)

    spend(ledger, Completion("{}", "m", 100, 27))

    assert ledger.spent(TEAM, TODAY) >= 127


def test_the_longest_answer_that_may_come_turns_no_ticket_away() -> None:
    answer = Completion("{}", "m", 70, 5)

    assert spend(Ledger(), answer, asked_bytes=300, limit=100) is answer


def test_a_server_that_counts_nothing_costs_a_third_of_what_was_said_by_both() -> None:
    ledger = Ledger()

    spend(ledger, Completion("{}" * 30, "m"))

    assert ledger.spent(TEAM, TODAY) == 100 + 20


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
        (Reason.TOO_SLOW, 100 + MOST_ANSWER_TOKENS),
        (Reason.REFUSED, 100 + MOST_ANSWER_TOKENS),
        (Reason.EMPTY, 100 + MOST_ANSWER_TOKENS),
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
