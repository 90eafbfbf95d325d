"""An event that no listener survives, and a clock that is wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot.slack.web_api.methods import Method
from bot.triage.errors import Unconfirmed
from bot.triage.judgement import Question
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.ticket import Status
from bot.workspace import Ack
from storage.teamwork.work import TicketWork
from tests.builders import a_judgement
from tests.clock import Clock
from tests.slack.handing_over import hand_over
from tests.slack.poisoned import POISON, Poisoned
from tests.workbench import RECONCILE_AFTER, Workbench

if TYPE_CHECKING:
    from bot.workspace import Delivery
    from bot.workspace import Message as Posted

OFF = timedelta(minutes=10)


def test_a_poison_event_stops_nobody_else_and_is_logged_each_time(bench: Workbench) -> None:
    desk = bench.desk
    desk.open(Poisoned(desk.database))
    with capture_logs() as logs:
        desk.workspace.post_as_user(desk.ann, desk.support, POISON)
        poison = desk.workspace.deliveries.log[-1]
        root = bench.post()
        for seconds in (60, 300):
            desk.clock.pass_by(seconds)
            desk.deliver()
        bench.run()

    failures = [entry for entry in logs if entry["event"] == "listener_failed"]
    assert poison.state == "failed"
    assert [one["event_id"] for one in failures] == [poison.payload["event_id"]] * 4
    assert {one["error"] for one in failures} == {"ZeroDivisionError"}
    assert POISON not in str(logs)
    assert len(bench.said(root)) == 1


@pytest.fixture(params=[OFF, -OFF], ids=["fast", "slow"])
def skewed(request: pytest.FixtureRequest, bench: Workbench) -> Workbench:
    """Give a worker and an app whose clock differs from Slack's."""
    desk = bench.desk
    desk.clock = Clock(desk.clock.now + request.param)
    desk.open()
    return Workbench(desk)


def _send_over_http(bench: Workbench, delivery: Delivery) -> Ack:
    desk = bench.desk
    app = desk.workspace.app_of(desk.bot)
    return hand_over(delivery, app, desk.endpoint, desk.workspace.clock())


def _post_over_socket(bench: Workbench) -> Posted:
    desk = bench.desk
    root = desk.workspace.post_as_user(desk.ann, desk.support, "The invoice is wrong")
    desk.workspace.run_due(lambda one: _send_over_socket(bench, one))
    return root


def _send_over_socket(bench: Workbench, delivery: Delivery) -> Ack:
    request = BoltRequest(mode="socket_mode", body=delivery.payload)
    return Ack(bench.desk.app.dispatch(request).status)


def test_with_a_wrong_clock_deliveries_over_http_are_refused(skewed: Workbench) -> None:
    desk = skewed.desk
    desk.workspace.post_as_user(desk.ann, desk.support, "The invoice is wrong")

    desk.workspace.run_due(lambda one: _send_over_http(skewed, one))

    delivery = desk.workspace.deliveries.log[-1]
    assert {attempt.outcome for attempt in delivery.attempts} == {"http_error"}
    assert desk.all_tickets() == []
    assert _send_over_http(skewed, delivery).status == 401


def test_with_a_wrong_clock_socket_mode_goes_on_at_once(skewed: Workbench) -> None:
    root = _post_over_socket(skewed)

    skewed.run()

    assert len(skewed.said(root)) == 1


def test_with_a_wrong_clock_a_question_waits_as_long_as_ever(skewed: Workbench) -> None:
    skewed.analyst.script.append(a_judgement(question=Question("Which one?")))
    root = _post_over_socket(skewed)
    skewed.run()

    assert skewed.run(seconds=23.9 * 3600) == 0
    skewed.run(seconds=0.2 * 3600)

    assert skewed.ticket().status is Status.JUDGED
    assert len(skewed.said(root)) == 2


def test_with_a_wrong_clock_the_reporters_next_word_reopens_a_ticket(skewed: Workbench) -> None:
    desk = skewed.desk
    root = _post_over_socket(skewed)
    skewed.run()
    work = TicketWork(desk.database)
    work.change(
        desk.bot.team_id,
        1,
        lambda ticket: Change(ticket.work.resolved(desk.ben.id, "", desk.clock.now)),
        event="resolved",
        by=By(desk.ben.id, desk.clock.now),
    )

    desk.workspace.reply_as_user(desk.ann, root, "It happens again")
    desk.workspace.run_due(lambda one: _send_over_socket(skewed, one))

    assert skewed.ticket().work.was_reopened


def test_with_a_wrong_clock_a_lost_answer_is_still_found_in_the_thread(skewed: Workbench) -> None:
    skewed.slack.fail(Method.POST, Unconfirmed("the connection broke"), after_effect=True)
    root = _post_over_socket(skewed)
    skewed.run()

    skewed.run(seconds=RECONCILE_AFTER.total_seconds() + 1)

    assert len(skewed.desk.workspace.calls_to("conversations.replies")) == 1
    assert len(skewed.said(root)) == 1
    assert skewed.run(seconds=3600) == 0
