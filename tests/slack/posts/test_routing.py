"""A routed ticket has one card more, in its team's channel, and both always say the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.slack.buttons.sentences import NO_SUCH_CHOICE, OUTDATED
from bot.slack.posts.card_buttons import buttons
from bot.slack.web_api.methods import Method
from bot.triage.errors import Unconfirmed
from bot.triage.routing import Conditions, Route, Routing, RoutingPlan
from bot.triage.teamwork.work import WorkState
from tests.builders import a_judged_ticket, a_judgement, the_rules
from tests.slack.working import Shift, deeds, options, words
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.workspace import Channel, Message


class Teams(Shift):
    """A shift with two teams, each with a channel."""

    def __init__(self, bench: Workbench) -> None:
        desk = bench.desk
        slack, people = desk.workspace, (desk.ann, desk.ben)
        self.payments = slack.add_channel("payments", *people, desk.bot)
        self.access = slack.add_channel("access", *people, desk.bot)
        desk.route(
            Route("payments", Conditions(frozenset({"Billing"})), self.payments.id),
            Route("access", Conditions(frozenset({"Login"})), self.access.id),
        )
        super().__init__(Workbench(desk, rules=replace(the_rules(), plan=desk.plan)))

    def cards_in(self, channel: Channel) -> Sequence[Message]:
        return [one for one in channel.messages.values() if one.is_by_bot and not one.is_reply]

    def reroute(self, card: Message, route: str) -> None:
        self.more(self.ben, card, "reroute")
        self.send(self.ben, {"route": route})


@pytest.fixture
def teams(bench: Workbench) -> Teams:
    return Teams(bench)


def test_a_routed_ticket_has_the_same_card_in_its_teams_channel(teams: Teams) -> None:
    card = teams.post()

    [linked] = teams.cards_in(teams.payments)
    assert words(linked) == words(card)
    assert f"Routed to *payments* in <#{teams.payments.id}> · asked in <https://" in words(card)
    assert teams.cards_in(teams.access) == []
    assert ("routed", "bot") in every_event(teams)


def every_event(teams: Teams) -> list[tuple[str, str]]:
    with teams.desk.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT event, actor FROM audit ORDER BY id").all()
    return [(row.event, row.actor) for row in rows]


def test_a_ticket_that_no_route_fits_has_one_card(teams: Teams) -> None:
    teams.bench.analyst.script.append(a_judgement(category="Bug"))

    card = teams.post()

    assert "Routed" not in words(card)
    assert teams.cards_in(teams.payments) == []


def test_buttons_work_on_both_cards_and_both_show_it(teams: Teams) -> None:
    card = teams.post()
    [linked] = teams.cards_in(teams.payments)

    teams.click(teams.ben, linked, "claim")
    assert f"*In progress* with <@{teams.ben.id}>" in words(card)
    assert words(linked) == words(card)
    teams.resolve(teams.ann, card, "Refunded")

    assert "Refunded" in words(linked)
    assert (words(linked), deeds(linked)) == (words(card), deeds(card))


def test_a_second_claim_from_the_other_card_is_told_by_whom(teams: Teams) -> None:
    card = teams.post()
    [linked] = teams.cards_in(teams.payments)

    teams.click(teams.ben, card, "claim")
    teams.slack.click(teams.ann, linked, "edit")
    teams.slack.deliver("interactive", teams.desk.bot, _a_claim(teams))
    teams.settle()

    assert teams.told(teams.ann) == [f"<@{teams.ben.id}> has T-1 already."]


def _a_claim(teams: Teams) -> dict[str, object]:
    """Return a claim by Ann, who was too late to see that the button is gone."""
    clicks = (one for one in teams.slack.deliveries.log if one.kind == "interactive")
    pressed = next(one.payload for one in clicks if one.payload["user"]["id"] == teams.ann.id)
    return {**pressed, "actions": [{"type": "button", "action_id": "claim", "value": "1"}]}


def test_judging_again_redraws_both_cards_and_can_move_the_ticket(teams: Teams) -> None:
    card = teams.post()
    teams.bench.analyst.script.append(a_judgement(category="Login"))

    teams.more(teams.ben, card, "judge_again")

    [left], [linked] = teams.cards_in(teams.payments), teams.cards_in(teams.access)
    assert words(linked) == words(card)
    assert f"T-1 was moved to *access* in <#{teams.access.id}>." in words(left)
    assert deeds(left) == []


def test_an_edit_moves_the_ticket_by_the_table(teams: Teams) -> None:
    card = teams.post()

    teams.edit(teams.ben, card, category="Login")

    [linked] = teams.cards_in(teams.access)
    assert words(linked) == words(card)
    assert "Routed to *access*" in words(card)


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


def press(teams: Teams, card: Message, choice: str) -> None:
    """Choose from a menu that the card does not show any more."""
    teams.slack.click(teams.ben, card, "edit")
    teams.desk.deliver()
    payload = teams.slack.deliveries.log[-1].payload
    pressed = {"type": "overflow", "action_id": "more", "selected_option": {"value": choice}}
    teams.slack.deliver("interactive", teams.desk.bot, {**payload, "actions": [pressed]})
    teams.settle()


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


def test_a_withdrawn_ticket_says_so_in_both_places(teams: Teams) -> None:
    card = teams.post()
    teams.more(teams.ben, card, "reroute")

    teams.slack.delete_message(teams.desk.support.messages[card.thread_ts or ""])
    teams.settle()
    late = teams.send(teams.ben, {"route": "access"})

    [linked] = teams.cards_in(teams.payments)
    assert words(linked) == words(card) == "T-1 was withdrawn: its message was deleted."
    assert "T-1 is not here any more" in words(late)


def test_a_linked_card_whose_answer_was_lost_is_found_in_its_channel(teams: Teams) -> None:
    teams.bench.post()
    lost = [Unconfirmed("lost")] * 2
    teams.bench.slack.fail(Method.POST, *lost, after_effect=True)

    teams.bench.run()
    teams.bench.run(60)

    assert len(teams.cards_in(teams.payments)) == 1
    assert teams.desk.outbox.next_due() is None


def test_a_command_is_routed_once_its_root_is_posted(teams: Teams) -> None:
    teams.slack.slash_command(teams.ann, teams.desk.support, "/triage", "The invoice is wrong")
    teams.settle()

    [linked] = teams.cards_in(teams.payments)
    assert "asked in <https://acme.slack.com/archives/" in words(linked)
    assert teams.ticket().work.state is WorkState.OPEN


def test_what_is_posted_in_a_teams_channel_opens_no_ticket(teams: Teams) -> None:
    teams.slack.post_as_user(teams.ann, teams.payments, "Who looks at T-1?")
    teams.settle()

    assert teams.desk.all_tickets() == []


@pytest.mark.parametrize(("here", "offered"), [(None, 1), ("payments", 0), ("given up", 1)])
def test_moving_is_offered_where_there_is_another_route(here: str | None, offered: int) -> None:
    plan = RoutingPlan((Route("payments", Conditions(), "C0PAYMENTS"),))
    routing = None if here is None else Routing(here)
    ticket = replace(a_judged_ticket(), routing=routing)

    row = buttons(ticket, replace(the_rules(), plan=plan))

    assert str(row).count("Re-route") == offered
