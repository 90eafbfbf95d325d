"""A right ends as a form is sent, at a click half a minute later, whatever was known before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.people.permissions import denied
from bot.triage.teamwork.rights import Action, Grant
from tests.builders import an_issue
from tests.slack.working import Shift, words

if TYPE_CHECKING:
    from bot.workspace import Message

REFUSED = {"summary": str(denied(Action.WORK))}


def opened_as_one_of_the_group(shift: Shift) -> Message:
    """Have Ben, by his group an agent, open the form of a card; return the card."""
    group = shift.slack.add_usergroup("agents", shift.ben)
    shift.desk.grant(agent=Grant(groups=frozenset({group})))
    card = shift.post()
    shift.click(shift.ben, card, "edit")
    return card


def test_who_became_a_guest_with_the_form_open_can_not_send_it(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "edit")
    shift.ben.is_guest = True
    shift.desk.clock.pass_by(1)

    form = shift.send(shift.ben, {"category": "Login"})

    assert form.errors == REFUSED
    assert "*Category*\nBilling" in words(card)


def test_who_left_the_group_that_works_tickets_can_not_either(shift: Shift) -> None:
    opened_as_one_of_the_group(shift)
    shift.slack.team.usergroups[0]["users"].clear()
    shift.desk.clock.pass_by(1)

    assert shift.send(shift.ben, {"category": "Login"}).errors == REFUSED


@pytest.mark.parametrize("method", ["users.info", "usergroups.users.list"])
def test_where_slack_does_not_say_what_it_said_lately_counts(shift: Shift, method: str) -> None:
    card = opened_as_one_of_the_group(shift)
    shift.desk.clock.pass_by(1)
    shift.slack.faults.rate_limit(method)

    assert not shift.send(shift.ben, {"category": "Login"}).is_open
    assert "*Category*\nLogin" in words(card)


@pytest.mark.parametrize("action", ["claim", "edit"])
def test_who_left_the_group_can_not_click_half_a_minute_later(shift: Shift, action: str) -> None:
    card = opened_as_one_of_the_group(shift)
    shift.slack.team.usergroups[0]["users"].clear()
    shift.desk.clock.pass_by(31)

    shift.click(shift.ben, card, action)

    assert shift.told(shift.ben)[-1] == str(denied(Action.WORK))
    assert shift.ticket().work.assignee is None


def test_whose_account_was_switched_off_finds_no_known_issues_half_a_minute_later(
    shift: Shift,
) -> None:
    shift.keep_issues(an_issue("KB-2", title="Export fails"))
    card = shift.post()
    shift.click(shift.ben, card, "edit")
    assert shift.search(shift.ben, "export") == ["KB-2"]
    shift.ben.is_deleted = True
    shift.desk.clock.pass_by(31)

    assert shift.search(shift.ben, "export") == []
