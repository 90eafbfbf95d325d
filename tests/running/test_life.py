from __future__ import annotations

import os
import signal
from threading import Event
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
def test_an_end_that_takes_too_long_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LAST_SECONDS", 0.05)
    ended = Event()
    StopSignal(ended.set).listen()

    os.kill(os.getpid(), signal.SIGTERM)

    assert ended.wait(30)


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
