from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.running import crew as crew_module
from bot.running.crew import Crew
from bot.triage.errors import Unavailable
from bot.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.worker import Job
    from tests.workbench import Workbench


def _await(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.01)


@pytest.fixture
def crew(bench: Workbench) -> Iterator[Crew]:
    crew = Crew(bench.worker, 4, bench.desk.clock)
    crew.start()
    yield crew
    crew.stop(30)


def test_it_says_that_nothing_is_found_while_an_error_is_in_the_way_and_goes_on_after_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = threading.Event()

    def clock() -> datetime:
        if broken.is_set():
            raise RuntimeError("the clock fell off")
        return bench.desk.clock.now

    monkeypatch.setattr(crew_module, "LONGEST_NAP_SECONDS", 0.01)
    crew = Crew(bench.worker, 2, clock)
    assert not crew.is_at_work
    broken.set()
    crew.start()
    _await(lambda: not crew.is_at_work)
    root = bench.post()
    bench.desk.clock.pass_by(1)
    broken.clear()

    _await(lambda: crew.is_at_work and len(bench.said(root)) == 1)
    assert crew.stop(30)


def test_what_arrives_is_done_as_soon_as_it_is_announced(bench: Workbench, crew: Crew) -> None:
    assert crew.is_at_work
    root = bench.post()
    bench.desk.clock.pass_by(1)
    crew.wake()

    _await(lambda: len(bench.said(root)) == 1)


def test_what_another_process_wrote_is_noticed_unannounced(bench: Workbench, crew: Crew) -> None:
    root = bench.post()
    bench.desk.clock.pass_by(1)

    _await(lambda: len(bench.said(root)) == 1)
    assert crew.stop(30)


def test_what_is_in_hand_is_finished_before_the_end(bench: Workbench) -> None:
    judging, may_go_on = threading.Event(), threading.Event()
    _hold(bench, judging, may_go_on)
    crew = _started(bench)
    root = bench.post()
    bench.desk.clock.pass_by(1)
    crew.wake()
    assert judging.wait(30)

    threading.Timer(0.2, may_go_on.set).start()

    assert crew.stop(30)
    assert bench.ticket().judgement is not None
    assert bench.said(root) == ()


def test_an_end_does_not_wait_for_ever(bench: Workbench) -> None:
    judging, may_go_on = threading.Event(), threading.Event()
    _hold(bench, judging, may_go_on)
    crew = _started(bench)
    bench.post()
    bench.desk.clock.pass_by(1)
    crew.wake()
    assert judging.wait(30)

    assert not crew.stop(0.1)

    may_go_on.set()
    _await(lambda: bench.ticket().judgement is not None)


def test_an_end_takes_no_longer_than_it_may_though_all_are_busy(bench: Workbench) -> None:
    judging, may_go_on = threading.Event(), threading.Event()
    _hold(bench, judging, may_go_on)
    crew = Crew(bench.worker, 1, bench.desk.clock)
    crew.start()
    bench.post()
    bench.desk.clock.pass_by(1)
    crew.wake()
    assert judging.wait(30)

    began = time.monotonic()
    assert not crew.stop(2.0)

    assert time.monotonic() - began < 3.0
    may_go_on.set()
    _await(lambda: bench.ticket().judgement is not None)


def test_an_analyst_that_hangs_holds_up_no_post(bench: Workbench) -> None:
    judging, may_go_on = threading.Event(), threading.Event()
    _hold(bench, judging, may_go_on)
    crew = _started(bench)
    bench.post()
    bench.post("The other invoice is wrong")
    bench.desk.clock.pass_by(1)
    crew.wake()
    assert judging.wait(30)

    desk = bench.desk
    desk.workspace.slash_command(desk.ann, desk.support, "/triage", "The export hangs")
    desk.deliver()
    desk.clock.pass_by(1)
    crew.wake()

    _await(lambda: any(one.is_by_bot for one in list(desk.support.messages.values())))
    assert len(bench.analyst.cases) == 1
    may_go_on.set()
    assert crew.stop(30)


class Stumbling(Worker):
    """A worker whose database is busy at first."""

    stumbles = 2

    def claim(self, now: datetime, *, tickets_too: bool = True) -> Job | None:
        if Stumbling.stumbles:
            Stumbling.stumbles -= 1
            raise Unavailable("the database is busy")
        return super().claim(now, tickets_too=tickets_too)

    def next_due(self, _now: datetime, *, tickets_too: bool = True) -> datetime | None:
        raise Unavailable(f"the database is busy ({tickets_too})")


def test_a_busy_database_is_waited_for(bench: Workbench) -> None:
    bench.worker.__class__ = Stumbling
    crew = Crew(bench.worker, 1, lambda: datetime.now(UTC))
    root = bench.post()

    crew.start()

    _await(lambda: len(bench.said(root)) == 1)
    assert crew.stop(30)


def _started(bench: Workbench) -> Crew:
    crew = Crew(bench.worker, 2, bench.desk.clock)
    crew.start()
    return crew


def _hold(bench: Workbench, judging: threading.Event, may_go_on: threading.Event) -> None:
    """Keep the analyst at work until it may go on."""

    def pause() -> None:
        judging.set()
        assert may_go_on.wait(30)

    bench.analyst.pause = pause
