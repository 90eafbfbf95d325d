"""The app's token is revoked, or its account switched off, while it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.health import State, examine
from bot.slack.web_api.methods import Method
from bot.triage.judgement import Question
from bot.triage.ticket import Status
from storage.delivery.second_chances import SecondChances
from storage.reports import Reports
from tests.builders import a_judgement

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.workbench import Workbench

ALWAYS = 1_000_000


@pytest.fixture(params=["token_revoked", "account_inactive", "invalid_auth"])
def refusal(request: pytest.FixtureRequest, bench: Workbench) -> str:
    """Have Slack refuse every call."""
    code: str = request.param
    bench.desk.workspace.faults.refuse("*", code, ALWAYS)
    return code


def errors(bench: Workbench) -> list[str]:
    return [letter.error for letter in Reports(bench.desk.database).dead_letters()]


def attempts(bench: Workbench, method: Method) -> int:
    return len(bench.desk.workspace.calls_to(method.value))


def taken_back(bench: Workbench) -> None:
    """Let the app in again, and have the operator post what was given up."""
    bench.desk.workspace.faults.clear()
    assert SecondChances(bench.desk.database).retry(bench.ticket().team, 1, bench.desk.clock.now)
    bench.run()


def test_the_ticket_is_judged_and_its_card_kept_with_slacks_reason(
    bench: Workbench, refusal: str
) -> None:
    root = bench.post()

    bench.run()

    assert bench.ticket().status is Status.JUDGED
    assert bench.said(root) == ()
    assert errors(bench) == [refusal]


def test_nothing_is_tried_again_by_itself(bench: Workbench, refusal: str) -> None:
    bench.post()
    bench.run()

    assert bench.run(seconds=3600) == 0

    assert bench.worker.next_due(bench.desk.clock.now) is None
    assert attempts(bench, Method.POST) == 1
    assert errors(bench) == [refusal]


def test_health_is_degraded_until_the_operator_has_it_posted_once(
    bench: Workbench, refusal: str
) -> None:
    root = bench.post()
    bench.run()
    count = Reports(bench.desk.database).dead_letter_count
    before = examine([], int, count, count)

    taken_back(bench)

    assert errors(bench) == []
    assert (before.state, before.dead_letters) == (State.DEGRADED, 1), refusal
    assert examine([], int, count, count).state is State.OK
    assert len(bench.said(root)) == 1


def test_a_card_that_stands_is_drawn_again_once_the_app_is_back(bench: Workbench) -> None:
    root = bench.post()
    bench.run()
    bench.desk.workspace.faults.refuse("chat.update", "token_revoked")
    edited(bench, root)
    given_up, drawn = errors(bench), attempts(bench, Method.UPDATE)

    taken_back(bench)

    assert (given_up, drawn) == (["token_revoked"], 1)
    assert attempts(bench, Method.UPDATE) == 2
    assert len(bench.said(root)) == 1


def edited(bench: Workbench, root: Message) -> None:
    """Have the reporter change the text before anybody acted, which redraws the card."""
    bench.desk.workspace.edit_message(root, "The invoice of June is wrong")
    bench.desk.deliver()
    bench.run()


def test_a_post_in_doubt_is_not_repeated_on_a_guess(bench: Workbench) -> None:
    bench.desk.workspace.faults.drop("chat.postMessage", after_effect=True)
    root = bench.post()
    bench.run()
    bench.desk.workspace.faults.refuse("*", "token_revoked", ALWAYS)

    bench.run(seconds=50 * 60)
    within_the_hour = errors(bench)
    bench.run(seconds=15 * 60)

    assert within_the_hour == []
    assert attempts(bench, Method.POST) == 1
    [error] = errors(bench)
    assert "token_revoked" in error
    taken_back(bench)
    assert len(bench.said(root)) == 1


def test_a_question_that_nobody_could_read_is_asked_once_the_app_is_back(
    bench: Workbench, refusal: str
) -> None:
    bench.analyst.script.append(a_judgement(question=Question("Which invoice?")))
    root = bench.post()
    bench.run()
    given_up = errors(bench)

    taken_back(bench)

    assert given_up == [refusal]
    assert bench.ticket().status is Status.WAITING
    assert "Which invoice?" in str(bench.said(root)[0].blocks)
