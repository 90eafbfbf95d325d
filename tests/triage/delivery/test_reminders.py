"""Who is told of a routed ticket and when, as long as its deadlines are not met."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.business_hours import BusinessHours
from bot.triage.delivery.posting import Kind, Post
from bot.triage.delivery.reminders import Deadline, Stage, held_until, people_for, wanted
from bot.triage.routing import Route, RoutingPlan
from bot.triage.ticket import Status
from tests.builders import NOON, a_judged_ticket

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Ticket

HOUR = timedelta(hours=1)
OFFICE = BusinessHours(ZoneInfo("UTC"), 9 * 60, 17 * 60, frozenset(range(5)))
ROUTE = Route(
    "payments",
    channel="C0PAY",
    tell=("S0DESK",),
    respond_within=2 * HOUR,
    hours=OFFICE,
    escalate_to=("U0LEAD", "U0BOSS"),
)
RESPONSE = Deadline.RESPONSE


def a_plan(route: Route = ROUTE, **changes: object) -> RoutingPlan:
    fields: dict[str, object] = {"remind_before": HOUR / 2, "fallback_owner": "U0LAST"}
    return RoutingPlan((route,), **{**fields, **changes})  # type: ignore[arg-type]


def routed(plan: RoutingPlan, **changes: object) -> Ticket:
    ticket = a_judged_ticket()
    return replace(ticket, routing=plan.routing(ticket, NOON), **changes)  # type: ignore[arg-type]


def times(posts: tuple[Post, ...]) -> dict[tuple[Deadline, int], datetime | None]:
    reminders = [post for post in posts if post.kind is Kind.REMINDER]
    stages = [(Stage.of(post.round), post.not_before) for post in reminders]
    return {(stage.deadline, stage.number): at for stage, at in stages}


def test_a_team_is_told_at_once_and_each_stage_waits_for_its_time() -> None:
    posts = wanted(a_plan(), routed(a_plan()), NOON)

    assert posts[0] == Post(Kind.TOLD, 1, place="C0PAY", not_before=NOON)
    assert times(posts) == {
        (RESPONSE, 0): NOON + 1.5 * HOUR,
        (RESPONSE, 1): NOON + 2 * HOUR,
        (RESPONSE, 2): NOON + 3 * HOUR,
        (RESPONSE, 3): NOON + 4 * HOUR,
        (RESPONSE, 4): NOON + 21 * HOUR,
    }


def test_of_what_is_past_only_the_latest_counts() -> None:
    posts = wanted(a_plan(), routed(a_plan()), NOON + 3.5 * HOUR)

    assert [number for _, number in times(posts)] == [2, 3, 4]


def test_a_deadline_shorter_than_the_reminder_has_none_before_it() -> None:
    plan = a_plan(replace(ROUTE, respond_within=HOUR / 2, escalate_to=()), fallback_owner=None)

    assert times(wanted(plan, routed(plan), NOON)) == {(RESPONSE, 1): NOON + HOUR / 2}


def test_both_deadlines_are_reminded_of() -> None:
    plan = a_plan(replace(ROUTE, resolve_within=4 * HOUR), remind_before=None)

    stages = times(wanted(plan, routed(plan), NOON))

    assert stages[Deadline.RESOLUTION, 1] == NOON + 4 * HOUR
    assert (RESPONSE, 0) not in stages


def test_who_answered_is_reminded_of_the_resolution_only() -> None:
    plan = a_plan(replace(ROUTE, resolve_within=4 * HOUR))
    ticket = routed(plan)
    answered = replace(ticket, routing=ticket.routing and ticket.routing.responded(NOON))

    assert {deadline for deadline, _ in times(wanted(plan, answered, NOON))} == {
        Deadline.RESOLUTION
    }


def test_nobody_is_told_of_a_ticket_that_is_closed_withdrawn_or_of_no_route() -> None:
    plan, ticket = a_plan(), routed(a_plan())

    assert wanted(plan, replace(ticket, work=ticket.work.dismissed("U0BEN", NOON)), NOON) == ()
    assert wanted(plan, replace(ticket, status=Status.WITHDRAWN), NOON) == ()
    assert wanted(plan, a_judged_ticket(), NOON) == ()
    assert wanted(RoutingPlan(), ticket, NOON) == ()


def test_a_team_is_not_told_of_what_one_of_them_took_but_of_what_it_was_given() -> None:
    plan, ticket = a_plan(), routed(a_plan())
    taken = replace(ticket, work=ticket.work.claimed("U0BEN", NOON))
    given = replace(taken, routing=plan.rerouted(taken, ROUTE, "U0ANN", NOON))

    assert Kind.TOLD not in {post.kind for post in wanted(plan, taken, NOON)}
    assert Kind.TOLD in {post.kind for post in wanted(plan, given, NOON)}


@pytest.mark.parametrize(
    ("stage", "people"),
    [
        (0, ("S0DESK",)),
        (1, ("S0DESK",)),
        (2, ("U0LEAD",)),
        (3, ("U0BOSS",)),
        (4, ("U0LAST",)),
        (5, ()),
    ],
)
def test_each_stage_is_somebodys_turn(stage: int, people: tuple[str, ...]) -> None:
    assert people_for(a_plan(), routed(a_plan()), stage) == people


def test_who_has_the_ticket_is_reminded_before_its_team() -> None:
    ticket = routed(a_plan())
    taken = replace(ticket, work=ticket.work.claimed("U0BEN", NOON))

    assert people_for(a_plan(), taken, 1) == ("U0BEN",)
    assert people_for(a_plan(), taken, 2) == ("U0LEAD",)


def test_the_fallback_owner_is_told_where_a_route_names_nobody_or_is_gone() -> None:
    plan = a_plan(replace(ROUTE, tell=()))

    assert people_for(plan, routed(plan), 1) == ("U0LAST",)
    assert people_for(replace(plan, routes=()), routed(plan), 1) == ("U0LAST",)
    assert people_for(replace(plan, routes=()), routed(plan), 2) == ()
    assert people_for(replace(plan, fallback_owner=None), routed(plan), 1) == ()


@pytest.mark.parametrize(
    ("left", "stage", "people"),
    [
        ({"U0BEN"}, 1, ("S0DESK",)),
        ({"U0BEN", "S0DESK"}, 1, ("U0LAST",)),
        ({"U0BEN", "S0DESK", "U0LAST"}, 1, ("U0LEAD",)),
        ({"U0LEAD"}, 2, ("U0BOSS",)),
        ({"U0LEAD", "U0BOSS"}, 3, ("U0LAST",)),
        ({"U0LAST"}, 4, ()),
    ],
)
def test_in_place_of_who_has_left_the_next_is_told(
    left: set[str], stage: int, people: tuple[str, ...]
) -> None:
    ticket = routed(a_plan())
    taken = replace(ticket, work=ticket.work.claimed("U0BEN", NOON))

    assert people_for(a_plan(), taken, stage, left.__contains__) == people


def test_what_comes_due_while_nobody_works_waits_for_the_morning() -> None:
    plan = a_plan()
    ticket, evening = routed(plan), NOON + 8 * HOUR
    missed = Post(Kind.REMINDER, Stage(RESPONSE, 3).round(1))

    assert held_until(plan, ticket, missed, evening) == NOON + 21 * HOUR
    assert held_until(plan, ticket, missed, NOON + 4 * HOUR) == NOON + 4 * HOUR


def test_what_is_urgent_waits_for_nothing() -> None:
    plan = a_plan(replace(ROUTE, is_urgent=True))
    ticket, evening = routed(plan), NOON + 8 * HOUR
    last = Post(Kind.REMINDER, Stage(RESPONSE, 4).round(1))

    assert held_until(plan, ticket, last, evening) == evening
    assert wanted(plan, ticket, NOON)[0].urgent


def test_what_is_not_wanted_any_more_is_never_said() -> None:
    plan = a_plan()
    ticket, late = routed(plan), NOON + 3.5 * HOUR

    assert held_until(plan, ticket, Post(Kind.REMINDER, Stage(RESPONSE, 1).round(1)), late) is None
    assert held_until(plan, ticket, Post(Kind.TOLD, 9), NOON) is None
    assert held_until(plan, ticket, Post(Kind.CARD), late) == late


@given(st.sampled_from(Deadline), st.integers(0, 13), st.integers(1, 10**6))
def test_a_stage_is_told_from_its_number(deadline: Deadline, number: int, round_: int) -> None:
    assert Stage.of(Stage(deadline, number).round(round_)) == Stage(deadline, number)
