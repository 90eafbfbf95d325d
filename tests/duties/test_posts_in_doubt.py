"""A post that may have landed is looked for before it is repeated, for an hour at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.duties.courier import GIVE_UP_UNCONFIRMED, PREPARED_WITHIN
from bot.running import assembly
from bot.slack.web_api.calls import POST_TIMEOUT_SECONDS
from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import MOST_POSTS_AN_HOUR, Kind, Post
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from tests.duties.posting import RECONCILE_SECONDS, dead_letters
from tests.workbench import RECONCILE_AFTER

if TYPE_CHECKING:
    from tests.workbench import Workbench


def test_an_unexpected_error_at_a_post_is_looked_into_before_it_is_repeated(
    bench: Workbench,
) -> None:
    bench.slack.fail(Method.POST, ZeroDivisionError("a bug"), after_effect=True)
    root = bench.post()
    bench.run()

    bench.run(seconds=RECONCILE_SECONDS + 1)

    assert len(bench.said(root)) == 1
    assert bench.run(seconds=3600) == 0


def test_a_post_that_may_have_landed_is_looked_for_first(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unconfirmed("cut"), after_effect=True)
    root = bench.post()
    bench.run()

    assert bench.run(seconds=RECONCILE_SECONDS - 1) == 0
    assert bench.run(seconds=2) == 1

    assert len(bench.desk.workspace.calls_to("conversations.replies")) == 1
    assert len(bench.said(root)) == 1
    assert bench.run(seconds=3600) == 0


def test_a_call_in_flight_has_its_time_and_5_s_more_to_land() -> None:
    assert assembly.RECONCILE_AFTER == RECONCILE_AFTER
    assert PREPARED_WITHIN.total_seconds() + POST_TIMEOUT_SECONDS + 5 == RECONCILE_SECONDS


def test_a_post_that_did_not_land_is_posted_again(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unconfirmed("cut"))
    root = bench.post()
    bench.run()

    bench.run(seconds=RECONCILE_SECONDS + 1)

    assert len(bench.said(root)) == 1


def test_a_doubt_outlives_a_rate_limit(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unconfirmed("cut"), Unavailable("slow", retry_after_seconds=5))
    root = bench.post()
    bench.run()
    bench.run(seconds=RECONCILE_SECONDS + 1)
    assert bench.said(root) == ()

    bench.run(seconds=RECONCILE_SECONDS + 6)

    assert len(bench.said(root)) == 1
    assert len(bench.desk.workspace.calls_to("conversations.replies")) == 2


def test_a_look_up_that_slack_limits_is_repeated_when_slack_allows_it(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unconfirmed("cut"))
    bench.slack.fail(Method.REPLIES, Unavailable("slow", retry_after_seconds=120))
    root = bench.post()
    bench.run()
    bench.run(seconds=RECONCILE_SECONDS + 1)

    assert bench.run(seconds=100) == 0
    bench.run(seconds=20)

    assert len(bench.said(root)) == 1


def test_a_post_that_stays_in_doubt_is_given_up_after_an_hour(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unconfirmed("cut"))
    bench.slack.fail(Method.REPLIES, *(Unavailable("unreadable") for _ in range(500)))
    root = bench.post()
    bench.run()

    bench.run(seconds=GIVE_UP_UNCONFIRMED.total_seconds() + RECONCILE_SECONDS + 1)

    assert bench.said(root) == ()
    assert len(dead_letters(bench)) == 1
    assert bench.run(seconds=3600) == 0


def test_the_hour_in_which_a_post_is_looked_for_begins_with_the_doubt(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, *(Unavailable("out of reach") for _ in range(200)))
    root = bench.post()
    for _ in range(90):
        bench.run(60)
    bench.slack.before[Method.POST].clear()
    bench.slack.fail(Method.POST, Unconfirmed("cut"), after_effect=True)

    bench.run(60)
    assert dead_letters(bench) == []
    bench.run(60)

    assert len(bench.said(root)) == 1
    assert len(bench.desk.workspace.calls_to("conversations.replies")) == 1


def test_what_could_not_be_looked_for_all_the_hour_says_why(bench: Workbench) -> None:
    root = bench.post()
    bench.slack.fail(Method.POST, Unconfirmed("the connection broke"))
    refusal = Rejected("conversations.replies: missing_scope", code="missing_scope")
    bench.slack.fail(Method.REPLIES, *(refusal for _ in range(100)))

    for _ in range(70):
        bench.run(60)

    assert dead_letters(bench) == ["conversations.replies: missing_scope"]
    assert bench.said(root) == ()


def test_a_post_that_may_have_landed_is_looked_for_however_much_was_posted(
    bench: Workbench,
) -> None:
    root = bench.post()
    bench.run()
    bench.queue(*(Post(Kind.REOPENED, number) for number in range(1, MOST_POSTS_AN_HOUR)))
    bench.slack.fail(Method.POST, Unconfirmed("cut"), after_effect=True)

    bench.run()
    bench.run(seconds=RECONCILE_SECONDS)

    assert len(bench.said(root)) == MOST_POSTS_AN_HOUR
    assert not dead_letters(bench)
