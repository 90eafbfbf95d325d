"""An incident is resolved with all of its tickets, each of whose threads is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.teamwork.work import WorkState
from tests.slack.operations import Operations, press
from tests.slack.working import deeds, words

if TYPE_CHECKING:
    from tests.workbench import Workbench


@pytest.fixture
def shift(bench: Workbench) -> Operations:
    return Operations(bench)


def test_one_resolution_resolves_all_and_each_thread_is_told_once(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.resolve(shift.ann, cards[0], "It works for me again")

    shift.resolve_all(shift.ben, incident)

    tickets = [shift.ticket(number) for number in (1, 2, 3)]
    assert {ticket.work.state for ticket in tickets} == {WorkState.RESOLVED}
    assert tickets[0].work.by == shift.ann.id
    assert [len(shift.told_below(card)) for card in cards] == [2, 2, 2]
    assert shift.told_below(cards[1])[-1] == (
        "Incident I-1 is resolved, and T-2 with it: The proxy was restarted\n"
        "If it still happens to you, please write here."
    )
    assert "*Resolved* by" in words(cards[2])
    assert "Part of incident *I-1*, which is resolved" in words(cards[2])
    assert f"*Resolved* by <@{shift.ben.id}>: The proxy was restarted" in words(incident)
    assert deeds(incident) == []


def test_what_turned_out_to_be_no_ticket_hears_of_the_end_as_it_was_promised(
    shift: Operations,
) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.more(shift.ben, cards[0], "not_a_ticket")

    shift.resolve_all(shift.ben, incident)

    assert [len(shift.told_below(card)) for card in cards] == [2, 2, 2]
    assert shift.told_below(cards[0])[-1] == "Incident I-1 is resolved: The proxy was restarted"
    assert shift.ticket(1).work.state is WorkState.NOT_A_TICKET


def test_what_was_resolved_by_itself_is_not_said_to_be_resolved_with_it(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.resolve(shift.ben, cards[0], "It was their own firewall")

    shift.resolve_all(shift.ben, incident)

    assert shift.told_below(cards[0])[-1] == "Incident I-1 is resolved: The proxy was restarted"
    assert shift.ticket(1).work.resolution == "It was their own firewall"


def test_who_resolves_one_of_the_tickets_can_resolve_all(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")

    shift.click(shift.ben, cards[1], "resolve")
    assert "Resolve I-1 too, with all of its tickets" in words(shift.form(shift.ben))
    shift.send(shift.ben, {"how": "The proxy was restarted", "whole": ["incident"]})

    states = {shift.ticket(number).work.state for number in (1, 2, 3)}
    assert states == {WorkState.RESOLVED}
    assert [len(shift.told_below(card)) for card in cards] == [2, 2, 2]
    assert f"*Resolved* by <@{shift.ben.id}>: The proxy was restarted" in words(incident)


def test_who_resolves_one_of_the_tickets_need_not_resolve_all(shift: Operations) -> None:
    cards = shift.flood(3)
    shift.click(shift.ben, shift.incidents()[0], "incident_accept")

    shift.resolve(shift.ben, cards[1], "It was their own firewall")

    assert [shift.ticket(number).work.is_closed for number in (1, 2, 3)] == [False, True, False]


def test_all_are_resolved_once_by_two_ways_at_once(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.click(shift.ben, cards[1], "resolve")
    shift.reopen_after_all(incident, cards[1])

    shift.send(shift.ben, {"how": "By Ben", "whole": ["incident"]})

    assert "By Ann" in words(incident)
    assert shift.ticket(2).work.resolution == "By Ben"


def test_before_it_is_accepted_only_the_ticket_is_resolved(shift: Operations) -> None:
    cards = shift.flood(3)

    shift.click(shift.ben, cards[1], "resolve")

    assert "I-1" not in words(shift.form(shift.ben))


def test_nothing_need_be_told_of_what_fixed_it(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")

    shift.resolve_all(shift.ben, incident, "")

    assert shift.told_below(cards[0])[-1].startswith("Incident I-1 is resolved, and T-1 with it.\n")


def test_a_resolved_ticket_reopens_alone(shift: Operations) -> None:
    cards = shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.resolve_all(shift.ben, incident)

    shift.reply(shift.ann, cards[0], "It still shows a 503 here")

    states = [shift.ticket(number).work.state for number in (1, 2)]
    assert states == [WorkState.IN_PROGRESS, WorkState.RESOLVED]


def test_of_two_who_resolve_the_second_is_told_in_the_form(shift: Operations) -> None:
    shift.flood(3)
    [incident] = shift.incidents()
    shift.click(shift.ben, incident, "incident_accept")
    shift.click(shift.ann, incident, "incident_resolve")
    shift.resolve_all(shift.ben, incident)

    late = shift.send(shift.ann, {"how": "Nothing"})

    assert f"<@{shift.ben.id}> resolved I-1 already." in words(late)


def test_a_proposal_is_resolved_only_once_it_is_accepted(shift: Operations) -> None:
    [card, *_] = shift.flood(3)

    press(shift, shift.ann, card, "incident_resolve", "1")

    assert shift.told(shift.ann) == ["I-1 is not accepted yet."]
