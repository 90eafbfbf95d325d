"""Routes, deadlines, business hours and reminders as `triage.yml` sets them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.configuration.rules import load_rules
from bot.triage.business_hours import ROUND_THE_CLOCK, BusinessHours
from bot.triage.routing import Conditions, Route
from tests.configuration.small_file import SMALL

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = """\
business_hours: {zone: Europe/Berlin, days: [mon, tue], begins: 08:30, ends: 17:30}
routes:
  payments:
    when: {categories: [Billing], severities: [High], words: [refund], known_issues: [KB-1]}
    channel: C0PAY
    tell: [U0ANN, S0DESK]
    respond_within: 30m
    resolve_within: 1h 30m
    escalate_to: [U0BOSS]
  all:
    tell: [S0DESK]
    respond_within: 4h
    urgent: true
    hours: {zone: Asia/Tokyo, holidays: [2026-01-01]}
"""


def test_tickets_are_routed_by_a_table_with_deadlines_in_business_hours(file: Path) -> None:
    file.write_text(SMALL + ROUTES, "utf-8")

    payments, everything = load_rules(file).plan.routes

    assert payments == Route(
        "payments",
        Conditions(
            frozenset({"Billing"}), frozenset({"High"}), frozenset({"KB-1"}), words=("refund",)
        ),
        "C0PAY",
        ("U0ANN", "S0DESK"),
        timedelta(minutes=30),
        timedelta(minutes=90),
        BusinessHours(ZoneInfo("Europe/Berlin"), 510, 1050, frozenset({0, 1})),
        escalate_to=("U0BOSS",),
    )
    assert everything.clock == ROUND_THE_CLOCK
    assert everything.hours.holidays == {date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9:30", 570),
        ("09:30", 570),
        ("'9:30'", 570),
        ("0:30", 30),
        ("24:00", 1440),
        ("17:30", 1050),
    ],
)
def test_a_time_of_day_is_read_as_it_is_typed(file: Path, typed: str, minutes: int) -> None:
    hours = f"business_hours: {{zone: UTC, begins: {typed}}}\n"
    file.write_text(f"{SMALL}{hours}routes: {{all: {{tell: [U0ANN]}}}}\n", "utf-8")

    assert load_rules(file).plan.routes[0].hours.begins == minutes


def test_reminders_have_defaults_and_may_be_set(file: Path) -> None:
    file.write_text(
        f"{SMALL}reminders: {{before: , escalate_every: 15m, fallback_owner: U0BOSS}}\n"
    )

    plan, usual = load_rules(file).plan, load_rules(None).plan

    assert (plan.remind_before, plan.escalate_every, plan.fallback_owner) == (
        None,
        timedelta(minutes=15),
        "U0BOSS",
    )
    assert (usual.remind_before, usual.fallback_owner) == (timedelta(minutes=30), None)


def test_without_business_hours_deadlines_run_round_the_clock(file: Path) -> None:
    file.write_text(f"{SMALL}routes: {{all: {{tell: [U0ANN]}}}}\n", "utf-8")

    assert load_rules(file).plan.routes[0].hours == ROUND_THE_CLOCK
