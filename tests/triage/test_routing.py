"""The table of routes says whose a ticket is, and by when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.triage.routing import Conditions, Route, Routing, RoutingPlan
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from bot.triage.ticket import Status
from tests.builders import CHANNEL, NOON, a_judged_ticket, a_ticket

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket

HOUR = timedelta(hours=1)
LATER = NOON + 5 * HOUR
PAYMENTS = Route(
    "payments",
    Conditions(categories=frozenset({"Billing"})),
    "C0PAY",
    respond_within=HOUR,
    resolve_within=8 * HOUR,
)
ACCESS = Route(
    "access", Conditions(categories=frozenset({"Login"})), "C0ACCESS", respond_within=HOUR
)
PLAN = RoutingPlan((PAYMENTS, ACCESS))


def routed(**changes: object) -> Ticket:
    ticket = a_judged_ticket()
    return replace(ticket, routing=PLAN.routing(ticket, NOON), **changes)  # type: ignore[arg-type]


def set_to(category: str) -> Correction:
    return Correction(CorrectionKind.EDIT, "U0ANN", NOON, Field.CATEGORY, "Billing", category)


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        (Conditions(), True),
        (Conditions(categories=frozenset({"Billing", "Login"})), True),
        (Conditions(categories=frozenset({"Login"})), False),
        (Conditions(severities=frozenset({"High"})), False),
        (Conditions(known_issues=frozenset({"KB-101"})), True),
        (Conditions(known_issues=frozenset({"KB-102"})), False),
        (Conditions(channels=frozenset({CHANNEL})), True),
        (Conditions(channels=frozenset({"C0OTHER"})), False),
        (Conditions(words=("invoice OF may",)), True),
        (Conditions(words=("voice",)), False),
        (Conditions(categories=frozenset({"Billing"}), words=("refund",)), False),
    ],
)
def test_a_route_fits_if_all_of_its_conditions_hold(conditions: Conditions, *, fits: bool) -> None:
    assert conditions.fit(a_judged_ticket(matched_issue_id="KB-101")) is fits


def test_a_ticket_that_nothing_could_judge_is_routed_by_where_and_what_was_said() -> None:
    handed_over = a_ticket(status=Status.HANDED_OVER)

    assert Conditions(words=("invoice",)).fit(handed_over)
    assert not Conditions(categories=frozenset({"Billing"})).fit(handed_over)


def test_the_first_route_that_fits_counts_and_deadlines_begin_with_the_ticket() -> None:
    assert PLAN.routing(a_judged_ticket(), LATER) == Routing(
        "payments", "C0PAY", respond_by=NOON + HOUR, resolve_by=NOON + 8 * HOUR
    )
    assert PLAN.routing(a_judged_ticket(category="Bug"), LATER) is None


def test_a_team_whose_channel_it_was_said_in_has_its_card_there_already() -> None:
    plan = RoutingPlan((Route("support", channel=CHANNEL),))

    assert plan.routing(a_judged_ticket(), NOON) == Routing("support")


def test_a_ticket_without_card_is_not_routed() -> None:
    assert PLAN.routing(a_ticket(), NOON) is None


def test_what_people_set_counts() -> None:
    moved = PLAN.routing(routed(corrections=(set_to("Login"),)), LATER)

    assert moved is not None
    assert (moved.route, moved.channel, moved.round) == ("access", "C0ACCESS", 2)
    assert moved.resolve_by is None


def test_where_none_fits_any_more_it_stays_with_who_has_it() -> None:
    ticket = routed(corrections=(set_to("Bug"),))

    assert PLAN.routing(ticket, LATER) == ticket.routing


def test_a_route_that_a_person_chose_stays_and_its_time_begins_then() -> None:
    ticket = routed()
    chosen = replace(ticket, routing=PLAN.rerouted(ticket, ACCESS, "U0ANN", LATER))

    assert PLAN.routing(chosen, LATER + HOUR) == chosen.routing
    assert chosen.routing == Routing("access", "C0ACCESS", "U0ANN", 2, LATER + HOUR)


def test_of_what_somebody_has_no_other_team_awaits_a_first_answer() -> None:
    ticket = routed()
    taken = replace(ticket, work=ticket.work.claimed("U0BEN", NOON))

    assert not PLAN.rerouted(taken, ACCESS, "U0ANN", LATER).awaits_response


def test_a_route_that_is_gone_leaves_the_ticket_where_it_is() -> None:
    ticket = routed()
    chosen = replace(ticket, routing=PLAN.rerouted(ticket, ACCESS, "U0ANN", LATER))

    assert RoutingPlan((PAYMENTS,)).routing(chosen, LATER) == chosen.routing


def test_who_claims_it_gives_the_first_response_once() -> None:
    ticket = routed()
    claimed = replace(ticket, work=ticket.work.claimed("U0BEN", LATER))

    answered = PLAN.routing(claimed, LATER)
    assert answered is not None
    again = PLAN.routing(replace(claimed, routing=answered), LATER + HOUR)

    assert (answered.responded_at, answered.awaits_response) == (LATER, False)
    assert again == answered


def test_what_is_reopened_where_no_route_fits_any_more_has_a_new_time_too() -> None:
    ticket = routed(corrections=(set_to("Bug"),))

    again = PLAN.routing(ticket, LATER, was_closed=True)

    assert again is not None
    assert (again.route, again.round, again.resolve_by) == ("payments", 2, LATER + 8 * HOUR)


def test_a_reopened_ticket_has_a_new_time_to_be_resolved_in() -> None:
    ticket = routed()
    closed = replace(ticket, work=ticket.work.resolved("U0BEN", "", NOON + HOUR))
    closed = replace(closed, routing=PLAN.routing(closed, NOON + HOUR))
    opened = replace(closed, work=closed.work.taken_up_again("U0ANN", LATER))

    again = PLAN.routing(opened, LATER, was_closed=True)

    assert again is not None
    assert (again.round, again.resolve_by, again.awaits_response) == (2, LATER + 8 * HOUR, False)
