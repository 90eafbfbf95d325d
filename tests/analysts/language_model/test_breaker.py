from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.analysts.language_model.breaker import HOPELESS, Breaker, failures_allowed
from bot.analysts.language_model.completions import Said
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.judging.ladder import Reason
from tests.analysts.scripted import GOOD, Clock, ScriptedModel

DOWN = Unavailable("down")


@pytest.fixture
def clock() -> Clock:
    return Clock()


def guarding(clock: Clock, *replies: TriageError | str) -> tuple[Breaker, ScriptedModel]:
    model = ScriptedModel(*replies)
    return Breaker(model, clock, failures_allowed=3, pause_seconds=30), model


def call(breaker: Breaker) -> str | TriageError:
    try:
        return breaker.complete([Said("user", "x")], {"type": "object"}, 5).text
    except TriageError as error:
        return error


def test_a_working_model_is_passed_on(clock: Clock) -> None:
    breaker, model = guarding(clock, GOOD)

    assert call(breaker) == GOOD
    assert breaker.name == model.name
    assert model.seconds == [5]


@pytest.mark.parametrize("max_retries", [0, 3, 5, 20])
def test_the_tries_of_one_ticket_alone_never_open_it(clock: Clock, max_retries: int) -> None:
    tries = max_retries + 1
    model = ScriptedModel(*[DOWN] * tries, GOOD)
    breaker = Breaker(model, clock, failures_allowed=failures_allowed(max_retries))

    assert [call(breaker) for _ in range(tries)] == [DOWN] * tries
    assert call(breaker) == GOOD


def test_after_failures_in_a_row_the_model_is_left_alone(clock: Clock) -> None:
    breaker, model = guarding(clock, DOWN, DOWN, DOWN)
    for _ in range(3):
        call(breaker)
    clock.now += 10

    refused = call(breaker)

    assert isinstance(refused, Unavailable)
    assert refused.code == Reason.LEFT_ALONE
    assert str(refused) == "the model is left alone for now: down"
    assert refused.retry_after_seconds == 20
    assert len(model.asked) == 3


def test_a_success_in_between_starts_the_count_anew(clock: Clock) -> None:
    breaker, model = guarding(clock, DOWN, DOWN, GOOD, DOWN, DOWN, GOOD)

    outcomes = [call(breaker) for _ in range(6)]

    assert outcomes == [DOWN, DOWN, GOOD, DOWN, DOWN, GOOD]
    assert len(model.asked) == 6


@pytest.mark.parametrize("code", sorted(HOPELESS))
def test_what_only_a_person_can_cure_opens_it_at_once(clock: Clock, code: str) -> None:
    breaker, model = guarding(clock, Rejected("no", code=code))
    call(breaker)

    assert isinstance(call(breaker), Unavailable)
    assert len(model.asked) == 1


def test_a_refused_ticket_says_nothing_against_the_model(clock: Clock) -> None:
    refused = Rejected("the model refused", code=Reason.REFUSED)
    breaker, model = guarding(clock, *[refused] * 5, GOOD)

    assert [call(breaker) for _ in range(6)] == [*[refused] * 5, GOOD]
    assert len(model.asked) == 6


def test_after_the_pause_one_call_probes_and_closes_it(clock: Clock) -> None:
    breaker, _ = guarding(clock, DOWN, DOWN, DOWN, GOOD, GOOD)
    for _ in range(3):
        call(breaker)
    clock.now += 30

    assert call(breaker) == GOOD
    assert call(breaker) == GOOD


def test_a_failed_probe_starts_the_pause_anew(clock: Clock) -> None:
    breaker, model = guarding(clock, DOWN, DOWN, DOWN, DOWN)
    for _ in range(3):
        call(breaker)
    clock.now += 30
    call(breaker)

    refused = call(breaker)

    assert isinstance(refused, Unavailable)
    assert refused.retry_after_seconds == 30
    assert len(model.asked) == 4


def test_while_the_probe_is_under_way_others_wait(clock: Clock) -> None:
    seen: list[str | TriageError] = []

    class Probed(ScriptedModel):
        def complete(self, *asked: object) -> object:  # type: ignore[override]
            if len(self.asked) == 3:
                self.asked.append(())
                seen.append(call(breaker))
            return super().complete(*asked)  # type: ignore[arg-type]

    breaker = Breaker(Probed(DOWN, DOWN, DOWN, GOOD), clock, failures_allowed=3)  # type: ignore[arg-type]
    for _ in range(3):
        call(breaker)
    clock.now += 30

    assert call(breaker) == GOOD
    assert isinstance(seen[0], Unavailable)


def test_of_32_workers_one_probes(clock: Clock) -> None:
    breaker, model = guarding(clock, DOWN, DOWN, DOWN, DOWN)
    for _ in range(3):
        call(breaker)
    clock.now += 30

    with ThreadPoolExecutor(32) as workers:
        told = list(workers.map(lambda _: call(breaker), range(32)))

    assert len(model.asked) == 4
    assert told.count(DOWN) == 1


def test_whether_there_is_hope_can_be_asked_without_probing(clock: Clock) -> None:
    breaker, model = guarding(clock, DOWN, DOWN, DOWN, GOOD)
    breaker.require_hope()
    for _ in range(3):
        call(breaker)

    with pytest.raises(Unavailable, match="left alone"):
        breaker.require_hope()
    clock.now += 30
    breaker.require_hope()

    assert len(model.asked) == 3
    assert call(breaker) == GOOD
