from __future__ import annotations

import os
import signal
import sys
from hashlib import pbkdf2_hmac
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING

import pytest

from bot.running import life as running
from bot.running.crew import Crew
from bot.running.life import StopSignal, insist, wind_down
from bot.triage.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workbench import Workbench


class Impatient(StopSignal):
    """Notes how long it was to wait, and does not."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return super().wait(0)


@pytest.fixture
def handlers() -> Iterator[None]:
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(number) for number in numbers]
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_noticed_by_who_waits(number: signal.Signals) -> None:
    ended = Event()
    stop = StopSignal(ended.set)
    stop.listen()
    assert not stop.wait(0)
    assert not stop.given

    os.kill(os.getpid(), number)
    stop.await_given()
    stop.over()

    assert stop.given
    assert not ended.is_set()


@pytest.mark.usefixtures("handlers")
def test_who_is_impatient_and_signals_again_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    errors: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", errors.append)
    stop = StopSignal(lambda: None)
    stop.listen()

    for _ in range(3):
        os.kill(os.getpid(), signal.SIGINT)
        stop.await_given()
    stop.over()

    assert errors == []


@pytest.mark.usefixtures("handlers")
def test_an_end_that_takes_too_long_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LAST_SECONDS", 0.05)
    ended = Event()
    stop = StopSignal(ended.set)
    stop.listen()
    stop.started()

    os.kill(os.getpid(), signal.SIGTERM)

    assert ended.wait(30)


@pytest.mark.usefixtures("handlers")
def test_a_start_is_cut_short_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "STARTING_SECONDS", 0.05)
    monkeypatch.setattr(running, "LAST_SECONDS", 60)
    ended = Event()
    StopSignal(ended.set).listen()

    os.kill(os.getpid(), signal.SIGTERM)

    assert ended.wait(30)


@pytest.mark.usefixtures("handlers")
def test_a_signal_is_noticed_while_the_main_thread_is_in_one_long_call() -> None:
    stop, called = StopSignal(lambda: None), Event()
    stop.listen()
    noticed: list[bool] = []
    watcher = Thread(target=lambda: noticed.append(stop.wait(30) and not called.is_set()))
    watcher.start()
    Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()

    pbkdf2_hmac("sha256", b"any", b"any", iterations=3_000_000)
    called.set()

    watcher.join()
    stop.over()
    assert noticed == [True]


def test_what_is_unavailable_is_tried_again_ever_more_slowly() -> None:
    stop, left = Impatient(), iter(range(8))

    def attempt() -> str:
        if next(left, None) is not None:
            raise Unavailable("not yet")
        return "connected"

    assert insist(attempt, stop, "slack") == "connected"
    assert stop.waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_nothing_is_tried_after_the_signal() -> None:
    stop = Impatient()

    def attempt() -> str:
        stop._event.set()  # noqa: SLF001 - as the signal's handler does
        raise Unavailable("not yet")

    assert insist(attempt, stop, "slack") is None


def test_what_is_refused_is_not_tried_again() -> None:
    def attempt() -> str:
        raise Rejected("invalid_auth")

    with pytest.raises(Rejected):
        insist(attempt, Impatient(), "slack")


def test_intake_stops_first_and_nothing_is_released_that_was_finished(bench: Workbench) -> None:
    crew = Crew(bench.worker, 2, bench.desk.clock)
    crew.start()
    order: list[str] = []

    wind_down(lambda: order.append("intake"), crew, lambda: order.append("release"))

    assert order == ["intake"]


def test_what_does_not_end_in_time_is_released(bench: Workbench) -> None:
    class Endless(Crew):
        def stop(self, timeout_seconds: float) -> bool:
            assert timeout_seconds <= 6
            return False

    order: list[str] = []

    wind_down(
        lambda: order.append("intake"),
        Endless(bench.worker, 1, bench.desk.clock),
        lambda: order.append("release"),
    )

    assert order == ["intake", "release"]
