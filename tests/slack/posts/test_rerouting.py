"""A person moves a ticket to another team: to one that is there, from what they saw."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.buttons.sentences import NO_SUCH_CHOICE, OUTDATED
from bot.slack.posts.card_buttons import buttons
from bot.triage.routing import Conditions, Route, Routing, RoutingPlan
from tests.builders import a_judged_ticket, the_rules
from tests.slack.posts.teams import Teams, press
from tests.slack.working import options, words


def test_a_person_moves_the_ticket_and_no_table_moves_it_back(teams: Teams) -> None:
    card = teams.post()

    teams.reroute(card, "access")
    teams.edit(teams.ben, card, severity="High")

    [left], [linked] = teams.cards_in(teams.payments), teams.cards_in(teams.access)
    assert f"Routed to *access* in <#{teams.access.id}>, set by <@{teams.ben.id}>" in words(card)
    assert f"in <#{teams.access.id}> by <@{teams.ben.id}>." in words(left)
    assert words(linked) == words(card)
    assert ("routed", teams.ben.id) in teams.trail()


def test_a_ticket_that_comes_back_has_its_old_card_again(teams: Teams) -> None:
    card = teams.post()

    teams.reroute(card, "access")
    teams.reroute(card, "payments")

    [linked], [left] = teams.cards_in(teams.payments), teams.cards_in(teams.access)
    assert words(linked) == words(card)
    assert "T-1 was moved to *payments*" in words(left)


def test_moving_it_where_it_is_changes_nothing(teams: Teams) -> None:
    card = teams.post()
    teams.more(teams.ben, card, "reroute")
    assert "payments" in str(teams.form(teams.ben).blocks)

    teams.send(teams.ben, {"route": "payments"})

    assert teams.ticket().routing.by is None  # type: ignore[union-attr]
    assert len(teams.cards_in(teams.payments)) == 1


def test_a_closed_ticket_is_not_moved(teams: Teams) -> None:
    card = teams.post()
    teams.more(teams.ben, card, "reroute")
    teams.resolve(teams.ann, card)

    teams.slack.submit_view(teams.ben, form := teams.form(teams.ben), {"route": "access"})
    teams.settle()

    assert f"<@{teams.ann.id}> resolved T-1 already." in words(form)
    assert teams.cards_in(teams.access) == []


def test_a_click_on_a_card_from_before_it_was_closed_opens_no_form(teams: Teams) -> None:
    card = teams.post()
    number = next(one for one in options(card) if one.startswith("reroute:"))
    teams.resolve(teams.ann, card)

    press(teams, card, number)

    assert teams.told(teams.ben) == [f"<@{teams.ann.id}> resolved T-1 already."]


@pytest.mark.parametrize(
    ("choice", "answer"),
    [("reroute:9", "T-9 is not here any more, so nothing was changed."), ("reroute:", OUTDATED)],
)
def test_a_ticket_that_is_not_there_is_not_moved(teams: Teams, choice: str, answer: str) -> None:
    press(teams, teams.post(), choice)

    assert teams.told(teams.ben) == [answer]


def test_of_two_who_move_a_ticket_at_once_the_other_is_told_and_asked_again(teams: Teams) -> None:
    teams.desk.route(
        *teams.desk.plan.routes, Route("legal", Conditions(frozenset({"Bug"})), teams.access.id)
    )
    card = teams.post()
    teams.more(teams.ann, card, "reroute")
    teams.reroute(card, "access")

    form = teams.send(teams.ann, {"route": "legal"})

    assert f"Meanwhile <@{teams.ben.id}> gave it to *access*." in words(form)
    assert "Routed to *access*" in words(card)
    teams.send(teams.ann, {})
    assert not form.is_open
    assert "Routed to *legal*" in words(card)


def test_who_moves_a_ticket_to_where_another_just_did_need_not_hear_of_it(teams: Teams) -> None:
    card = teams.post()
    teams.more(teams.ann, card, "reroute")
    teams.reroute(card, "access")

    form = teams.send(teams.ann, {"route": "access"})

    assert not form.is_open
    assert f"set by <@{teams.ben.id}>" in words(card)


def test_who_chose_is_told_that_a_ticket_was_routed_anew_by_the_table_meanwhile(
    teams: Teams,
) -> None:
    teams.desk.route(
        *teams.desk.plan.routes, Route("legal", Conditions(frozenset({"Bug"})), teams.access.id)
    )
    card = teams.post()
    teams.more(teams.ann, card, "reroute")
    teams.edit(teams.ben, card, category="Login")

    form = teams.send(teams.ann, {"route": "legal"})

    assert "Meanwhile it went to *access*." in words(form)


def test_a_route_that_was_taken_away_can_not_be_chosen(teams: Teams) -> None:
    card = teams.post()
    teams.more(teams.ben, card, "reroute")
    teams.desk.route(*teams.desk.plan.routes[:1])

    form = teams.send(teams.ben, {"route": "access"})

    assert form.errors == {"route": str(NO_SUCH_CHOICE)}


def test_without_routes_nothing_is_offered_or_moved(teams: Teams) -> None:
    card = teams.post()
    teams.desk.route()

    press(teams, card, "reroute:1")

    assert teams.told(teams.ben) == [OUTDATED]


@pytest.mark.parametrize(("here", "offered"), [(None, 1), ("payments", 0), ("given up", 1)])
def test_moving_is_offered_where_there_is_another_route(here: str | None, offered: int) -> None:
    plan = RoutingPlan((Route("payments", Conditions(), "C0PAYMENTS"),))
    routing = None if here is None else Routing(here)
    ticket = replace(a_judged_ticket(), routing=routing)

    row = buttons(ticket, replace(the_rules(), plan=plan))

    assert str(row).count("Re-route") == offered
