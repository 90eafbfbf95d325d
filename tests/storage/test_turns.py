"""Whose turn it is to write."""

from __future__ import annotations

import sys
import time
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Unavailable
from storage.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

PATIENCE_SECONDS = 30.0


def waiting(turns: Turns, *, urgent: bool, then: Callable[[], object]) -> Thread:
    """Return a thread that waits for its turn."""

    def work() -> None:
        with turns.taken(PATIENCE_SECONDS, urgent=urgent):
            then()

    thread = Thread(target=work)
    thread.start()
    while not _waits(sys._current_frames().get(thread.ident or 0)):  # noqa: SLF001 - the only way
        time.sleep(0.01)
    return thread


def _waits(frame: FrameType | None) -> bool:
    return frame is not None and frame.f_code.co_name in {"_take_in_line", "wait"}


def test_an_urgent_thread_goes_before_all_that_can_wait() -> None:
    turns, order = Turns(), list[str]()
    with turns.taken(PATIENCE_SECONDS, urgent=False):
        threads = [
            waiting(turns, urgent=False, then=lambda: order.append("can wait")) for _ in range(5)
        ]
        threads.append(waiting(turns, urgent=True, then=lambda: order.append("urgent")))

    for thread in threads:
        thread.join()
    assert order.index("urgent") == 0


@pytest.mark.parametrize("urgent", [True, False])
def test_what_is_left_of_the_patience_is_told(*, urgent: bool) -> None:
    with Turns().taken(PATIENCE_SECONDS, urgent=urgent) as left:
        assert 0 < left <= PATIENCE_SECONDS


@pytest.mark.parametrize("urgent", [True, False])
def test_patience_ends(*, urgent: bool) -> None:
    turns, done = Turns(), Event()
    with (
        turns.taken(PATIENCE_SECONDS, urgent=False),
        pytest.raises(Unavailable, match="busy"),
        turns.taken(0.01, urgent=urgent),
    ):
        done.set()

    assert not done.is_set()


@pytest.mark.parametrize("urgent", [True, False])
def test_a_turn_ends_with_an_error_too(*, urgent: bool) -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="broken"), turns.taken(1, urgent=urgent):
        raise ValueError("broken")

    with turns.taken(0.0, urgent=urgent) as left:
        assert left <= 0
