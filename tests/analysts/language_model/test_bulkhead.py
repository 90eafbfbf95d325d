from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from bot.analysts.language_model.breaker import Breaker
from bot.analysts.language_model.bulkhead import Bulkhead
from bot.analysts.language_model.completions import Completion, Said
from bot.triage.errors import Unavailable
from bot.triage.judging.ladder import Reason
from tests.analysts.scripted import GOOD, Clock, ScriptedModel

if TYPE_CHECKING:
    from collections.abc import Sequence

ASKED = (Said("user", "x"),)
SCHEMA: dict[str, object] = {"type": "object"}
PATIENCE_SECONDS = 30.0


class Held:
    """A model that answers when it is let go, and counts how many ask it at once."""

    name = "held"

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.changed = threading.Condition()
        self.inside = self.most = 0
        self.failure: Unavailable | None = None

    def complete(
        self, _: Sequence[Said], _schema: dict[str, object], _seconds: float
    ) -> Completion:
        if self.failure is not None:
            raise self.failure
        with self.changed:
            self.inside += 1
            self.most = max(self.most, self.inside)
            self.changed.notify_all()
        assert self.let_go.wait(PATIENCE_SECONDS)
        with self.changed:
            self.inside -= 1
        return Completion(GOOD, "held-1")

    def await_inside(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.inside == count, PATIENCE_SECONDS)


def guarded(model: Held | ScriptedModel, calls: int) -> Bulkhead:
    return Bulkhead(Breaker(model, time.monotonic), calls, time.monotonic)


def asking(bulkhead: Bulkhead, answers: list[str], times: int) -> list[threading.Thread]:
    def ask() -> None:
        answers.append(bulkhead.complete(ASKED, SCHEMA, 2 * PATIENCE_SECONDS).text)

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    return threads


def test_no_more_calls_are_in_flight_than_there_are_places() -> None:
    model, answers = Held(), list[str]()
    threads = asking(guarded(model, 2), answers, times=6)
    model.await_inside(2)

    model.let_go.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert answers == [GOOD] * 6
    assert model.most == 2


def test_waiting_comes_to_an_end_with_half_of_the_time() -> None:
    model, answers = Held(), list[str]()
    bulkhead = guarded(model, 1)
    (first,) = asking(bulkhead, answers, times=1)
    model.await_inside(1)
    began = time.monotonic()

    with pytest.raises(Unavailable) as raised:
        bulkhead.complete(ASKED, SCHEMA, 0.2)

    assert raised.value.code == Reason.BUSY
    assert 0.1 <= time.monotonic() - began < PATIENCE_SECONDS / 2
    model.let_go.set()
    first.join(PATIENCE_SECONDS)


def test_the_time_spent_waiting_is_taken_from_the_call() -> None:
    clock, model = Clock(), ScriptedModel(GOOD)
    moments = iter([100.0, 130.0])
    bulkhead = Bulkhead(Breaker(model, clock), 1, lambda: next(moments))

    bulkhead.complete(ASKED, SCHEMA, 60)

    assert model.seconds == [30.0]


def test_a_place_is_free_again_after_a_failure() -> None:
    bulkhead = guarded(ScriptedModel(Unavailable("down"), GOOD), 1)

    with pytest.raises(Unavailable):
        bulkhead.complete(ASKED, SCHEMA, 1)

    assert bulkhead.complete(ASKED, SCHEMA, 1).text == GOOD
    assert bulkhead.name == "scripted"


def test_nobody_queues_for_a_model_that_is_left_alone() -> None:
    model, clock = Held(), Clock()
    breaker = Breaker(model, clock, failures_allowed=1)
    bulkhead = Bulkhead(breaker, 1, clock)
    (first,) = asking(bulkhead, [], times=1)
    model.await_inside(1)
    model.failure = Unavailable("down")
    with pytest.raises(Unavailable):
        breaker.complete(ASKED, SCHEMA, 1)

    with pytest.raises(Unavailable) as raised:
        bulkhead.complete(ASKED, SCHEMA, 2 * PATIENCE_SECONDS)

    assert raised.value.code == Reason.LEFT_ALONE
    model.let_go.set()
    first.join(PATIENCE_SECONDS)
