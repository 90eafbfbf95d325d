"""What one person posts in several messages is one ticket."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from bot.slack import sentences
from bot.triage.arrivals.admission import Mode
from bot.triage.judgement import Question
from bot.triage.ticket import Status
from storage.arrivals.joining import Joins
from tests.builders import a_judgement
from tests.slack.messages.followed import INVOICE, MORE, post, texts, trail
from tests.slack.working import words
from tests.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("text", [MORE, "in production", "It says so for both of our offices"])
def test_what_is_alike_or_brief_joins_and_the_same_card_is_drawn_again(
    joining: Workbench, text: str
) -> None:
    first = post(joining, INVOICE)
    joining.run()
    joining.analyst.script.append(a_judgement(category="Login"))
    second = post(joining, text)
    joining.run(seconds=5)

    [card] = joining.said(first)
    assert "Login" in words(card)
    assert joining.said(second) == ()
    assert texts(joining) == [INVOICE, text]
    assert joining.ticket(2).joined_into == 1
    assert {"joined", "grown"} <= set(trail(joining))


def test_what_is_said_after_a_cry_for_help_is_no_second_ticket(joining: Workbench) -> None:
    first = post(joining, "it's broken")
    joining.run()
    second = post(joining, INVOICE)
    joining.run(seconds=5)

    assert len(joining.said(first)) == 1
    assert joining.said(second) == ()
    assert texts(joining) == ["it's broken", INVOICE]


def test_what_joined_is_marked_and_its_status_line_taken_away(joining: Workbench) -> None:
    first = post(joining, INVOICE)
    joining.run()
    second = post(joining, "in production")
    joining.run()
    joining.desk.whispered()

    thread = joining.desk.workspace.thread(joining.desk.support, second.ts)
    assert thread.statuses
    assert thread.status == ""
    assert second.reactions == {"link": [joining.desk.bot.user_id]}
    assert first.reactions == {}


def test_nothing_is_marked_while_slack_asks_to_wait(joining: Workbench) -> None:
    post(joining, INVOICE)
    joining.run()
    joining.desk.workspace.faults.rate_limit("assistant.threads.setStatus", times=9)
    second = post(joining, "in production")
    joining.run()
    joining.desk.whispered()

    assert second.reactions == {}


def test_what_is_judged_silently_is_not_marked(joining: Workbench) -> None:
    desk = joining.desk
    review = desk.workspace.add_channel("review", desk.ben, desk.bot)
    desk.admit(Mode.SHADOW, review_channel=review.id)
    joining = Workbench(desk, joins=True)
    post(joining, INVOICE)
    joining.run()
    second = post(joining, "in production")
    joining.run()
    desk.whispered()

    assert joining.ticket(2).joined_into == 1
    assert second.reactions == {}


def test_both_waiting_are_judged_as_one(joining: Workbench) -> None:
    first, second = post(joining, INVOICE), post(joining, MORE)
    joining.run()

    assert len(joining.said(first)) == 1
    assert joining.said(second) == ()
    assert len(joining.analyst.cases[-1].turns) == 2


def test_it_joins_while_the_first_is_being_judged(joining: Workbench) -> None:
    """Whoever judges the first meanwhile saves what it saw; the second is judged in with it."""
    first = post(joining, INVOICE)
    joining.analyst.pause = once(lambda: (post(joining, "in production"), joining.run()))

    joining.run()

    assert len(joining.said(first)) == 1
    assert len(joining.analyst.cases[-1].turns) == 2
    assert texts(joining) == [INVOICE, "in production"]


def test_it_joins_while_the_first_is_being_asked_about(joining: Workbench) -> None:
    first = post(joining, INVOICE)
    vague = a_judgement(question=Question("Which invoice?"))
    joining.analyst.script.extend([vague, vague])
    joining.analyst.pause = once(lambda: (post(joining, "in production"), joining.run()))

    joining.run()

    assert len(joining.said(first)) == 1
    assert joining.ticket().rounds == 1
    assert joining.ticket().status is Status.WAITING


@pytest.mark.parametrize("text", [MORE, "in production"])
def test_the_later_message_may_arrive_first(joining: Workbench, text: str) -> None:
    desk = joining.desk
    first = desk.workspace.post_as_user(desk.ann, desk.support, INVOICE)
    early = desk.workspace.deliveries.take()
    second = post(joining, text)
    joining.run()
    assert early is not None
    desk.workspace.deliveries.fail(early.envelope_id, "late")
    desk.clock.pass_by(1)
    desk.deliver()
    joining.run()

    assert len(joining.said(second)) == 1
    assert joining.said(first) == ()
    assert texts(joining) == [text, INVOICE]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_three_messages_are_one_ticket_in_whichever_order_they_come(
    joining: Workbench, order: tuple[int, ...]
) -> None:
    desk, said = joining.desk, (INVOICE, "again in production", "since Monday I think")
    held = []
    for text in said:
        desk.workspace.post_as_user(desk.ann, desk.support, text)
        held.append(desk.workspace.deliveries.take())

    for place in order:
        late = held[place]
        assert late is not None
        desk.workspace.deliveries.fail(late.envelope_id, "late")
        desk.clock.pass_by(1)
        desk.deliver()
        joining.run()

    assert sorted(texts(joining)) == sorted(said)


def test_a_third_message_joins_what_the_second_had_joined(joining: Workbench) -> None:
    first = post(joining, INVOICE)
    joining.run()
    for text in ("in production", "since Monday"):
        joining.desk.clock.pass_by(50)
        post(joining, text)
        joining.run()

    assert texts(joining) == [INVOICE, "in production", "since Monday"]
    assert len(joining.said(first)) == 1


def test_what_joined_goes_along_when_its_ticket_joins_too(joining: Workbench) -> None:
    post(joining, INVOICE)
    post(joining, MORE)
    post(joining, "in production")
    joins = Joins(joining.desk.database)
    second, third = joining.ticket(2), joining.ticket(3)
    assert joins.join(third, second.id, joining.desk.clock.now)
    assert joins.join(second, joining.ticket().id, joining.desk.clock.now)

    assert texts(joining) == [INVOICE, MORE, "in production"]
    assert [joining.ticket(number).joined_into for number in (2, 3)] == [1, 1]


def test_a_reply_below_what_joined_belongs_to_the_ticket(joining: Workbench) -> None:
    post(joining, INVOICE)
    joining.run()
    second = post(joining, "in production")
    joining.run()
    joining.desk.workspace.reply_as_user(joining.desk.ben, second, "I have a look")
    joining.desk.deliver()

    assert texts(joining) == [INVOICE, "in production", "I have a look"]


def test_status_and_why_name_the_ticket(joining: Workbench) -> None:
    post(joining, INVOICE)
    joining.run()
    second = post(joining, "in production")
    joining.run()
    joining.desk.workspace.message_shortcut(joining.desk.ann, second, "why_ticket")
    joining.desk.deliver()

    told = "T-2 is part of T-1: its author said it just after."
    assert sentences.status(joining.ticket(2)) == told
    [why] = joining.desk.whispered()
    assert why.text == "This belongs to T-1: its author said it within a minute of it."


def once(do: Callable[[], object]) -> Callable[[], object]:
    """Return what does it the first time that it is called."""
    waiting = [do]
    return lambda: waiting.pop()() if waiting else None
