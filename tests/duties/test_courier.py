"""Posts reach Slack once: within its limits, looked for where they may stand, or given up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.duties.courier import GIVE_UP_UNAVAILABLE, GIVE_UP_UNCONFIRMED, PREPARED_WITHIN
from bot.running import assembly
from bot.slack.web_api.calls import POST_TIMEOUT_SECONDS
from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import MOST_POSTS_AN_HOUR, Kind, Post, Posting
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from bot.triage.ticket import Status
from bot.worker import LEASE
from storage.reports import Reports
from tests.workbench import RECONCILE_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from bot.worker import Job
    from bot.workspace import Channel
    from tests.workbench import Workbench

RECONCILE_SECONDS = RECONCILE_AFTER.total_seconds()


def _dead_letters(bench: Workbench) -> list[str]:
    return [letter.error for letter in Reports(bench.desk.database).dead_letters()]


def _next_job(bench: Workbench) -> Job:
    job = bench.worker.claim(bench.desk.clock.now)
    assert job is not None
    return job


def test_a_claimed_post_is_on_the_disk_before_slack_is_told(bench: Workbench) -> None:
    database = bench.desk.database
    root = bench.post()
    bench.worker.perform(_next_job(bench))
    before = database.syncs

    card = _next_job(bench)
    assert database.syncs == before
    bench.worker.perform(card)

    assert database.syncs == before + 1
    assert len(bench.said(root)) == 1


def test_a_disk_that_cant_take_a_claim_lets_its_post_wait(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise Unavailable("the disk can't take it now")

    root = bench.post()
    bench.worker.perform(_next_job(bench))
    with monkeypatch.context() as broken:
        broken.setattr(bench.desk.database, "settle", refuse)
        bench.worker.perform(_next_job(bench))
    assert not bench.said(root)

    bench.run(seconds=60)

    assert len(bench.said(root)) == 1


def test_an_unexpected_error_at_a_post_is_looked_into_before_it_is_repeated(
    bench: Workbench,
) -> None:
    bench.slack.fail(Method.POST, ZeroDivisionError("a bug"), after_effect=True)
    root = bench.post()
    bench.run()

    bench.run(seconds=RECONCILE_SECONDS + 1)

    assert len(bench.said(root)) == 1
    assert bench.run(seconds=3600) == 0


def test_a_rate_limit_holds_its_channel_only(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, Unavailable("slow down", retry_after_seconds=30))
    root = bench.post()
    bench.run()

    elsewhere = bench.desk.workspace.post_as_user(bench.desk.ann, bench.desk.lobby, "It is wrong")
    bench.desk.deliver()
    bench.run(seconds=1)

    assert bench.said(root) == ()
    assert len(bench.desk.workspace.thread(bench.desk.lobby, elsewhere.ts).by_bots) == 1
    due = bench.worker.next_due(bench.desk.clock.now)
    assert due is not None
    assert due - bench.desk.clock.now == timedelta(seconds=29)
    bench.run(seconds=30)
    assert len(bench.said(root)) == 1


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
    assert len(_dead_letters(bench)) == 1
    assert bench.run(seconds=3600) == 0


def test_a_post_that_slack_never_takes_is_given_up_after_a_day(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, *(Unavailable("down") for _ in range(2)))
    bench.post()
    bench.run()

    bench.run(seconds=GIVE_UP_UNAVAILABLE.total_seconds() + 1)

    assert _dead_letters(bench) == ["down"]


def test_a_refused_post_is_kept_with_slacks_reason(bench: Workbench) -> None:
    bench.post()
    bench.desk.workspace.archive(bench.desk.support)

    bench.run()

    assert _dead_letters(bench) == ["is_archived"]


def test_a_card_of_a_deleted_message_is_called_off(bench: Workbench) -> None:
    root = bench.post()
    bench.worker.perform(_claimed(bench))
    posting = _claimed(bench)
    assert isinstance(posting, Posting)

    withdrawn = replace(posting.ticket, status=Status.WITHDRAWN)
    bench.worker.perform(replace(posting, ticket=withdrawn))

    assert bench.said(root) == ()
    assert _dead_letters(bench) == []
    assert bench.run(seconds=3600) == 0


def test_what_could_not_be_looked_for_all_the_hour_says_why(bench: Workbench) -> None:
    root = bench.post()
    bench.slack.fail(Method.POST, Unconfirmed("the connection broke"))
    refusal = Rejected("conversations.replies: missing_scope", code="missing_scope")
    bench.slack.fail(Method.REPLIES, *(refusal for _ in range(100)))

    for _ in range(70):
        bench.run(60)

    assert _dead_letters(bench) == ["conversations.replies: missing_scope"]
    assert bench.said(root) == ()


def test_what_cannot_even_be_put_back_comes_again_when_its_lease_ends(
    bench: Workbench, tmp_path: Path
) -> None:
    bench.analyst.script.append(ZeroDivisionError("a bug"))
    root = bench.post()
    job = _claimed(bench)

    with closing(sqlite3.connect(tmp_path / "triage.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        bench.worker.perform(job)

    assert bench.run(seconds=LEASE.total_seconds() - 1) == 0
    bench.run(seconds=2)
    assert len(bench.said(root)) == 1


def _claimed(bench: Workbench) -> Job:
    job = bench.worker.claim(bench.desk.clock.now)
    assert job is not None
    return job


def _command_where_the_bot_is_not(bench: Workbench) -> Channel:
    desk, slack = bench.desk, bench.desk.workspace
    private = slack.add_channel("private", desk.ann, kind="group")
    slack.slash_command(desk.ann, private, "/triage", "The export is empty")
    desk.deliver()
    return private


class Refused:
    """Delivers, and has the bot invited between a refusal of Slack's and what is stored of it."""

    def __init__(self, bench: Workbench, channel: Channel) -> None:
        self.desk, self.channel = bench.desk, channel
        self.messenger = bench.courier._messenger  # noqa: SLF001 - one step of it is held open

    def deliver(self, posting: Posting, is_ours: Callable[[], bool]) -> str:
        try:
            return self.messenger.deliver(posting, is_ours)
        except Rejected:
            self.desk.workspace.join(self.desk.bot, self.channel, inviter=self.desk.ann)
            self.desk.deliver()
            raise


def test_what_was_opened_before_the_bot_was_invited_appears_once_it_is(bench: Workbench) -> None:
    desk, slack = bench.desk, bench.desk.workspace
    private = _command_where_the_bot_is_not(bench)
    bench.run()
    refused = _dead_letters(bench)

    slack.join(desk.ben, private)
    slack.join(desk.bot, private, inviter=desk.ann)
    desk.deliver()
    bench.run()

    root = next(message for message in private.messages.values() if message.is_by_bot)
    assert refused == ["channel_not_found"]
    assert len(slack.thread(private, root.ts).by_bots) == 1
    assert _dead_letters(bench) == []


def test_who_can_invite_the_bot_is_told_once_an_invitation_helps(bench: Workbench) -> None:
    given_up: list[str] = []
    bench.courier._on_uninvited = lambda _: given_up.extend(_dead_letters(bench))  # noqa: SLF001
    _command_where_the_bot_is_not(bench)

    bench.run()

    assert given_up == ["channel_not_found"]


def test_an_invitation_while_slack_refuses_a_post_is_not_missed(bench: Workbench) -> None:
    private = _command_where_the_bot_is_not(bench)
    bench.courier._messenger = Refused(bench, private)  # type: ignore[assignment] # noqa: SLF001

    bench.run()

    root = next(message for message in private.messages.values() if message.is_by_bot)
    assert len(bench.desk.workspace.thread(private, root.ts).by_bots) == 1
    assert not any("/invite" in one.text for one in bench.desk.whispered())
    assert _dead_letters(bench) == []


def test_somebody_elses_joining_means_nothing(bench: Workbench) -> None:
    desk = bench.desk
    desk.workspace.join(desk.ben, desk.support)
    desk.deliver()

    assert bench.run() == 0


def test_a_thread_gets_no_more_posts_in_an_hour_than_any_ticket_needs(bench: Workbench) -> None:
    root = bench.post()
    bench.run()
    notices = [Post(Kind.REOPENED, number) for number in range(1, MOST_POSTS_AN_HOUR + 3)]
    bench.queue(*notices)

    bench.run()
    within_the_hour = len(bench.said(root))
    bench.run(seconds=3600)

    assert within_the_hour == MOST_POSTS_AN_HOUR
    assert len(bench.said(root)) == len(notices) + 1


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
    assert not _dead_letters(bench)
