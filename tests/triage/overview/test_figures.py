"""Figures of a period, from what counts of each ticket."""

from __future__ import annotations

from datetime import date, timedelta

from bot.triage.overview.figures import Counted, Figures, figures
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from tests.builders import NOON


def a_counted(**changes: object) -> Counted:
    fields: dict[str, object] = {
        "opened_at": NOON,
        "status": Status.JUDGED,
        "work": WorkState.OPEN,
        "category": "Billing",
        "severity": "Low",
        "is_known": False,
    }
    return Counted(**{**fields, **changes})  # type: ignore[arg-type]


def in_minutes(minutes: float, **changes: object) -> Counted:
    return a_counted(responded_at=NOON + timedelta(minutes=minutes), **changes)


def test_a_period_without_tickets_comes_to_nothing() -> None:
    nothing = figures([])

    assert nothing == Figures()
    assert (nothing.question_rate, nothing.correction_rate) == (0.0, 0.0)


def test_tables_begin_with_what_is_most_frequent() -> None:
    counted = figures([a_counted(category="Bug"), a_counted(), a_counted(severity="High")])

    assert list(counted.by_category.items()) == [("Billing", 2), ("Bug", 1)]
    assert counted.by_severity == {"Low": 2, "High": 1}
    assert counted.by_status == {Status.JUDGED: 3}
    assert counted.by_work == {WorkState.OPEN: 3}


def test_withdrawn_tickets_are_left_out() -> None:
    counted = figures([a_counted(), a_counted(status=Status.WITHDRAWN)])

    assert counted.tickets == 1


def test_what_nobody_has_judged_is_neither_known_nor_new() -> None:
    unjudged = a_counted(status=Status.WAITING, category=None, severity=None, is_known=None)

    counted = figures([a_counted(is_known=True), a_counted(), a_counted(), unjudged])

    assert (counted.tickets, counted.judged, counted.known, counted.new) == (4, 3, 1, 2)


def test_rates_are_shares_of_the_tickets_that_they_can_be_about() -> None:
    unjudged = a_counted(status=Status.WAITING, questions=1, is_known=None)

    counted = figures([a_counted(is_corrected=True), a_counted(), a_counted(questions=2), unjudged])

    assert counted.question_rate == 0.5
    assert counted.correction_rate == 1 / 3


def test_times_are_medians_of_what_happened() -> None:
    resolved = in_minutes(40, resolved_at=NOON + timedelta(hours=2))

    counted = figures([in_minutes(10), in_minutes(20), resolved, a_counted()])

    assert counted.first_response == timedelta(minutes=20)
    assert counted.resolution == timedelta(hours=2)


def test_tickets_are_counted_by_day() -> None:
    day_before = a_counted(opened_at=NOON - timedelta(days=1))

    counted = figures([a_counted(), day_before, a_counted()])

    assert counted.by_day == {date(2026, 1, 4): 1, date(2026, 1, 5): 2}
