from __future__ import annotations

from itertools import repeat

from bot.slack.transport.reconnecting import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    STEADY_SECONDS,
    Reconnecting,
)


class Lives:
    """Sockets that live for so many seconds, one after the other."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reconnecting = Reconnecting(lambda: self.now)

    def pause_after(self, seconds: float) -> float:
        self.reconnecting.begin()
        self.now += seconds
        return self.reconnecting.pause_seconds()


def test_sockets_that_do_not_last_are_opened_less_and_less_often() -> None:
    lives = Lives()

    pauses = [lives.pause_after(seconds) for seconds in repeat(0.1, 12)]

    assert pauses[:4] == [0.1, 0.2, 0.4, 0.8]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS


def test_after_one_that_lasted_the_next_is_opened_at_once() -> None:
    lives = Lives()
    for _ in range(9):
        lives.pause_after(1)

    assert lives.pause_after(STEADY_SECONDS) == FIRST_PAUSE_SECONDS
