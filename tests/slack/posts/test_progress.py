from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.slack.posts.progress import Place, SlackProgress
from bot.slack.web_api.best_effort import LANES, ROOM, BestEffort
from bot.slack.web_api.tiers import TieredCalls, Tiers
from bot.triage.errors import Unavailable
from bot.triage.judging.progress import Asked, Decided, Finished, Found, Node, Started
from bot.workspace import Workspace
from tests.builders import a_judgement, a_ticket, an_asked_question
from tests.slack.desk import PATIENCE_SECONDS, WorkspaceCalls

if TYPE_CHECKING:
    from bot.triage.judging.progress import Progress
    from bot.workspace import Message
    from tests.clock import Clock

SEARCHING, JUDGING = Started(Node.SEARCH), Started(Node.CLASSIFY)


class Watched:
    """A ticket in a workspace, and what its thread shows while it is judged."""

    def __init__(self, clock: Clock) -> None:
        self.slack = Workspace(clock=clock.seconds)
        bot, self.ann = self.slack.add_app(), self.slack.add_user("ann")
        self.support = self.slack.add_channel("support", self.ann, bot)
        self.root = self.post()
        self.best_effort = BestEffort()
        self.best_effort.start()
        self.is_busy = False
        tiers = Tiers(clock)
        self.progress = SlackProgress(
            TieredCalls(WorkspaceCalls(self.slack, bot.token), tiers),
            self.best_effort,
            tiers,
            clock=clock,
            is_busy=lambda: self.is_busy,
        )
        self.ticket = a_ticket(channel=self.support.id, thread_ts=self.root.ts)

    def report(self, *steps: Progress) -> None:
        """Report steps, each after the one before was shown."""
        watch = self.progress.watch(self.ticket)
        for step in steps:
            watch(step)
            self.done_with_what_is_queued()

    def settle(self) -> list[str]:
        """Wait for all calls and return every status that showed."""
        self.best_effort.close(PATIENCE_SECONDS)
        return [s.text for s in self.slack.thread(self.support, self.root.ts).statuses]

    def post(self) -> Message:
        return self.slack.post_as_user(self.ann, self.support, "It broke")

    def hold(self) -> threading.Event:
        """Keep what is offered waiting until the event is set."""
        held = threading.Event()

        def wait() -> None:
            held.wait(60)

        self.best_effort.offer(self._place, "hold", wait)
        return held

    def done_with_what_is_queued(self) -> None:
        done = threading.Event()
        self.best_effort.offer(self._place, "wait", done.set)
        assert done.wait(60)

    @property
    def _place(self) -> Place:
        return Place(self.ticket.team, self.support.id, self.ticket.thread_ts or self.root.ts)

    def refuse_status(self, error: str = "unknown_method") -> None:
        self.slack.faults.refuse("assistant.threads.setStatus", error, times=99)

    def called(self, method: str) -> int:
        return len(self.slack.calls_to(method))


@pytest.fixture
def watched(clock: Clock) -> Watched:
    return Watched(clock)


def test_the_status_names_each_step_and_goes_away(watched: Watched) -> None:
    watched.progress.started(watched.ticket.team, watched.support.id, watched.root.ts)
    watched.done_with_what_is_queued()
    watched.report(SEARCHING, Found(()), Finished(Node.SEARCH), JUDGING, Decided(a_judgement()))

    assert watched.settle() == ["is on it…", "is searching known issues…", "is judging…", ""]


def test_a_step_that_is_over_before_it_could_be_shown_costs_no_call(watched: Watched) -> None:
    held, watch = watched.hold(), watched.progress.watch(watched.ticket)
    for step in (SEARCHING, JUDGING):
        watch(step)
    held.set()

    assert watched.settle() == ["is judging…"]


def test_a_ticket_that_is_done_before_anything_showed_is_only_cleared(watched: Watched) -> None:
    held, watch = watched.hold(), watched.progress.watch(watched.ticket)
    for step in (SEARCHING, JUDGING, Decided(a_judgement())):
        watch(step)
    held.set()

    assert watched.settle() == [""]


def test_the_status_goes_away_when_a_question_is_asked(watched: Watched) -> None:
    watched.report(JUDGING, Asked(an_asked_question().question))

    assert watched.settle()[-1] == ""


def test_without_a_status_line_there_is_a_reaction_until_it_is_done(watched: Watched) -> None:
    watched.refuse_status()
    watched.report(SEARCHING, JUDGING, Decided(a_judgement()))

    watched.settle()

    assert watched.called("reactions.add") == 1
    assert watched.root.reactions == {}


def test_a_workspace_without_a_status_line_is_asked_once(watched: Watched) -> None:
    watched.refuse_status()
    watched.report(SEARCHING, JUDGING)

    watched.settle()

    assert watched.called("assistant.threads.setStatus") == 1
    assert list(watched.root.reactions) == ["eyes"]


def test_a_missing_thread_says_nothing_about_the_workspace(watched: Watched) -> None:
    watched.refuse_status("thread_not_found")
    watched.report(SEARCHING, JUDGING)

    watched.settle()

    assert watched.called("assistant.threads.setStatus") == 2
    assert watched.called("reactions.add") == 0


def test_nothing_to_clear_where_a_reaction_never_stood(watched: Watched) -> None:
    watched.refuse_status()
    watched.report(Decided(a_judgement()), Decided(a_judgement()))

    watched.settle()

    assert watched.called("reactions.remove") == 0


def test_after_a_rate_limit_it_is_quiet_for_a_while(watched: Watched) -> None:
    watched.slack.faults.rate_limit("assistant.threads.setStatus")
    watched.report(SEARCHING, JUDGING)

    assert watched.settle() == []
    assert watched.called("assistant.threads.setStatus") == 1


def test_after_that_while_it_shows_again(watched: Watched, clock: Clock) -> None:
    watched.slack.faults.rate_limit("assistant.threads.setStatus")
    watched.report(SEARCHING)
    watched.slack.wait_for(lambda: watched.called("assistant.threads.setStatus"))
    watched.done_with_what_is_queued()
    clock.pass_by(31)

    watched.report(JUDGING)

    assert watched.settle() == ["is judging…"]


def test_under_a_backlog_nothing_is_shown(watched: Watched) -> None:
    watched.is_busy = True
    watched.report(SEARCHING, JUDGING, Decided(a_judgement()))

    assert watched.settle() == [""]


def test_no_more_reactions_are_placed_than_can_be_removed(watched: Watched) -> None:
    watched.slack.rates.are_tiers_enforced = True
    watched.refuse_status()
    roots = [watched.root, *(watched.post() for _ in range(24))]
    for root in roots:
        watched.ticket = a_ticket(channel=watched.support.id, thread_ts=root.ts)
        watched.report(JUDGING)
    assert watched.called("reactions.add") == 20
    for root in roots:
        watched.ticket = a_ticket(channel=watched.support.id, thread_ts=root.ts)
        watched.report(Decided(a_judgement()))

    watched.settle()

    assert not any(root.reactions for root in roots)
    assert watched.slack.rates.refused == 0


def test_a_broken_connection_does_not_make_it_quiet(watched: Watched) -> None:
    watched.slack.faults.drop("assistant.threads.setStatus")
    watched.report(SEARCHING, JUDGING)

    assert watched.settle() == ["is judging…"]


def test_a_ticket_without_a_thread_shows_nothing(watched: Watched) -> None:
    watched.ticket = a_ticket(thread_ts=None)
    watched.report(SEARCHING, Decided(a_judgement()))

    assert watched.settle() == []


def started(lanes: int = LANES, room: int = ROOM) -> BestEffort:
    best_effort = BestEffort(lanes, room)
    best_effort.start()
    return best_effort


def test_jobs_about_one_thing_run_in_order() -> None:
    done: list[int] = []
    best_effort = started()
    for number in range(50):
        best_effort.offer("thing", "count", lambda number=number: done.append(number))  # type: ignore[misc]
    best_effort.close(PATIENCE_SECONDS)

    assert done == list(range(50))


@pytest.mark.parametrize("error", [Unavailable("no"), ValueError("BODY of a ticket")])
def test_a_job_that_fails_does_not_stop_the_next(error: Exception) -> None:
    done: list[str] = []
    best_effort = started(lanes=1)

    def fail() -> None:
        raise error

    best_effort.offer("thing", "fail", fail)
    best_effort.offer("thing", "work", lambda: done.append("work"))
    best_effort.close(PATIENCE_SECONDS)

    assert done == ["work"]


def test_what_was_offered_can_be_done_in_the_calling_thread() -> None:
    done: list[int] = []
    best_effort = BestEffort(lanes=3)
    for number in range(9):
        best_effort.offer(number, "count", lambda number=number: done.append(number))  # type: ignore[misc]

    assert best_effort.run_due() == 9
    assert sorted(done) == list(range(9))
    assert best_effort.run_due() == 0
    best_effort.close(PATIENCE_SECONDS)


def test_where_there_is_no_room_nothing_is_shown(watched: Watched) -> None:
    watched.best_effort.close(PATIENCE_SECONDS)
    watch = watched.progress.watch(watched.ticket)
    for step in (SEARCHING, Decided(a_judgement())):
        watch(step)

    assert watched.settle() == []


def test_a_full_queue_drops_what_is_optional_first() -> None:
    entered, held = threading.Event(), threading.Event()

    def hold() -> None:
        entered.set()
        held.wait(60)

    best_effort = started(lanes=1, room=4)
    best_effort.offer("thing", "hold", hold)
    assert entered.wait(60)

    taken = [best_effort.offer("thing", "show", lambda: None, optional=True) for _ in range(3)]
    cleaned = [best_effort.offer("thing", "clear", lambda: None) for _ in range(3)]
    held.set()
    best_effort.close(PATIENCE_SECONDS)

    assert taken == [True, True, False]
    assert cleaned == [True, True, False]
    assert not best_effort.offer("thing", "late", lambda: None)
