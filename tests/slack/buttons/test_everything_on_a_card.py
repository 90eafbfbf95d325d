"""Whatever can be pressed on a card, now or later, asks for the right: at the click, and again
when its form is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.people.permissions import IN_DOUBT, denied
from bot.triage.routing import Conditions, Route
from bot.triage.teamwork.rights import Action
from tests.builders import a_hit
from tests.slack.working import Shift
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import Message, User

Press = tuple[str, str]
REFUSALS = {denied(action) for action in Action} | {IN_DOUBT}


@pytest.fixture
def shift(bench: Workbench) -> Shift:
    """Give a desk with all that puts something on a card."""
    desk = bench.desk
    desk.route(
        Route("payments", Conditions(frozenset({"Billing"}))),
        Route("access", Conditions(frozenset({"Login"}))),
    )
    desk.watch_for_spikes(0, desk.lobby)
    built = Workbench(desk, rules=desk.rules())
    built.shelf.hits = (a_hit(id="KB-1"), a_hit(0.7, id="KB-2"))
    return Shift(built)


def presses(card: Message) -> list[Press]:
    """Return each button and each choice of a menu, as it is pressed."""
    found: list[Press] = []
    for block in card.blocks:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            name = element.get("action_id")
            values = [option["value"] for option in element.get("options", ())]
            values += [
                element[thumb]["value"]
                for thumb in ("positive_button", "negative_button")
                if thumb in element
            ]
            found += [(name, value) for value in values or [element.get("value")] if name]
    return found


def somebody(shift: Shift, kind: str) -> User:
    if kind == "is_of_another_workspace":
        return shift.slack.add_user("zoe", shift.slack.add_team("Other"))
    user = shift.slack.add_user("zoe")
    setattr(user, kind, True)
    return user


@pytest.mark.parametrize(
    "kind", ["is_guest", "is_stranger", "is_deleted", "is_of_another_workspace"]
)
def test_nothing_on_a_card_does_anything_for_who_has_no_right(shift: Shift, kind: str) -> None:
    card = shift.post()
    before, user = shift.ticket(), somebody(shift, kind)

    for name, value in presses(card):
        shift.click(user, card, name, value)

    told = shift.told(user)
    assert shift.ticket() == before
    assert [view for view in shift.slack.views.values() if view.user_id == user.id] == []
    assert set(told) <= REFUSALS
    assert len(told) == len(presses(card)) >= 11
    assert {event for event, actor in shift.trail() if actor == user.id} == {"denied"}


def test_no_form_of_a_card_is_taken_from_whose_right_has_ended(shift: Shift) -> None:
    card = shift.post()
    for name, value in sorted(presses(card), key=lambda press: "not_a_ticket" in str(press)):
        shift.slack.click(shift.ben, card, name, value)
        shift.desk.deliver()
    forms = [view for view in shift.slack.views.values() if view.is_open]
    before = shift.ticket()
    shift.ben.is_guest = True
    shift.desk.clock.pass_by(601)

    for form in forms:
        shift.slack.submit_view(shift.ben, form, {})
    shift.desk.deliver()

    assert {form.content["callback_id"] for form in forms} >= {"resolve", "edit", "unhelpful"}
    assert all(form.errors and set(form.errors.values()) <= REFUSALS for form in forms)
    assert shift.ticket() == before
