"""Time is counted while the team works: over nights, weekends and changes of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.business_hours import ROUND_THE_CLOCK, BusinessHours

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = BusinessHours(BERLIN, 9 * 60, 17 * 60, frozenset(range(5)))
NIGHT = BusinessHours(BERLIN, 22 * 60, 6 * 60, frozenset(range(7)))
HOUR = timedelta(hours=1)


def berlin(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """Return a time of 2026 on the wall of the office; 5 January is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("since", "hours", "until"),
    [
        (berlin(5, 10), 2, berlin(5, 12)),
        (berlin(5, 10), 7, berlin(5, 17)),
        (berlin(5, 16), 2, berlin(6, 10)),
        (berlin(5, 7), 1, berlin(5, 10)),
        (berlin(5, 23), 1, berlin(6, 10)),
        (berlin(9, 16), 2, berlin(12, 10)),
        (berlin(10, 12), 1, berlin(12, 10)),
        (berlin(5, 9), 40, berlin(9, 17)),
        (berlin(5, 9), 41, berlin(12, 10)),
    ],
)
def test_a_deadline_is_so_many_hours_of_work_away(
    since: datetime, hours: int, until: datetime
) -> None:
    assert OFFICE.after(since, hours * HOUR) == until


@pytest.mark.parametrize(
    ("until", "hours", "since"),
    [
        (berlin(5, 12), 2, berlin(5, 10)),
        (berlin(6, 10), 2, berlin(5, 16)),
        (berlin(12, 9, 30), 1, berlin(9, 16, 30)),
        (berlin(11, 12), 1, berlin(9, 16)),
    ],
)
def test_a_reminder_is_so_many_hours_of_work_before(
    until: datetime, hours: int, since: datetime
) -> None:
    assert OFFICE.before(until, hours * HOUR) == since


def test_holidays_do_not_count() -> None:
    hours = BusinessHours(
        BERLIN, 9 * 60, 17 * 60, frozenset(range(5)), frozenset({date(2026, 1, 6)})
    )

    assert hours.after(berlin(5, 16), 2 * HOUR) == berlin(7, 10)


def test_it_opens_at_once_while_it_is_open_and_else_at_the_next_shift() -> None:
    assert OFFICE.opens_at(berlin(5, 16, 59)) == berlin(5, 16, 59)
    assert OFFICE.opens_at(berlin(5, 17)) == berlin(6, 9)
    assert OFFICE.opens_at(berlin(9, 18)) == berlin(12, 9)


def test_a_night_shift_goes_on_after_midnight() -> None:
    assert NIGHT.after(berlin(5, 23), 3 * HOUR) == berlin(6, 2)
    assert NIGHT.after(berlin(6, 5), 2 * HOUR) == berlin(6, 23)
    assert NIGHT.before(berlin(6, 1), 2 * HOUR) == berlin(5, 23)
    assert NIGHT.opens_at(berlin(6, 3)) == berlin(6, 3)


def test_the_night_of_friday_belongs_to_friday() -> None:
    nights = BusinessHours(BERLIN, 22 * 60, 6 * 60, frozenset(range(5)))

    assert nights.opens_at(berlin(10, 3)) == berlin(10, 3)
    assert nights.opens_at(berlin(11, 3)) == berlin(12, 22)


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 28, 7), (10, 24, 9)])
def test_a_night_in_which_the_clock_changes_is_as_long_as_it_is(
    month: int, day: int, hours: int
) -> None:
    begin, end = berlin(day, 22, month=month), berlin(day + 1, 6, month=month)

    assert NIGHT.after(begin, hours * HOUR) == end
    assert NIGHT.before(end, hours * HOUR) == begin


@pytest.mark.parametrize(("month", "friday", "utc_hour"), [(3, 27, 8), (10, 23, 9)])
def test_on_monday_after_the_change_the_office_opens_by_the_new_time(
    month: int, friday: int, utc_hour: int
) -> None:
    due = OFFICE.after(berlin(friday, 16, month=month), 2 * HOUR)

    assert due == datetime(2026, month, friday + 3, utc_hour, tzinfo=UTC)


def test_a_shift_that_begins_in_the_hour_that_is_left_out_begins_after_it() -> None:
    early = BusinessHours(BERLIN, 2 * 60 + 30, 10 * 60)

    assert early.opens_at(berlin(29, 1, month=3)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_shift_that_the_clock_leaves_no_time_for_is_none() -> None:
    hours = BusinessHours(BERLIN, 2 * 60 + 30, 3 * 60)
    eve = datetime(2027, 3, 27, 23, tzinfo=UTC)

    assert hours.opens_at(eve) == datetime(2027, 3, 29, 0, 30, tzinfo=UTC)
    assert hours.after(eve, HOUR / 4) == datetime(2027, 3, 29, 0, 45, tzinfo=UTC)


def test_the_zone_is_that_of_the_team_not_of_the_reporter() -> None:
    tokyo = BusinessHours(ZoneInfo("Asia/Tokyo"), 9 * 60, 17 * 60, frozenset(range(5)))

    assert tokyo.after(datetime(2026, 1, 9, 7, 30, tzinfo=UTC), HOUR) == datetime(
        2026, 1, 12, 0, 30, tzinfo=UTC
    )


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
spans = st.integers(0, 60 * 200).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, spans)
def test_round_the_clock_time_just_passes(at: datetime, span: timedelta) -> None:
    assert ROUND_THE_CLOCK.after(at, span) == at + span
    assert ROUND_THE_CLOCK.before(at, span) == at - span


@given(st.sampled_from([OFFICE, NIGHT]), moments, spans, spans)
def test_time_adds_up_and_goes_back(
    hours: BusinessHours, at: datetime, first: timedelta, second: timedelta
) -> None:
    until = hours.after(at, first + second)

    assert hours.after(hours.after(at, first), second) == until
    assert hours.opens_at(hours.before(until, second)) == hours.opens_at(hours.after(at, first))
