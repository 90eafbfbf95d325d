from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.web_api.pacing import Pacing
from bot.workspace.world.rates import Rates
from tests.builders import NOON

HERE = ("T0TEAM", "C0SUPPORT")
ELSEWHERE = ("T0TEAM", "C0OTHER")


def after(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def spent(posts: int, posts_per_second: float = 1.0) -> Pacing:
    pacing = Pacing(posts_per_second)
    for _ in range(posts):
        pacing.spend(*HERE, NOON)
    return pacing


def test_a_burst_passes_and_then_one_a_second() -> None:
    assert spent(3).blocked(NOON) == frozenset()
    assert spent(4).blocked(NOON) == {HERE}
    assert spent(4).next_free(NOON) == NOON + after(0.5)
    assert spent(5).next_free(NOON) == NOON + after(1.5)
    assert spent(5).blocked(NOON + after(1.5)) == frozenset()


def test_other_channels_go_on() -> None:
    assert ELSEWHERE not in spent(9).blocked(NOON)


def test_what_was_spent_too_much_is_waited_for() -> None:
    assert spent(7).next_free(NOON) == NOON + after(3.5)


def test_after_a_rest_there_is_a_full_burst_again() -> None:
    pacing = spent(5)

    for _ in range(3):
        pacing.spend(*HERE, NOON + after(3600))

    assert pacing.blocked(NOON + after(3600)) == frozenset()


def test_nothing_is_posted_before_slack_allows_it() -> None:
    pacing = Pacing(1.0)
    pacing.hold(*HERE, NOON + after(30))
    pacing.hold(*HERE, NOON + after(20))

    assert pacing.blocked(NOON + after(29)) == {HERE}
    assert pacing.next_free(NOON) == NOON + after(30)
    assert pacing.blocked(NOON + after(30)) == frozenset()


def test_a_hold_leaves_no_burst() -> None:
    pacing = Pacing(1.0)
    pacing.hold(*HERE, NOON + after(30))

    pacing.spend(*HERE, NOON + after(30))

    assert pacing.blocked(NOON + after(30)) == {HERE}


def test_without_pacing_only_slack_can_block() -> None:
    pacing = spent(1000, posts_per_second=0)
    assert pacing.blocked(NOON) == frozenset()
    assert pacing.next_free(NOON) is None

    pacing.hold(*HERE, NOON + after(2))

    assert pacing.blocked(NOON) == {HERE}
    assert pacing.blocked(NOON + after(2)) == frozenset()


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    pacing = spent(5)

    assert pacing.blocked(NOON - after(60)) == {HERE}


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.sampled_from([0.5, 1.0, 4.0]))
def test_no_schedule_beats_the_limit(gaps: list[float], rate: float) -> None:
    pacing, now, posted = Pacing(rate), NOON, 0
    for gap in gaps:
        now += after(gap)
        if HERE not in pacing.blocked(now):
            pacing.spend(*HERE, now)
            posted += 1

    assert posted <= 5 + sum(gaps) * rate + 1e-6


@given(
    st.lists(st.floats(0, 0.4), min_size=20, max_size=20), st.sampled_from([0.5, 1.0, 4.0, 20.0])
)
def test_posts_that_travel_unequally_long_are_not_refused(ways: list[float], rate: float) -> None:
    pacing, slack, now, arrivals = Pacing(rate), Rates(posts_per_second=rate), NOON, []
    for way in ways:
        while HERE in pacing.blocked(now):
            now = max(pacing.next_free(now) or now, now + after(0.001))
        pacing.spend(*HERE, now)
        arrivals.append(now.timestamp() + min(way, 1 / rate))

    assert [slack.wait_to_post(*HERE, at) for at in sorted(arrivals)] == [0.0] * len(ways)


def test_a_clock_that_was_set_back_holds_up_no_channel() -> None:
    pacing, before = spent(9), NOON - after(3600)

    assert pacing.blocked(before) == {HERE}
    assert pacing.next_free(before) == before + after(5.5)
    assert pacing.blocked(before + after(5.5)) == frozenset()


def test_nor_does_what_slack_asked_for_before_that() -> None:
    pacing, before = Pacing(1.0), NOON - after(7200)
    pacing.hold(*HERE, NOON + after(30))

    assert pacing.blocked(NOON) == {HERE}
    assert pacing.blocked(before) == frozenset()
