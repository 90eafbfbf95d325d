"""Posts reach Slack within its limits: each waits its time, goes out once, or is given up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.duties.courier import GIVE_UP_UNAVAILABLE
from bot.slack.web_api.methods import Method
from bot.triage.delivery.posting import MOST_POSTS_AN_HOUR, Kind, Post, Posting
from bot.triage.errors import Unavailable
from bot.triage.ticket import Status
from bot.worker import LEASE
from tests.duties.posting import dead_letters, next_job

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.workbench import Workbench


def test_a_claimed_post_is_on_the_disk_before_slack_is_told(bench: Workbench) -> None:
    database = bench.desk.database
    root = bench.post()
    bench.worker.perform(next_job(bench))
    before = database.syncs

    card = next_job(bench)
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
    bench.worker.perform(next_job(bench))
    with monkeypatch.context() as broken:
        broken.setattr(bench.desk.database, "settle", refuse)
        bench.worker.perform(next_job(bench))
    assert not bench.said(root)

    bench.run(seconds=60)

    assert len(bench.said(root)) == 1


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


def test_a_post_that_slack_never_takes_is_given_up_after_a_day(bench: Workbench) -> None:
    bench.slack.fail(Method.POST, *(Unavailable("down") for _ in range(2)))
    bench.post()
    bench.run()

    bench.run(seconds=GIVE_UP_UNAVAILABLE.total_seconds() + 1)

    assert dead_letters(bench) == ["down"]


def test_a_refused_post_is_kept_with_slacks_reason(bench: Workbench) -> None:
    bench.post()
    bench.desk.workspace.archive(bench.desk.support)

    bench.run()

    assert dead_letters(bench) == ["is_archived"]


def test_a_card_of_a_deleted_message_is_called_off(bench: Workbench) -> None:
    root = bench.post()
    bench.worker.perform(next_job(bench))
    posting = next_job(bench)
    assert isinstance(posting, Posting)

    withdrawn = replace(posting.ticket, status=Status.WITHDRAWN)
    bench.worker.perform(replace(posting, ticket=withdrawn))

    assert bench.said(root) == ()
    assert dead_letters(bench) == []
    assert bench.run(seconds=3600) == 0


def test_what_cannot_even_be_put_back_comes_again_when_its_lease_ends(
    bench: Workbench, tmp_path: Path
) -> None:
    bench.analyst.script.append(ZeroDivisionError("a bug"))
    root = bench.post()
    job = next_job(bench)

    with closing(sqlite3.connect(tmp_path / "triage.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        bench.worker.perform(job)

    assert bench.run(seconds=LEASE.total_seconds() - 1) == 0
    bench.run(seconds=2)
    assert len(bench.said(root)) == 1


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
