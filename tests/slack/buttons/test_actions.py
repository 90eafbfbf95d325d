from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.slack import sentences
from bot.slack.posts.question import question
from bot.triage.delivery.posting import Kind, Post
from bot.triage.judgement import Question
from tests.builders import a_judgement
from tests.slack.unreachable import Unreachable

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket
    from bot.workspace import Message as Posted
    from tests.slack.desk import Desk

LEASE = timedelta(minutes=10)


@pytest.fixture
def asked(desk: Desk) -> Posted:
    """Return the question in the thread of a ticket that waits for its answer."""
    root = desk.workspace.post_as_user(desk.ann, desk.support, "It is wrong")
    desk.deliver()
    claimed = desk.tickets.claim(desk.clock.now, LEASE)
    assert claimed is not None
    now = desk.clock.now
    suggestions = ("In <May>", "In June")
    waiting = claimed.asking(Question("Which invoice?", suggestions), now, now + timedelta(days=1))
    posts = (Post(Kind.QUESTION, round=1),)
    desk.tickets.save(waiting, event="asked", actor="bot", posts=posts, now=now)
    view = question(waiting, 1)
    desk.woken = 0
    return desk.workspace.post_as_app(
        desk.bot,
        desk.support,
        view.text,
        blocks=[{"block_id": str(n), **block} for n, block in enumerate(view.blocks)],
        thread_ts=root.ts,
    )


def the_ticket(desk: Desk) -> Ticket:
    return desk.all_tickets()[0]


def press(desk: Desk, on: Posted, action_id: str) -> list[str]:
    """Press a button and return what only its presser is told."""
    desk.workspace.click(desk.ben, on, action_id)
    desk.deliver()
    return [one.text for one in desk.whispered()]


def test_a_suggestion_answers_the_question(desk: Desk, asked: Posted) -> None:
    assert not press(desk, asked, "answer:0")

    answer = the_ticket(desk).messages[-1]
    assert (answer.text, answer.user) == ("In <May>", desk.ben.id)
    assert the_ticket(desk).has_new_reply
    assert desk.woken == 1


def test_who_is_of_another_organisation_answers_in_a_shared_channel(
    desk: Desk, asked: Posted
) -> None:
    click = desk.workspace.click(desk.ben, asked, "answer:0")
    click.payload["team"] = {"id": "T0PARTNER", "domain": "partner"}

    desk.deliver()

    assert not desk.whispered()
    assert the_ticket(desk).messages[-1].text == "In <May>"


def test_classify_anyway_asks_no_more(desk: Desk, asked: Posted) -> None:
    assert not press(desk, asked, "classify_anyway")

    assert the_ticket(desk).judge_now
    assert desk.woken == 1


def test_the_stored_suggestion_counts_not_the_label_of_the_button(
    desk: Desk, asked: Posted
) -> None:
    asked.blocks[2]["elements"][1]["text"]["text"] = "Close everything"

    press(desk, asked, "answer:1")

    assert the_ticket(desk).messages[-1].text == "In June"


@pytest.mark.parametrize("value", ["1:2:0", "99:1:0", "1:1:7", "rubbish"])
def test_a_stale_or_forged_click_is_told_so(desk: Desk, asked: Posted, value: str) -> None:
    asked.blocks[2]["elements"][0]["value"] = value

    assert press(desk, asked, "answer:0") == [sentences.STALE]
    assert len(the_ticket(desk).messages) == 1
    assert desk.woken == 0


def test_a_click_on_a_decided_ticket_is_stale(desk: Desk, asked: Posted) -> None:
    desk.clock.pass_by(86_400)
    waiting = desk.tickets.claim(desk.clock.now, LEASE)
    assert waiting is not None
    decided = waiting.judged(a_judgement())
    desk.tickets.save(decided, event="judged", actor="bot", posts=(), now=desk.clock.now)

    assert press(desk, asked, "classify_anyway") == [sentences.STALE]
    assert desk.woken == 0


def test_a_click_that_was_not_stored_says_so(desk: Desk, asked: Posted) -> None:
    desk.open(tickets=Unreachable())

    assert press(desk, asked, "answer:0") == [sentences.NOT_SAVED]


def test_a_button_of_an_older_version_is_out_of_date(desk: Desk, asked: Posted) -> None:
    asked.blocks[2]["elements"][0]["action_id"] = "snooze"

    assert press(desk, asked, "snooze") == [sentences.OUTDATED_BUTTON]


def test_a_mere_link_is_acknowledged(desk: Desk, asked: Posted) -> None:
    asked.blocks[2]["elements"][0]["action_id"] = "open_link"
    del asked.blocks[2]["elements"][0]["value"]

    assert not press(desk, asked, "open_link")
    assert desk.workspace.deliveries.log[-1].state == "acknowledged"
