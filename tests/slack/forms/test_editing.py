"""People correct a judgement in a form, and what they say counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.triage.errors import Unavailable
from bot.triage.teamwork.correction import CorrectionKind
from bot.triage.ticket import Status
from tests.builders import a_judgement
from tests.slack.forms.correcting import ISSUE, decided, initial
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


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


def test_a_withdrawn_ticket_is_not_edited(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "edit")
    shift.slack.delete_message(shift.desk.support.messages[card.thread_ts or ""])
    shift.slack.click(shift.ann, card, "edit")
    shift.desk.deliver()

    form = shift.send(shift.ben, {"category": "Bug"})

    assert "T-1 is not here any more" in words(form)
    assert shift.told(shift.ann) == ["T-1 is not here any more, so nothing was changed."]


def test_what_can_not_be_seen_is_no_summary(shift: Shift, card: Message) -> None:
    form = shift.edit(shift.ben, card, summary="\u200b \u2060")

    assert form.errors == {"summary": sentences.NO_SUMMARY}
    assert shift.ticket().work.is_untouched
