"""People work tickets from their cards: claim, resolve, dismiss, reopen, judge again."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from bot.triage.errors import Unavailable
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status
from tests.builders import a_judgement
from tests.slack.working import deeds, options, words

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.slack.working import Shift


def test_a_new_card_is_open_and_offers_what_can_be_done(shift: Shift) -> None:
    card = shift.post()

    assert "*Open*" in words(card)
    assert deeds(card) == ["claim", "resolve", "edit", "more", "feedback"]
    assert options(card) == ["judge_again:1", "not_a_ticket:1", "write_up:1"]


def test_who_claims_a_ticket_stands_on_its_card(shift: Shift) -> None:
    card = shift.post()

    shift.click(shift.ben, card, "claim")

    assert f"*In progress* with <@{shift.ben.id}>" in words(card)
    assert "claim" not in deeds(card)
    assert shift.trail()[-1] == ("claimed", shift.ben.id)
    assert shift.told(shift.ben) == []


def test_of_two_people_at_once_one_wins_and_the_other_is_told_by_whom(shift: Shift) -> None:
    card = shift.post()

    shift.slack.click(shift.ben, card, "claim")
    shift.slack.click(shift.ann, card, "claim")
    shift.settle()

    assert shift.ticket().work.assignee == shift.ben.id
    assert shift.told(shift.ann) == [f"<@{shift.ben.id}> has T-1 already."]
    assert [event for event, _ in shift.trail()].count("claimed") == 1


def test_a_double_click_claims_once(shift: Shift) -> None:
    card = shift.post()

    for _ in range(2):
        shift.slack.click(shift.ben, card, "claim")
    shift.settle()

    assert shift.told(shift.ben) == ["You have T-1 already."]
    assert [event for event, _ in shift.trail()].count("claimed") == 1


def test_what_somebody_is_told_stands_in_the_thread_that_they_clicked_in(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "claim")
    shift.slack.deliver("interactive", shift.desk.bot, claim_of(shift, card))
    shift.desk.deliver()

    shift.told(shift.ben)
    assert shift.slack.ephemerals[-1].thread_ts == card.thread_ts


def claim_of(shift: Shift, card: Message) -> dict[str, object]:
    """Return the payload of the first click on the card, as it was sent."""
    clicks = (one for one in shift.slack.deliveries.log if one.kind == "interactive")
    return next(one.payload for one in clicks if one.payload["container"]["message_ts"] == card.ts)


def test_resolving_asks_what_fixed_it_and_shows_it(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "claim")

    shift.click(shift.ben, card, "resolve")
    sent = shift.send(shift.ben, {"how": "A refund of <all> was made"})

    assert not sent.is_open
    assert f"*Resolved* by <@{shift.ben.id}>: A refund of &lt;all&gt; was made" in words(card)
    assert deeds(card) == ["reopen", "edit", "more", "feedback"]
    assert options(card) == ["write_up:1"]
    assert shift.trail()[-1] == ("resolved", shift.ben.id)


def test_nothing_need_be_told_of_what_fixed_it(shift: Shift) -> None:
    card = shift.post()

    shift.click(shift.ben, card, "resolve")
    shift.send(shift.ben, {})

    assert f"*Resolved* by <@{shift.ben.id}>" in words(card).splitlines()


def test_of_two_who_resolve_at_once_the_second_is_told_in_the_form(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")
    shift.click(shift.ann, card, "resolve")

    shift.send(shift.ben, {"how": "By Ben"})
    late = shift.send(shift.ann, {"how": "By Ann"})

    assert shift.ticket().work.resolution == "By Ben"
    assert f"<@{shift.ben.id}> resolved T-1 already." in words(late)


def test_an_old_card_of_a_resolved_ticket_opens_no_form(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "resolve")
    shift.send(shift.ben, {})
    old = claim_of(shift, card)

    shift.slack.deliver("interactive", shift.desk.bot, old)
    shift.settle()

    assert len(shift.slack.views) == 1
    assert shift.told(shift.ben) == ["You resolved T-1 already."]


def test_what_is_no_ticket_is_closed_and_noted_as_a_correction(shift: Shift) -> None:
    card = shift.post()

    shift.more(shift.ben, card, "not_a_ticket")

    assert f"*Not a ticket* by <@{shift.ben.id}>" in words(card)
    assert [each.kind for each in shift.ticket().corrections] == ["not_a_ticket"]


def test_what_was_closed_can_be_reopened(shift: Shift) -> None:
    card = shift.post()
    shift.click(shift.ben, card, "claim")
    shift.more(shift.ben, card, "not_a_ticket")

    shift.click(shift.ann, card, "reopen")

    assert shift.ticket().work.state is WorkState.IN_PROGRESS
    expected = f"*In progress* with <@{shift.ben.id}> · reopened"
    assert expected in words(card)


def test_judging_again_draws_the_same_card_anew(shift: Shift) -> None:
    card = shift.post()
    shift.bench.analyst.script.append(a_judgement(category="Bug"))

    shift.more(shift.ben, card, "judge_again")

    assert "*Category*\nBug" in words(card)
    assert shift.told(shift.ben) == ["T-1 is being judged again; what people set stays as it is."]


def test_of_two_who_have_it_judged_again_the_second_is_told_by_whom(shift: Shift) -> None:
    card = shift.post()

    for user in (shift.ben, shift.ann, shift.ben):
        shift.slack.click(user, card, "more", "judge_again:1")
    shift.settle()

    assert len(shift.bench.analyst.cases) == 2
    assert shift.told(shift.ann) == [
        f"<@{shift.ben.id}> asked for that already: T-1 is being judged again."
    ]
    assert shift.told(shift.ben)[1] == "You asked for that already: T-1 is being judged again."
    assert [event for event, _ in shift.trail()].count("judge_again") == 1


def test_what_else_happened_since_leaves_unsaid_who_had_it_judged_again(shift: Shift) -> None:
    card = shift.post()
    shift.slack.click(shift.ben, card, "more", "judge_again:1")
    shift.slack.click(shift.ben, card, "claim")

    shift.click(shift.ann, card, "more", "judge_again:1")

    assert shift.told(shift.ann) == ["T-1 is being judged again already."]


def test_judging_that_failed_is_tried_at_once_when_somebody_asks_again(shift: Shift) -> None:
    card = shift.post()
    shift.bench.analyst.script.append(Unavailable("no network"))

    for _ in range(2):
        shift.click(shift.ben, card, "more", "judge_again:1")

    assert len(shift.bench.analyst.cases) == 3
    assert [event for event, _ in shift.trail()].count("judge_again") == 2


def test_an_old_card_of_a_closed_ticket_has_nothing_judged_again(shift: Shift) -> None:
    card = shift.post()
    old = deepcopy(card)
    shift.resolve(shift.ben, card)

    shift.click(shift.ann, old, "more", "judge_again:1")

    assert len(shift.bench.analyst.cases) == 1
    assert shift.told(shift.ann) == [f"<@{shift.ben.id}> resolved T-1 already."]
    assert shift.trail()[-1] == ("resolved", shift.ben.id)


def test_of_two_who_reopen_at_once_the_second_is_told_by_whom(shift: Shift) -> None:
    card = shift.post()
    shift.more(shift.ben, card, "not_a_ticket")

    for user in (shift.ben, shift.ann, shift.ben):
        shift.slack.click(user, card, "reopen")
    shift.settle()

    assert shift.told(shift.ann) == [f"T-1 is open already: <@{shift.ben.id}> moved it last."]
    assert shift.told(shift.ben) == ["T-1 is open already: you moved it last."]


def test_a_ticket_that_was_handed_over_is_judged_again_on_request(shift: Shift) -> None:
    shift.bench.analyst.script.extend([Unavailable("down")] * 8)
    root = shift.bench.post()
    for _ in range(10):
        shift.bench.run(100)
    (card,) = shift.bench.said(root)
    assert shift.ticket().status is Status.HANDED_OVER
    assert deeds(card) == ["claim", "resolve", "edit", "more"]

    shift.more(shift.ben, card, "judge_again")

    assert shift.ticket().status is Status.JUDGED
    assert "*Category*\nBilling" in words(card)
