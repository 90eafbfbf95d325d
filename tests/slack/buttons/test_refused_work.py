"""What can not be done to a ticket changes nothing, and who tried is told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack import sentences
from bot.slack.buttons.sentences import NO_FORM, OUTDATED
from bot.slack.people.permissions import IN_DOUBT, denied
from bot.triage.errors import Unavailable
from bot.triage.teamwork.rights import Action, Grant
from tests.slack.working import deeds, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.routing import Routing
    from bot.triage.teamwork.by import By
    from bot.triage.teamwork.change import Change
    from bot.triage.ticket import Ticket
    from tests.slack.working import Shift


@pytest.mark.parametrize("deed", ["claim", "resolve"])
def test_who_has_no_right_is_told_so_without_effect(shift: Shift, deed: str) -> None:
    card = shift.post()
    shift.desk.grant(agent=Grant(users=frozenset({shift.ben.id})))

    shift.click(shift.ann, card, deed)

    assert shift.ticket().work.is_untouched
    assert not shift.slack.views
    assert shift.trail()[-1] == ("denied", shift.ann.id)
    assert shift.told(shift.ann) == [denied(Action.WORK)]


def test_a_right_that_ended_while_a_form_was_open_is_missed_at_submission(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")
    shift.desk.grant(agent=Grant(users=frozenset({shift.ann.id})))

    form = shift.send(shift.ben, {"how": "By Ben"})

    assert form.errors == {"how": str(denied(Action.WORK))}
    assert shift.ticket().work.is_untouched


def test_who_can_not_be_looked_up_is_denied_for_now(shift: Shift) -> None:
    card = shift.post()
    shift.slack.faults.drop("users.info")

    shift.click(shift.ben, card, "claim")

    assert shift.ticket().work.is_untouched
    assert shift.told(shift.ben) == [IN_DOUBT]


class Busy:
    """Work whose database is busy."""

    def change(
        self, team: str, number: int, make: Callable[[Ticket], Change], /, *, event: str, by: By
    ) -> Ticket | None:
        raise self._busy(team, number, make, event, by)

    def reroute(
        self, team: str, number: int, make: Callable[[Ticket], Routing], /, *, by: By
    ) -> Ticket | None:
        raise self._busy(team, number, make, by)

    def judge_again(self, team: str, number: int, /, *, by: By) -> bool:
        raise self._busy(team, number, by)

    def _busy(self, *_: object) -> Unavailable:
        return Unavailable("the database is busy")


def test_a_click_that_was_not_stored_says_so(shift: Shift) -> None:
    card = shift.post()
    shift.desk.open(work=Busy())

    shift.click(shift.ben, card, "claim")
    shift.more(shift.ben, card, "judge_again")

    assert shift.told(shift.ben) == [sentences.NOT_SAVED] * 2


def test_a_form_that_was_not_stored_stays_open_and_says_so(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")
    shift.desk.open(work=Busy())

    form = shift.send(shift.ben, {"how": "By Ben"})

    assert form.is_open
    assert form.errors == {"how": str(sentences.NOT_SAVED)}


def test_a_form_that_does_not_open_is_said(shift: Shift) -> None:
    card = shift.post()
    shift.slack.faults.fail("views.open")

    shift.click(shift.ben, card, "resolve")

    assert shift.told(shift.ben) == [NO_FORM]


@pytest.mark.parametrize("deed", ["claim", "resolve"])
def test_a_card_of_no_ticket_is_out_of_date(shift: Shift, deed: str) -> None:
    card = shift.post()
    for value in ("rubbish", "99"):
        buttons = next(block for block in card.blocks if block["type"] == "actions")
        for element in buttons["elements"][:2]:
            element["value"] = value
        shift.slack.click(shift.ben, card, deed)
        shift.desk.deliver()

    told = sorted(shift.told(shift.ben))
    assert told == sorted([OUTDATED, "T-99 is not here any more, so nothing was changed."])


def test_a_ticket_that_was_withdrawn_meanwhile_takes_no_form(shift: Shift) -> None:
    root = shift.bench.post()
    shift.bench.run()
    (card,) = shift.bench.said(root)
    shift.click(shift.ben, card, "resolve")
    shift.slack.delete_message(root)
    shift.settle()

    form = shift.send(shift.ben, {"how": "By Ben"})

    assert "T-1 is not here any more" in words(form)
    assert deeds(card) == []


def test_a_form_that_was_open_while_the_app_restarted_is_taken(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")

    shift.desk.open()
    form = shift.send(shift.ben, {"how": "It was restarted"})

    assert not form.is_open
    assert f"*Resolved* by <@{shift.ben.id}>: It was restarted" in words(card)


def test_what_one_form_carries_is_refused_in_another(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")
    carried = shift.form(shift.ben).content["private_metadata"]
    shift.click(shift.ben, card, "feedback", "unhelpful:1")
    form = shift.form(shift.ben)
    form.content["private_metadata"] = carried

    shift.send(shift.ben, {"why": "By Ben"})

    assert sentences.OUTDATED_FORM in words(form)
    assert shift.ticket().work.is_untouched


def test_a_form_that_was_tampered_with_is_not_taken(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")
    form = shift.form(shift.ben)
    form.content["private_metadata"] = form.content["private_metadata"].replace("1|", "2|", 1)

    shift.send(shift.ben, {"how": "By Ben"})

    assert sentences.OUTDATED_FORM in words(form)
    assert shift.ticket().work.is_untouched
