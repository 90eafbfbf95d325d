"""What people say of a judgement is remembered once, and counts from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.buttons.sentences import OUTDATED, SAID_ALREADY, THANKS
from bot.triage.teamwork.correction import CorrectionKind
from tests.builders import a_hit, a_judgement, a_taxonomy, an_issue
from tests.slack.working import deeds, options, words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


@pytest.fixture
def card(shift: Shift) -> Message:
    """Give the card of a ticket that matches the first of three known issues."""
    shift.bench.shelf.hits = tuple(a_hit(0.9 - n / 10, id=f"KB-{n}") for n in (1, 2, 3))
    shift.bench.analyst.script.append(a_judgement(matched_issue_id="KB-1"))
    return shift.post()


def said(shift: Shift) -> list[tuple[str, str, str, str]]:
    return [(each.kind, each.by, each.before, each.after) for each in shift.ticket().corrections]


def test_the_best_has_buttons_and_the_others_a_menu(card: Message) -> None:
    assert deeds(card)[:4] == ["same", "not_this", "similar", "similar"]
    assert options(card)[:2] == ["same:1:KB-2", "not_this:1:KB-2"]


def test_yes_same_issue_is_remembered_and_shown(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "same")

    assert said(shift) == [("same", shift.ben.id, "KB-1", "KB-1")]
    assert f"_the same issue, says <@{shift.ben.id}>_" in words(card)
    assert deeds(card)[:2] == ["similar", "similar"]
    assert options(card)[:2] == ["same:1:KB-2", "not_this:1:KB-2"]


def test_not_this_makes_it_a_new_issue(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "not_this")

    assert "*Issue type*\nNew issue" in words(card)
    assert f"_not this, says <@{shift.ben.id}>_" in words(card)
    assert f"*Changed:* issue KB-1 → new by <@{shift.ben.id}>" in words(card)
    assert "issue type set by people" in words(card)


def test_what_is_to_be_done_goes_with_the_match(shift: Shift, card: Message) -> None:
    shift.keep_issues(an_issue("KB-2", recommended_action="Empty the second tank"))

    shift.click(shift.ben, card, "similar", "same:1:KB-2")

    assert "Next action: Empty the second tank" in words(card)
    assert "next action by" not in words(card)


def test_without_a_match_what_is_usual_is_to_be_done(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "not_this")

    usual = a_taxonomy().category("Billing").next_action
    assert f"Next action: {usual}" in words(card)


def test_another_one_is_made_the_match_from_its_menu(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "similar", "same:1:KB-2")

    assert "*Issue type*\nKnown issue KB-2" in words(card)


def test_not_this_of_an_issue_that_is_no_match_changes_no_field(
    shift: Shift, card: Message
) -> None:
    shift.click(shift.ben, card, "similar", "not_this:1:KB-3")

    assert "*Issue type*\nPossibly KB-1: please check" in words(card)
    assert "*Changed:*" not in words(card)
    assert said(shift) == [("not_this", shift.ben.id, "KB-3", "")]


def test_said_twice_it_counts_once(shift: Shift, card: Message) -> None:
    for _ in range(2):
        shift.slack.click(shift.ben, card, "same")
    shift.settle()

    assert len(said(shift)) == 1
    assert shift.told(shift.ben) == [SAID_ALREADY]


def test_of_two_who_speak_of_an_issue_at_once_the_second_is_told_by_whom(
    shift: Shift, card: Message
) -> None:
    shift.slack.click(shift.ben, card, "same")
    for verdict in ("same", "not_this"):
        shift.slack.click(shift.ann, card, verdict)
    shift.settle()

    assert said(shift) == [("same", shift.ben.id, "KB-1", "KB-1")]
    opposite, so = sorted(shift.told(shift.ann), key=len, reverse=True)
    assert so == f"<@{shift.ben.id}> said so already."
    assert opposite.startswith(f"<@{shift.ben.id}> said the opposite already, so nothing was")


def test_a_verdict_is_named_only_as_long_as_it_counts(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "same")

    shift.click(shift.ann, card, "similar", "same:1:KB-2")

    assert words(card).count("the same issue, says") == 1
    assert f"KB-1 → KB-2 by <@{shift.ann.id}>" in words(card)


@pytest.mark.parametrize("value", ["1:KB-404", "1", "x:KB-1"])
def test_an_issue_that_the_card_does_not_show_can_not_be_the_match(
    shift: Shift, card: Message, value: str
) -> None:
    row = next(block for block in card.blocks if block["type"] == "actions")
    row["elements"][0]["value"] = value

    shift.click(shift.ben, card, "same")

    assert shift.told(shift.ben) == [OUTDATED]
    assert said(shift) == []


def test_judging_again_keeps_what_people_said(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "not_this")
    shift.bench.analyst.script.append(a_judgement(matched_issue_id="KB-1"))

    shift.more(shift.ben, card, "judge_again")

    assert "*Issue type*\nNew issue" in words(card)


def test_a_thumb_up_is_noted_with_thanks_once(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "feedback", "helpful:1")
    shift.click(shift.ben, card, "feedback", "helpful:1")
    shift.click(shift.ann, card, "feedback", "helpful:1")

    assert [(kind, by) for kind, by, *_ in said(shift)] == [
        ("helpful", shift.ben.id),
        ("helpful", shift.ann.id),
    ]
    assert set(shift.told(shift.ben)) == {THANKS, SAID_ALREADY}, "two answers, in any order"


def test_a_thumb_down_asks_why(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "feedback", "unhelpful:1")
    assert said(shift) == []

    shift.send(shift.ben, {"why": "It is about June"})

    (thumb,) = shift.ticket().corrections
    assert (thumb.kind, thumb.reason) == (CorrectionKind.UNHELPFUL, "It is about June")
    assert thumb.before == "Billing · Medium · KB-1"
    assert shift.trail()[-1] == ("unhelpful", shift.ben.id)


def test_a_reason_that_is_sent_twice_counts_once(shift: Shift, card: Message) -> None:
    for reason in ("It is about June", "It is about June", "And it is a question"):
        shift.click(shift.ben, card, "feedback", "unhelpful:1")
        form = shift.send(shift.ben, {"why": reason})
        assert not form.is_open

    reasons = [each.reason for each in shift.ticket().corrections]
    assert reasons == ["It is about June", "And it is a question"]
    assert [event for event, _ in shift.trail()].count("unhelpful") == 2


def test_of_a_ticket_that_is_gone_nothing_is_noted(shift: Shift, card: Message) -> None:
    shift.click(shift.ben, card, "feedback", "unhelpful:1")
    root = shift.desk.support.messages[card.thread_ts or ""]
    shift.slack.delete_message(root)
    for thumb in ("unhelpful:1", "helpful:1"):
        shift.slack.click(shift.ann, card, "feedback", thumb)
    shift.desk.deliver()

    form = shift.send(shift.ben, {"why": "It is about June"})

    assert "T-1 is not here any more" in words(form)
    assert len(shift.told(shift.ann)) == 2
    assert said(shift) == []
