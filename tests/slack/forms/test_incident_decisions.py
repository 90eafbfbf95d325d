"""Who may decide about an incident, who was quicker, and how one is opened by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.buttons.sentences import OUTDATED
from bot.slack.people.permissions import denied
from bot.triage.teamwork.rights import Action
from tests.slack.operations import LINKED, OUTAGE, Operations, press
from tests.slack.working import options, words

if TYPE_CHECKING:
    from tests.workbench import Workbench


@pytest.fixture
def shift(bench: Workbench) -> Operations:
    return Operations(bench)


def test_of_two_who_decide_the_second_is_told_by_whom(shift: Operations) -> None:
    shift.flood(3)
    [proposal] = shift.incidents()

    shift.slack.click(shift.ben, proposal, "incident_accept")
    shift.slack.click(shift.ann, proposal, "incident_dismiss")
    shift.slack.click(shift.ben, proposal, "incident_accept")
    shift.settle()

    assert words(proposal).splitlines()[0] == "Incident I-1 · 3 tickets"
    assert shift.told(shift.ann) == [f"<@{shift.ben.id}> accepted I-1 already."]
    assert [event for event, _ in shift.trail()].count("incident_accepted") == 1


@pytest.mark.parametrize(
    ("name", "value", "answer"),
    [
        ("incident_accept", "9", OUTDATED),
        ("incident_accept", "", OUTDATED),
        ("incident_resolve", "9", OUTDATED),
        ("incident_resolve", "1", "<@{}> dismissed I-1 already."),
        ("open_incident", "", OUTDATED),
        ("open_incident", "9", "T-9 is not here any more, so nothing was changed."),
    ],
)
def test_old_buttons_are_answered_with_a_sentence(
    shift: Operations, name: str, value: str, answer: str
) -> None:
    [card, *_] = shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_dismiss")

    press(shift, shift.ann, card, name, value)

    assert shift.told(shift.ann) == [answer.format(shift.ben.id)]


def test_guests_decide_nothing(shift: Operations) -> None:
    shift.flood(3)
    [proposal] = shift.incidents()
    guest = shift.slack.add_user("gus", is_guest=True)
    shift.slack.join(guest, shift.ops)

    shift.click(guest, proposal, "incident_accept")

    assert words(proposal).startswith("Is this an incident?")
    assert shift.told(guest) == [str(denied(Action.MANAGE_INCIDENT))]


def test_an_incident_of_one_ticket_is_opened_by_hand_and_others_join(shift: Operations) -> None:
    first = shift.open(OUTAGE)

    shift.more(shift.ben, first, "open_incident")
    second = shift.open(OUTAGE)

    [incident] = shift.incidents()
    assert words(incident).splitlines()[0] == "Incident I-1 · 2 tickets"
    assert shift.told_below(first) == [
        "T-1 is handled as part of incident I-1. You are told here once it is resolved."
    ]
    assert shift.told_below(second) == [LINKED.format(2)]
    assert "open_incident:1" not in options(first)
    assert ("incident_opened", shift.ben.id) in shift.trail()


def test_who_opens_one_by_hand_accepts_what_was_proposed(shift: Operations) -> None:
    cards = shift.flood(3)

    shift.more(shift.ben, cards[1], "open_incident")

    [incident] = shift.incidents()
    assert words(incident).splitlines()[0] == "Incident I-1 · 3 tickets"
    assert ("incident_accepted", shift.ben.id) in shift.trail()


def test_of_two_who_open_one_by_hand_the_second_is_told(shift: Operations) -> None:
    card = shift.open(OUTAGE)

    for user in (shift.ben, shift.ann):
        number = next(one for one in options(card) if one.startswith("open_incident:"))
        shift.slack.click(user, card, "more", number)
    shift.settle()

    assert len(shift.incidents()) == 1
    assert shift.told(shift.ann) == ["T-1 is part of I-1 already."]


def test_a_ticket_of_a_dismissed_proposal_can_still_be_made_an_incident(shift: Operations) -> None:
    [card, *_] = shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_dismiss")

    shift.more(shift.ben, card, "open_incident")

    assert "Incident I-2 · 1 ticket" in words(shift.incidents()[1])
