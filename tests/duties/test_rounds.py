from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.duties.rounds import Rounds
from bot.running.vital_signs import Threads
from bot.slack.web_api.best_effort import BestEffort
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 30.0


def test_rounds_go_on_after_one_that_failed() -> None:
    enough = threading.Event()
    seen = 0

    def act() -> None:
        nonlocal seen
        seen += 1
        if seen == 1:
            raise Unavailable("the database is busy")
        enough.set()

    rounds = Rounds("looking", act, 0.001)
    with capture_logs() as logs:
        rounds.start()
        assert enough.wait(PATIENCE_SECONDS)
        rounds.stop()

    assert logs == [
        {
            "event": "round_failed",
            "log_level": "warning",
            "round": "looking",
            "reason": "the database is busy",
        }
    ]


def test_rounds_that_an_error_of_ours_breaks_are_named_and_go_on_until_one_heals_them() -> None:
    healed = threading.Event()

    def act() -> None:
        if not healed.is_set():
            raise ZeroDivisionError

    rounds = Rounds("looking", act, 0.001)
    threads = Threads(AtWork(), AtWork(), [rounds], AtWork())  # type: ignore[arg-type]
    with capture_logs() as logs:
        rounds.start()
        _await(lambda: not rounds.goes_well)
        with pytest.raises(Unavailable, match="broken by an error: looking"):
            threads.look()
        healed.set()
        _await(lambda: rounds.goes_well)
        rounds.stop()

    assert threads.look() == "runs"
    assert {log["event"] for log in logs} == {"round_broke"}


def test_rounds_go_on_until_they_are_stopped_and_then_nobody_minds() -> None:
    rounds = Rounds("looking", lambda: None, 0.001)
    rounds.start()
    rounds.stop()

    assert Threads(AtWork(), AtWork(), [rounds], AtWork()).look() == "runs"  # type: ignore[arg-type]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_for_homes_and_whispers_that_ended_is_missed_by_health() -> None:
    best_effort = BestEffort()
    best_effort.start()
    threads = Threads(AtWork(), AtWork(), [], best_effort)  # type: ignore[arg-type]
    assert threads.look() == "runs"

    best_effort.offer("thing", "leave", sys.exit)
    _await(lambda: not best_effort.is_at_work)

    with pytest.raises(Unavailable, match="homes, progress and words to one person"):
        threads.look()
    best_effort.close()
    assert threads.look() == "runs"


@dataclass(frozen=True)
class AtWork:
    """Threads that go on."""

    is_at_work: bool = True
    is_heeded: bool = True


def _await(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_rounds_that_never_began_can_be_stopped() -> None:
    Rounds("looking", lambda: None, 60).stop()
