"""Nothing is said twice where the clock is set while a call is under way, or while it is down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.posts.operators import Operators
from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import Kind, Operation, Post
from bot.triage.errors import Rejected, Unavailable
from storage.delivery.notices import SETTLES_IN, Notices
from tests.clock import SameBoot
from tests.duties.posting import RECONCILE_SECONDS
from tests.workbench import Workbench, in_flight

if TYPE_CHECKING:
    from collections.abc import Callable


LANDS_AFTER, SET_FORWARD = 14, 250
"""A post that lands as late as it can, while the clock is set forward by minutes."""


def the_same(bench: Workbench) -> Workbench:
    return bench


def started_anew(bench: Workbench) -> Workbench:
    """Give the bot that comes after one that ended: it shares nothing but the database."""
    return Workbench(bench.desk)


LIVES = pytest.mark.parametrize("then", [the_same, started_anew])


def wait(bench: Workbench, seconds: int) -> None:
    """Let time pass, and Slack and the bot do every second what is due."""
    for _ in range(seconds):
        bench.run(1)
        bench.desk.workspace.run_effects()


@LIVES
def test_a_post_that_may_still_land_is_not_looked_for_because_the_clock_was_set_forward(
    bench: Workbench, then: Callable[[Workbench], Workbench]
) -> None:
    bench.desk.workspace.faults.land_late("chat.postMessage", LANDS_AFTER)
    root = bench.post()
    bench.run()

    bench.desk.clock.set_by(SET_FORWARD)
    wait(then(bench), 2 * LANDS_AFTER)

    assert len(bench.said(root)) == 1
    assert len(bench.desk.workspace.calls_to("chat.postMessage")) == 1


@LIVES
def test_it_is_not_looked_for_however_often_the_clock_is_set(
    bench: Workbench, then: Callable[[Workbench], Workbench]
) -> None:
    bench.desk.workspace.faults.land_late("chat.postMessage", LANDS_AFTER)
    root = bench.post()
    bench.run()

    bench = then(bench)
    for seconds in (SET_FORWARD, -2 * SET_FORWARD, 3 * SET_FORWARD, 20):
        bench.desk.clock.set_by(seconds)
        bench.run(1)
    wait(bench, 2 * LANDS_AFTER)

    assert len(bench.said(root)) == 1


@LIVES
def test_a_post_that_never_lands_is_looked_for_and_posted_when_it_can_land_no_more(
    bench: Workbench, then: Callable[[Workbench], Workbench]
) -> None:
    bench.desk.workspace.faults.drop("chat.postMessage")
    root = bench.post()
    bench.run()

    bench.desk.clock.set_by(SET_FORWARD)
    bench = then(bench)
    bench.run(RECONCILE_SECONDS - 1)
    assert bench.said(root) == ()
    bench.run(1)

    assert len(bench.said(root)) == 1


@LIVES
def test_a_redraw_that_may_still_land_covers_no_later_one(
    bench: Workbench, then: Callable[[Workbench], Workbench]
) -> None:
    root = bench.post()
    bench.run()
    wait(bench, 2)
    slack = bench.desk.workspace
    slack.faults.land_late("chat.update", LANDS_AFTER)
    slack.edit_message(root, "The invoice of June is wrong")
    bench.desk.deliver()
    bench.run()

    bench.desk.clock.set_by(SET_FORWARD)
    bench = then(bench)
    bench.queue(Post(Kind.CARD, operation=Operation.REDRAW))
    wait(bench, 2 * LANDS_AFTER)

    assert [call.is_ok for call in slack.calls_to("chat.update")] == [False, True]
    redrawn_at = slack.calls_to("chat.update")[-1].at
    assert redrawn_at - slack.calls_to("chat.update")[0].at >= LANDS_AFTER


def test_a_bot_that_is_ended_again_and_again_still_looks_for_what_was_sent_before(
    bench: Workbench,
) -> None:
    same_boot = SameBoot()
    bench = Workbench(bench.desk, memory=same_boot)
    bench.desk.workspace.faults.drop("chat.postMessage")
    root = bench.post()
    bench.run()

    for _ in range(4):
        bench = Workbench(bench.desk, memory=same_boot)
        bench.run(RECONCILE_SECONDS / 4)

    assert len(bench.said(root)) == 1


def test_a_bot_that_is_ended_again_and_again_forgets_not_that_the_clock_was_set(
    bench: Workbench,
) -> None:
    same_boot = SameBoot()
    bench = Workbench(bench.desk, memory=same_boot)
    bench.desk.workspace.faults.land_late("chat.postMessage", LANDS_AFTER)
    root = bench.post()
    bench.run()

    bench.desk.clock.set_by(SET_FORWARD)
    Workbench(bench.desk, memory=same_boot)
    for _ in range(LANDS_AFTER):
        bench = Workbench(bench.desk, memory=same_boot)
        wait(bench, 2)

    assert len(bench.said(root)) == 1
    assert len(bench.desk.workspace.calls_to("chat.postMessage")) == 1


def test_who_was_delayed_leaves_its_post_to_another_however_the_clock_is_set(
    bench: Workbench,
) -> None:
    root = bench.post()
    bench.run()
    bench.queue(Post(Kind.REOPENED, 1))
    posting = bench.courier.claim(bench.desk.clock.now)
    assert posting is not None

    bench.desk.clock.pass_by(RECONCILE_SECONDS)
    assert bench.run() == 1
    bench.desk.clock.set_by(-SET_FORWARD)
    bench.courier.deliver(posting)

    assert len(bench.said(root)) == 2


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_post_in_a_thread_is_found_however_wrong_the_clock_was(
    bench: Workbench, hours: int
) -> None:
    bench.desk.clock.set_by(hours * 3600)
    bench.desk.workspace.faults.drop("chat.postMessage", after_effect=True)
    root = bench.post()
    bench.run()

    bench.desk.clock.set_by(-hours * 3600)
    wait(bench, 2 * LANDS_AFTER)
    bench.run(2 * 3600)
    wait(bench, 2 * LANDS_AFTER)

    assert len(bench.said(root)) == 1
    assert len(bench.desk.workspace.calls_to("chat.postMessage")) == 1


def test_a_post_in_a_long_thread_is_looked_for_among_what_was_said_lately(
    bench: Workbench,
) -> None:
    slack = bench.desk.workspace
    slack.rates.history_items = 2
    root = bench.post()
    for number in range(4):
        slack.reply_as_user(bench.desk.ben, root, f"I see it too, {number}")
    bench.desk.deliver()
    bench.run()
    bench.run(3600)
    said_before = len(bench.said(root))
    slack.faults.drop("chat.postMessage", after_effect=True)
    bench.queue(Post(Kind.REOPENED, 1))
    bench.run()

    wait(bench, 2 * LANDS_AFTER)

    assert len(bench.said(root)) == said_before + 1
    assert len(slack.calls_to("conversations.replies")) == 1


def test_what_surely_did_not_land_waits_for_nothing(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unavailable("not connected"))
    root = bench.post()
    bench.run()

    bench.run(1)

    assert len(bench.said(root)) == 1


def test_a_message_that_was_drawn_anew_can_be_at_once_again(bench: Workbench) -> None:
    bench.post()
    bench.run()

    for _ in range(3):
        bench.queue(Post(Kind.CARD, operation=Operation.REDRAW))
        bench.run()

    assert len(bench.desk.workspace.calls_to("chat.update")) == 3


def operators(bench: Workbench) -> Operators:
    desk = bench.desk
    return Operators(
        bench.slack,
        Notices(desk.database),
        desk.lobby.id,
        desk.bot.team_id,
        clock=desk.clock,
        in_flight=in_flight(desk),
    )


@pytest.mark.parametrize("is_started_anew", [False, True])
def test_so_it_is_with_a_notice_to_the_operators(
    bench: Workbench, *, is_started_anew: bool
) -> None:
    bench.slack.fail(Method.POST, Rejected("no", code="is_archived"))
    bench.post()
    bench.run()
    clock, slack = bench.desk.clock, bench.desk.workspace
    clock.pass_by(SETTLES_IN.total_seconds())
    teller = operators(bench)
    slack.faults.land_late("chat.postMessage", LANDS_AFTER)
    teller.tell()

    clock.set_by(SET_FORWARD)
    teller = operators(bench) if is_started_anew else teller
    for _ in range(6 * LANDS_AFTER):
        clock.pass_by(1)
        teller.tell()
        slack.run_effects()

    assert len([one for one in bench.desk.lobby.messages.values() if one.is_by_bot]) == 1
