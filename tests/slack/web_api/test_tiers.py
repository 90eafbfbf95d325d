from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.web_api.backlog import DEEP, Backlog
from bot.slack.web_api.methods import Method
from bot.slack.web_api.tiers import CALLS_A_MINUTE, STEP_BACK, TieredCalls, Tiers
from bot.triage.errors import Rejected, Unavailable
from bot.workspace.web_api.methods import METHODS
from bot.workspace.world.rates import TIERS
from tests.workbench import RECONCILE_AFTER, Workbench

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.payload import Payload
    from tests.clock import Clock
    from tests.slack.desk import Desk

UNCOUNTED = {Method.AUTH_TEST, Method.POST, Method.OPEN_CONNECTION}


class Slack:
    """Answers each call, or refuses it with `error`."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.calls = 0

    def call(self, _method: Method, _arguments: Json) -> Payload:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return {"ok": True}


def refused_for(calls: TieredCalls, method: Method = Method.UPDATE) -> float | None:
    """Return how long a call has to wait; None if it went through."""
    try:
        calls.call(method, {})
    except Unavailable as refusal:
        return refusal.retry_after_seconds
    return None


@pytest.mark.parametrize("method", sorted(set(Method) - UNCOUNTED))
def test_the_limits_are_slack_s(method: Method) -> None:
    assert CALLS_A_MINUTE[method] == TIERS[METHODS[method.value].tier]


def test_what_is_beyond_a_limit_is_not_even_sent(clock: Clock) -> None:
    slack = Slack()
    calls = TieredCalls(slack, Tiers(clock))

    assert [refused_for(calls) for _ in range(50)] == [None] * 50
    clock.pass_by(20)
    assert refused_for(calls) == 41
    assert slack.calls == 50


def test_a_minute_later_it_is_allowed_again(clock: Clock) -> None:
    tiers = Tiers(clock)
    calls = TieredCalls(Slack(), tiers)
    for _ in range(50):
        calls.call(Method.UPDATE, {})
        clock.pass_by(0.1)

    clock.pass_by(56)

    assert tiers.room(Method.UPDATE) == 1
    assert refused_for(calls) is None
    assert refused_for(calls) == pytest.approx(0.1)


def test_methods_do_not_share_a_limit(clock: Clock) -> None:
    calls = TieredCalls(Slack(), Tiers(clock))
    for _ in range(60):
        refused_for(calls)

    assert refused_for(calls, Method.REACT) is None
    assert refused_for(calls, Method.POST) is None


def test_what_slack_says_about_a_method_holds_for_all_its_callers(clock: Clock) -> None:
    slack, tiers = Slack(), Tiers(clock)
    slack.error = Unavailable("rate limited", retry_after_seconds=30)
    assert refused_for(TieredCalls(slack, tiers), Method.HISTORY) == 30
    slack.error = None
    clock.pass_by(10)

    assert refused_for(TieredCalls(slack, tiers), Method.HISTORY) == 20
    assert refused_for(TieredCalls(slack, tiers), Method.REPLIES) is None
    clock.pass_by(20)
    assert refused_for(TieredCalls(slack, tiers), Method.HISTORY) is None


def test_posts_and_broken_connections_hold_no_method(clock: Clock) -> None:
    slack = Slack()
    calls = TieredCalls(slack, Tiers(clock))
    slack.error = Unavailable("rate limited", retry_after_seconds=30)
    refused_for(calls, Method.POST)
    slack.error = Unavailable("the connection broke")
    refused_for(calls, Method.UPDATE)
    slack.error = Rejected("message_not_found")

    with pytest.raises(Rejected):
        calls.call(Method.POST, {})
    with pytest.raises(Rejected):
        calls.call(Method.UPDATE, {})


def test_a_backlog_is_measured_once_a_second(clock: Clock) -> None:
    depths = iter((DEEP, DEEP + 1))
    backlog = Backlog(lambda: next(depths), clock)

    assert [backlog.is_deep() for _ in range(3)] == [False] * 3
    clock.pass_by(1)
    assert backlog.is_deep()


def test_a_burst_drains_without_one_refusal_by_slack(desk: Desk) -> None:
    slack = desk.workspace
    slack.rates.posts_per_second, slack.rates.are_tiers_enforced = 1.0, True
    bench = Workbench(desk, posts_per_second=1.0)
    roots = [bench.post(f"Invoice {number} is wrong") for number in range(60)]
    seconds = 0
    while bench.run(1) or seconds < len(roots):
        seconds += 1
    for root in roots:
        slack.edit_message(root, f"{root.text}!")
    desk.deliver()
    while bench.run(1) or seconds < 200:
        seconds += 1

    assert all(len(bench.said(root)) == 1 for root in roots)
    assert len({call.params["ts"] for call in slack.calls_to("chat.update")}) == len(roots)
    assert slack.rates.refused == 0


def test_a_redraw_at_its_limit_does_not_keep_posts_waiting(desk: Desk) -> None:
    bench = Workbench(desk, posts_per_second=1.0)
    root = bench.post()
    bench.run()
    while desk.tiers.spend(Method.UPDATE) == 0:
        pass
    desk.workspace.edit_message(root, "The invoice of June is wrong")
    desk.deliver()
    bench.run()
    other = bench.post()

    bench.run()

    assert not desk.workspace.calls_to("chat.update")
    assert len(bench.said(other)) == 1
    bench.run(62)
    assert len(desk.workspace.calls_to("chat.update")) == 1


def test_who_gives_way_has_half_and_leaves_the_rest_to_others(clock: Clock) -> None:
    calls = TieredCalls(Slack(), Tiers(clock))
    reading = calls.giving_way()

    assert [refused_for(reading) for _ in range(26)] == [None] * 25 + [61]
    assert [refused_for(calls) for _ in range(26)] == [None] * 25 + [61]


def test_who_gives_way_has_less_when_others_had_much(clock: Clock) -> None:
    calls = TieredCalls(Slack(), Tiers(clock))
    for _ in range(20):
        calls.call(Method.UPDATE, {})

    assert [refused_for(calls.giving_way()) for _ in range(6)] == [None] * 5 + [61]


def test_who_gives_way_comes_after_those_who_look_for_a_post_again(clock: Clock) -> None:
    slack = Slack()
    calls = TieredCalls(slack, Tiers(clock))
    slack.error = Unavailable("rate limited", retry_after_seconds=30)
    refused_for(calls)
    slack.error = None

    assert refused_for(calls) == 30
    assert refused_for(calls.giving_way()) == 30 + STEP_BACK.total_seconds()
    assert STEP_BACK > RECONCILE_AFTER


def test_a_clock_that_was_set_back_holds_up_no_method(desk: Desk) -> None:
    calls, clock = TieredCalls(Slack(), desk.tiers), desk.clock
    while refused_for(calls) is None:
        pass
    clock.pass_by(-7200)

    assert refused_for(calls) == 61
    clock.pass_by(61)
    assert refused_for(calls) is None
