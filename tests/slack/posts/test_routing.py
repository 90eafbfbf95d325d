"""A routed ticket has one card more, in its team's channel, and both always say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.web_api.methods import Method
from bot.triage.errors import Unconfirmed
from bot.triage.teamwork.work import WorkState
from tests.builders import a_judgement
from tests.slack.working import deeds, words

if TYPE_CHECKING:
    from tests.slack.posts.teams import Teams


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
