"""Which known issue and which person can be chosen in the form that corrects a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.triage.teamwork.rights import Grant
from bot.workspace import CallFault
from tests.builders import an_issue
from tests.slack.forms.correcting import ISSUE, decided
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


def test_a_ticket_is_given_to_somebody_and_back(shift: Shift, card: Message) -> None:
    shift.edit(shift.ben, card, assignee=shift.ann.id)
    assert f"*In progress* with <@{shift.ann.id}>" in words(card)

    shift.edit(shift.ben, card, assignee=None)
    assert "*Open*" in words(card)


def test_a_known_issue_is_found_by_words_and_chosen(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    assert shift.search(shift.ben, "") == ["KB-1", "KB-2"]
    assert shift.search(shift.ben, "charged") == ["KB-2"]

    shift.send(shift.ben, {ISSUE: "KB-2"})

    assert decided(shift)[2] == "KB-2"
    assert "*Issue type*\nKnown issue KB-2" in words(card)


def test_of_thousands_of_known_issues_the_first_hundred_that_match_are_offered(
    shift: Shift, card: Message
) -> None:
    title = "Made-up problem of a page whose name goes on & on <here> for longer than a menu takes"
    shift.keep_issues(*(an_issue(f"BIG-{number:04}", title=title) for number in range(2000)))

    shift.click(shift.ben, card, "edit")

    assert shift.search(shift.ben, "problem page") == [f"BIG-{number:04}" for number in range(100)]
    assert shift.search(shift.ben, "big-1999") == ["BIG-1999"]
    assert shift.search(shift.ben, "nothing like it") == []


def test_what_is_marked_as_new_has_no_known_issue(shift: Shift, known: Message) -> None:
    shift.edit(shift.ben, known, issue_type="new_issue")

    assert decided(shift)[2] is None


def test_a_cleared_issue_of_a_known_type_asks_which(shift: Shift, known: Message) -> None:
    form = shift.edit(shift.ben, known, **{ISSUE: None})

    assert form.errors == {ISSUE: str(sentences.WHICH_ISSUE)}


def test_a_new_issue_with_another_known_one_asks_what_is_meant(
    shift: Shift, known: Message
) -> None:
    shift.click(shift.ben, known, "edit")
    shift.search(shift.ben, "KB-2")

    form = shift.send(shift.ben, {ISSUE: "KB-2", "issue_type": "new_issue"})

    assert form.errors == {"issue_type": str(sentences.KNOWN_OR_NEW)}


def test_an_issue_that_was_retired_meanwhile_can_not_be_chosen(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    shift.search(shift.ben, "")
    shift.retire("KB-2")

    form = shift.send(shift.ben, {ISSUE: "KB-2"})

    assert form.errors == {ISSUE: str(sentences.NO_SUCH_ISSUE)}


def test_a_match_that_was_retired_may_stay(shift: Shift, known: Message) -> None:
    shift.retire("KB-1")

    shift.edit(shift.ben, known, severity="High")

    assert decided(shift) == ("Billing", "High", "KB-1")


def test_a_ticket_is_given_to_nobody_who_may_not_work_it(shift: Shift, card: Message) -> None:
    guest = shift.slack.add_user("gus", is_guest=True)

    form = shift.edit(shift.ben, card, assignee=guest.id)

    assert form.errors == {"assignee": str(sentences.NO_AGENT)}
    assert shift.ticket().work.is_untouched


def test_who_can_not_be_looked_up_in_time_is_given_no_ticket(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    with shift.slack.faults.always(CallFault("users.info", is_dropped=True)):
        form = shift.send(shift.ben, {"assignee": shift.ann.id})

    assert form.errors == {"assignee": str(sentences.AGENT_UNKNOWN)}
    assert shift.ticket().work.is_untouched


def test_who_may_not_work_tickets_finds_no_issues(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    assert shift.search(shift.ben, "") == ["KB-1", "KB-2"]

    shift.desk.grant(agent=Grant(users=frozenset({shift.ann.id})))

    assert shift.search(shift.ben, "") == []


def test_a_search_that_fails_offers_nothing(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    shift.slack.faults.drop("users.info")
    shift.desk.clock.pass_by(3600)

    assert shift.search(shift.ben, "") == []
