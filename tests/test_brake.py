"""The brake on what the bot posts in one thread within an hour, whatever makes it post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.running.crew import Crew
from bot.triage.delivery.posting import MOST_POSTS_AN_HOUR, Kind, Post
from tests.workbench import Workbench

if TYPE_CHECKING:
    from bot.workspace import Message

MORE = 12
HOUR = 3600


def queue_too_many(bench: Workbench) -> Message:
    """Open a ticket that has more to say than its thread may take."""
    root = bench.post()
    bench.run()
    posts = (Post(Kind.REOPENED, number) for number in range(MOST_POSTS_AN_HOUR + MORE - 1))
    bench.queue(*posts)
    return root


def test_workers_that_hold_all_posts_at_once_keep_it(bench: Workbench) -> None:
    root, now = queue_too_many(bench), bench.desk.clock.now

    held = []
    while (job := bench.worker.claim(now)) is not None:
        held.append(job)
    for job in reversed(held):
        bench.worker.perform(job)

    assert len(held) == MOST_POSTS_AN_HOUR + MORE - 1
    assert len(bench.said(root)) == MOST_POSTS_AN_HOUR


def test_workers_in_threads_of_their_own_keep_it(bench: Workbench) -> None:
    root = queue_too_many(bench)
    crew = Crew(bench.worker, 6, bench.desk.clock)

    crew.start()
    bench.desk.workspace.wait_for(lambda: len(bench.said(root)) >= MOST_POSTS_AN_HOUR, 30)
    assert crew.stop(30)

    bench.run()
    assert len(bench.said(root)) == MOST_POSTS_AN_HOUR


def test_it_outlives_a_restart(bench: Workbench) -> None:
    root = queue_too_many(bench)
    bench.run()

    anew = Workbench(bench.desk)
    anew.run(seconds=HOUR - 1)
    within_the_hour = len(bench.said(root))
    anew.run(seconds=1)

    assert within_the_hour == MOST_POSTS_AN_HOUR
    assert len(bench.said(root)) == MOST_POSTS_AN_HOUR + MORE


def test_other_threads_go_on_meanwhile(bench: Workbench) -> None:
    queue_too_many(bench)
    bench.run()

    other = bench.post("The invoice of June is wrong")
    bench.run()

    assert len(bench.said(other)) == 1
