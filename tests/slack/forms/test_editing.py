"""People correct a judgement in a form, several at a time, and nothing that anybody did is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.buttons import sentences
from bot.triage.errors import Unavailable
from bot.triage.teamwork.correction import CorrectionKind
from bot.triage.teamwork.rights import Grant
from bot.triage.ticket import Status
from bot.workspace import CallFault
from tests.builders import a_hit, a_judgement, an_issue
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import Message, View
    from tests.slack.working import Shift

ISSUE = "matched_issue_id"


@pytest.fixture
def card(shift: Shift) -> Message:
    """Give the card of a ticket that was judged as a new issue."""
    shift.keep_issues(an_issue("KB-1"), an_issue("KB-2", title="Card is <charged> twice"))
    return shift.post()


@pytest.fixture
def known(shift: Shift) -> Message:
    """Give the card of a ticket that was judged to be KB-1."""
    shift.keep_issues(an_issue("KB-1"), an_issue("KB-2"))
    shift.bench.shelf.hits = (a_hit(id="KB-1"),)
    shift.bench.analyst.script.append(a_judgement(matched_issue_id="KB-1"))
    return shift.post()


def decided(shift: Shift) -> tuple[str, str, str | None]:
    judgement = shift.ticket().decided
    assert judgement is not None
    return judgement.category, judgement.severity, judgement.matched_issue_id


def initial(form: View, block_id: str) -> Any:  # noqa: ANN401 - whatever an input can hold
    element = next(block["element"] for block in form.blocks if block["block_id"] == block_id)
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


def test_the_form_holds_what_counts(shift: Shift, known: Message) -> None:
    shift.click(shift.ben, known, "claim")
    shift.edit(shift.ben, known, severity="High")
    shift.click(shift.ann, known, "edit")

    form = shift.form(shift.ann)

    assert form.content["title"]["text"] == "Edit T-1"
    assert initial(form, "category")["value"] == "Billing"
    assert initial(form, "severity")["value"] == "High"
    assert initial(form, "issue_type")["value"] == "known_issue"
    assert initial(form, ISSUE)["text"]["text"] == "KB-1 Invoices of May counted twice"
    assert initial(form, "assignee") == shift.ben.id
    assert str(initial(form, "summary")).startswith("The invoice of May")


def test_what_is_changed_counts_and_is_named_on_the_card(shift: Shift, card: Message) -> None:
    form = shift.edit(
        shift.ben, card, category="Bug", severity="High", summary="It is doubled", next_action=""
    )

    assert not form.is_open
    assert decided(shift)[:2] == ("Bug", "High")
    assert (
        f"*Changed:* category Billing → Bug by <@{shift.ben.id}>, "
        f"severity Medium → High by <@{shift.ben.id}>, summary by <@{shift.ben.id}>, "
        f"next action by <@{shift.ben.id}>"
    ) in words(card)
    assert "Next action: Look at Bug." in words(card)
    assert shift.trail()[-1] == ("corrected", shift.ben.id)


def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(shift: Shift, card: Message) -> None:
    trail = shift.trail()

    form = shift.edit(shift.ben, card)

    assert not form.is_open
    assert shift.trail() == trail
    assert shift.ticket().work.is_untouched


def test_a_form_that_is_sent_twice_is_taken_once(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    form = shift.form(shift.ben)

    for _ in range(2):
        shift.slack.submit_view(shift.ben, form, {"severity": "High"})
    shift.settle()

    assert not form.is_open
    assert len(shift.ticket().corrections) == 1


def test_a_summary_of_nothing_but_spaces_is_asked_for(shift: Shift, card: Message) -> None:
    form = shift.edit(shift.ben, card, summary=" \n ")

    assert form.errors == {"summary": sentences.NO_SUMMARY}
    assert shift.ticket().corrections == ()


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


def test_people_who_change_different_things_at_once_both_have_their_way(
    shift: Shift, card: Message
) -> None:
    shift.click(shift.ben, card, "edit")
    shift.click(shift.ann, card, "edit")

    shift.send(shift.ben, {"category": "Bug"})
    shift.send(shift.ann, {"severity": "High", "assignee": shift.ann.id})

    assert decided(shift)[:2] == ("Bug", "High")
    assert shift.ticket().work.assignee == shift.ann.id


def test_who_changes_the_same_later_is_told_and_loses_nothing(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    shift.click(shift.ann, card, "edit")
    shift.send(shift.ben, {"category": "Bug"})

    form = shift.send(
        shift.ann, {"category": "Login", "severity": "High", "summary": "Ann's words"}
    )

    assert f"Meanwhile <@{shift.ben.id}> set the category to: Bug" in words(form)
    assert "*Nothing is saved yet.*" in words(form)
    assert decided(shift)[:2] == ("Bug", "Medium")
    assert initial(form, "category")["value"] == "Login"
    assert initial(form, "summary") == "Ann's words"

    shift.send(shift.ann, {})

    assert decided(shift)[:2] == ("Login", "High")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"summary": "Ben's"}, {"summary": "Ann's"}, "set the summary to: Ben's"),
        ({"assignee": "ben"}, {"assignee": "ann"}, "Meanwhile it was given to <@"),
    ],
)
def test_each_conflict_is_named(
    shift: Shift, card: Message, first: dict[str, str], second: dict[str, str], told: str
) -> None:
    people = {"ben": shift.ben.id, "ann": shift.ann.id}
    shift.click(shift.ben, card, "edit")
    shift.click(shift.ann, card, "edit")

    shift.send(shift.ben, {key: people.get(value, value) for key, value in first.items()})
    form = shift.send(shift.ann, {key: people.get(value, value) for key, value in second.items()})

    assert told in words(form)


def test_who_had_it_meanwhile_is_nobody(shift: Shift, card: Message) -> None:
    shift.edit(shift.ben, card, assignee=shift.ben.id)
    shift.click(shift.ann, card, "edit")
    shift.edit(shift.ben, card, assignee=None)

    form = shift.send(shift.ann, {"assignee": shift.ann.id})

    assert "Meanwhile it was given to nobody." in words(form)


def test_judging_again_in_between_is_a_change_too(shift: Shift, card: Message) -> None:
    shift.click(shift.ann, card, "edit")
    shift.bench.analyst.script.append(a_judgement(category="Login"))
    shift.more(shift.ben, card, "judge_again")

    form = shift.send(shift.ann, {"category": "Bug"})

    assert "Meanwhile the analyst set the category to: Login" in words(form)


def test_a_ticket_that_was_closed_meanwhile_is_given_to_nobody(shift: Shift, card: Message) -> None:
    shift.click(shift.ann, card, "edit")
    shift.more(shift.ben, card, "not_a_ticket")

    form = shift.send(shift.ann, {"assignee": shift.ann.id})
    assert form.errors == {"assignee": str(sentences.CLOSED_MEANWHILE)}

    shift.send(shift.ann, {"category": "Bug"})
    assert decided(shift)[0] == "Bug"


def test_who_had_it_when_it_was_closed_is_asked_for_no_more(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "claim")
    shift.click(shift.ann, card, "edit")
    shift.more(shift.ben, card, "not_a_ticket")

    form = shift.send(shift.ann, {"assignee": shift.ann.id})

    assert f"<@{shift.ben.id}> closed it meanwhile." in words(form)
    assert not any(block["block_id"] == "assignee" for block in form.blocks)


def test_a_closed_ticket_can_still_be_corrected(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "resolve")
    shift.send(shift.ben, {})

    shift.edit(shift.ann, card, category="Bug")

    assert decided(shift)[0] == "Bug"
    assert f"*Resolved* by <@{shift.ben.id}>" in words(card)


def test_judging_again_overrides_nothing_that_a_person_set(shift: Shift, card: Message) -> None:
    shift.edit(shift.ben, card, category="Bug")
    shift.bench.analyst.script.append(a_judgement(category="Login", severity="Low"))

    shift.more(shift.ben, card, "judge_again")

    assert decided(shift)[:2] == ("Bug", "Low")


def test_people_judge_what_nothing_else_could(shift: Shift) -> None:
    shift.bench.analyst.script.extend([Unavailable("down")] * 8)
    root = shift.bench.post("The export hangs. Since today.")
    for _ in range(10):
        shift.bench.run(100)
    (card,) = shift.bench.said(root)
    shift.click(shift.ben, card, "edit")
    assert initial(shift.form(shift.ben), "summary") == "The export hangs"
    assert initial(shift.form(shift.ben), "category") is None

    shift.send(shift.ben, {"category": "Bug", "severity": "High"})

    ticket = shift.ticket()
    assert ticket.status is Status.JUDGED
    assert decided(shift) == ("Bug", "High", None)
    assert "Next action: Look at Bug." in words(card)
    assert "Judged by people · T-1" in words(card)
    assert {each.kind for each in ticket.corrections} == {CorrectionKind.EDIT}

    shift.more(shift.ben, card, "judge_again")
    assert decided(shift)[:2] == ("Bug", "High")


def test_a_category_that_the_team_gave_up_must_be_chosen_anew(shift: Shift) -> None:
    shift.bench.analyst.script.append(a_judgement())
    card = shift.post()
    shift.edit(shift.ben, card, severity="High")
    ticket = shift.ticket()
    assert ticket.decided is not None
    with shift.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE judgements SET category = 'Invoices'")

    shift.click(shift.ben, card, "edit")
    assert initial(shift.form(shift.ben), "category") is None
    shift.send(shift.ben, {"category": "Billing"})

    assert decided(shift)[:2] == ("Billing", "High")


def test_a_choice_that_is_none_any_more_is_refused(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    form = shift.form(shift.ben)
    for name in ("category", "severity"):
        element = next(b["element"] for b in form.blocks if b["block_id"] == name)
        element["options"].append({"text": {"type": "plain_text", "text": "X"}, "value": "X"})

    shift.send(shift.ben, {"severity": "X"})
    assert form.errors == {"severity": str(sentences.NO_SUCH_CHOICE)}
    shift.send(shift.ben, {"category": "X"})
    assert form.errors == {"category": str(sentences.NO_SUCH_CHOICE)}


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


def test_a_withdrawn_ticket_is_not_edited(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    shift.slack.delete_message(shift.desk.support.messages[card.thread_ts or ""])
    shift.slack.click(shift.ann, card, "edit")
    shift.desk.deliver()

    form = shift.send(shift.ben, {"category": "Bug"})

    assert "T-1 is not here any more" in words(form)
    assert shift.told(shift.ann) == ["T-1 is not here any more, so nothing was changed."]
