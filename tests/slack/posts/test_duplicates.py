"""A problem that is posted twice shows on both cards; people decide what to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.posts.duplicates import possible_duplicates
from bot.triage.arrivals.admission import Mode
from bot.triage.teamwork.duplicates import Duplicate
from bot.triage.teamwork.work import WorkState
from tests.builders import a_judged_ticket
from tests.slack.working import words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift

TEXT = "The login page shows a 503 since this morning"


def link(shift: Shift, card: Message, number: int) -> str:
    ts = (card.thread_ts or "").replace(".", "")
    return f"<https://acme.slack.com/archives/{shift.desk.support.id}/p{ts}|T-{number}>"


def test_both_cards_link_to_each_other(shift: Shift) -> None:
    first = shift.post(TEXT)
    second = shift.post(f"{TEXT} again")

    assert "*Possibly the same, still open*" in words(second)
    assert link(shift, first, 1) in words(second)
    assert link(shift, second, 2) in words(first)
    assert {shift.ticket(number).work.state for number in (1, 2)} == {WorkState.OPEN}


def test_another_problem_is_no_duplicate(shift: Shift) -> None:
    shift.post(TEXT)
    card = shift.post("My card was charged twice")

    assert "Possibly" not in words(card)


def test_what_was_judged_silently_is_named_to_its_reviewers_alone(shift: Shift) -> None:
    desk = shift.desk
    quiet = shift.slack.add_channel("quiet", desk.ann, desk.bot)
    review = shift.slack.add_channel("review", desk.ben, desk.bot)
    desk.admit(Mode.SHADOW, quiet, review_channel=review.id)
    shift.slack.post_as_user(desk.ann, quiet, TEXT)
    shift.settle()
    open_card = shift.post(TEXT)
    shift.settle()

    [silent_card] = [one for one in review.messages.values() if one.is_by_bot]
    assert "Possibly" not in words(open_card)
    assert link(shift, open_card, 2) in words(silent_card)


def test_a_closed_ticket_is_named_no_more_and_names_none(shift: Shift) -> None:
    first = shift.post(TEXT)
    second = shift.post(TEXT)

    shift.resolve(shift.ben, first)
    shift.click(shift.ben, second, "claim")

    assert "Possibly" not in words(first)
    assert "Possibly" not in words(second)


def test_without_the_address_of_the_workspace_the_channel_is_named() -> None:
    duplicate = Duplicate(7, "C0SUPPORT", "1.2", 0.91)
    ticket = replace(a_judged_ticket(), duplicates=(duplicate,))

    (block,) = possible_duplicates(ticket, "")

    assert "• T-7 in <#C0SUPPORT> (91 % alike)" in block["text"]["text"]  # type: ignore[index]
