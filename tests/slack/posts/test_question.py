from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from bot.slack.posts.question import Choice, question
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import check_message, visible_texts
from tests.builders import (
    a_judgement,
    a_message,
    a_reply,
    a_ticket,
    a_waiting_ticket,
    an_asked_question,
)


def buttons(blocks: list[dict[str, object]]) -> list[dict[str, Any]]:
    rows = [cast("list[dict[str, Any]]", b["elements"]) for b in blocks if b["type"] == "actions"]
    return [button for row in rows for button in row]


def test_a_question_mentions_the_reporter_and_offers_answers() -> None:
    view = question(a_waiting_ticket("In May", "In June"), 1)

    said = list(visible_texts(view.blocks))
    assert said[:2] == ["<@U0REPORTER> One question about T-12:", "Which invoice is it?"]
    assert said[2:5] == ["In May", "In June", "Classify anyway"]
    assert said[5:] == ["*Waiting for the reporter*"]
    assert view.text == "<@U0REPORTER> T-12: Which invoice is it?"


def test_buttons_carry_ids_only() -> None:
    pressed = buttons(question(a_waiting_ticket("In May", "In June"), 1).blocks)

    assert [button["value"] for button in pressed] == ["12:1:0", "12:1:1", "12:1:0"]
    assert [button["action_id"] for button in pressed] == [
        "answer:0",
        "answer:1",
        "classify_anyway",
    ]


def test_four_suggestions_are_shown_at_most() -> None:
    assert len(buttons(question(a_waiting_ticket(*"abcdefg"), 1).blocks)) == 5


def test_an_answered_question_has_no_buttons_and_says_so() -> None:
    waiting = a_waiting_ticket("In May", messages=(a_message(), a_reply()))

    view = question(waiting.judged(a_judgement()), 1)

    assert not buttons(view.blocks)
    assert list(visible_texts(view.blocks))[-1] == "Answered, thank you."


def test_a_question_that_nobody_answered_says_so() -> None:
    view = question(a_waiting_ticket().judged(a_judgement()), 1)

    assert list(visible_texts(view.blocks))[-1] == "Closed: judged with what is known."


def test_an_earlier_question_is_closed_while_the_next_is_open() -> None:
    rounds = (an_asked_question(), an_asked_question("Since when?", round=2, seen_messages=2))
    ticket = a_ticket(
        status=Status.WAITING, questions=rounds, messages=(a_message(), a_reply(), a_reply())
    )

    assert list(visible_texts(question(ticket, 1).blocks))[-1] == "Answered, thank you."
    assert buttons(question(ticket, 2).blocks)


def test_slack_takes_a_question_of_any_length() -> None:
    endless = "👨‍👩‍👧‍👦<!channel>" * 4000
    asked = an_asked_question(endless, endless, "", endless)

    view = question(replace(a_waiting_ticket(), questions=(asked,)), 1)

    check_message(view.text, view.blocks)


@pytest.mark.parametrize(
    "value", ["", "1", "1:2", "1:2:3:4", "-1:2:3", "a:b:c", "\u0661:1:1", "9" * 40]
)
def test_what_is_no_button_of_ours_is_no_choice(value: str) -> None:
    assert Choice.read(value) is None


def test_a_choice_is_read_as_it_was_written() -> None:
    assert Choice.read(Choice(12, 2, 3).value) == Choice(12, 2, 3)
