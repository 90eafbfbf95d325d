"""What somebody posts in the channel while their ticket waits for an answer to a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.judgement import Question
from bot.triage.ticket import Status
from tests.builders import a_judgement
from tests.slack.messages.followed import INVOICE, post
from tests.slack.working import deeds, words

if TYPE_CHECKING:
    from tests.workbench import Workbench


def test_a_question_is_not_put_again_because_of_it(joining: Workbench) -> None:
    vague = a_judgement(question=Question("Which invoice?"))
    joining.analyst.script.extend([vague, vague])
    first = post(joining, INVOICE)
    joining.run()
    post(joining, "please hurry")
    joining.run()

    [asked] = joining.said(first)
    assert "Which invoice?" in words(asked)
    joining.run(seconds=24 * 3600 + 1)
    assert joining.ticket().status is Status.JUDGED
    assert len(joining.said(first)) == 2


def test_what_is_told_after_a_question_closes_it_as_a_reply_does(joining: Workbench) -> None:
    joining.analyst.script.extend(
        [
            a_judgement(question=Question("What is it about?")),
            a_judgement(question=Question("Since when?")),
        ]
    )
    first = post(joining, "it's broken")
    joining.run()
    post(joining, INVOICE)
    joining.run()

    about, since = joining.said(first)
    assert "Answered, thank you." in words(about)
    assert deeds(about) == []
    assert "Since when?" in words(since)


@pytest.mark.parametrize("text", ["please hurry", "please do something, it really is very urgent"])
def test_who_only_presses_for_it_is_not_asked_something_else(joining: Workbench, text: str) -> None:
    asked = [a_judgement(question=Question(each)) for each in ("What is it about?", "Since when?")]
    joining.analyst.script.extend(asked)
    first = post(joining, "it's broken")
    joining.run()
    post(joining, text)
    joining.run()

    [about] = joining.said(first)
    assert "What is it about?" in words(about)
    assert deeds(about)


def test_it_may_answer_the_question(joining: Workbench) -> None:
    joining.analyst.script.append(a_judgement(question=Question("Which invoice?")))
    first = post(joining, INVOICE)
    joining.run()
    post(joining, "invoice 4711")
    joining.run()

    assert joining.ticket().status is Status.JUDGED
    assert len(joining.said(first)) == 2
