"""The life of `triage run`: how it waits for Slack, what a signal stops, and in which order."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.running.crew import Crew

STOP_SECONDS = 6.0
"""How long what is in hand may take to finish."""
LAST_SECONDS = 9.0
"""How long the whole end may take: whoever sent SIGTERM waits 10 s."""
STARTING_SECONDS = 3.0
"""The same before anything is in hand."""
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0
LOOK_SECONDS = 1.0

T = TypeVar("T")

log = structlog.stdlib.get_logger("running")


class StopSignal:
    """Given by SIGTERM or SIGINT; whoever waits for it learns at once.

    If the end then takes longer than `LAST_SECONDS`, whatever hangs, it is cut short by `end`:
    all that counts is committed, and the next start takes up what was in hand. A start that is
    not over yet is cut short sooner.
    """

    def __init__(self, end: Callable[[], object] = lambda: os._exit(0)) -> None:
        self._end = end
        self._event = threading.Event()
        self._is_over = threading.Event()
        self._has_started = False

    def listen(self) -> None:
        """Take over the process's signals."""
        told, tells = socket.socketpair()
        tells.settimeout(0)
        # Python runs handlers only once the main thread's call is over, which may take seconds;
        # this way the system itself tells whoever watches.
        signal.set_wakeup_fd(tells.detach(), warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: None)
        # Both ends stay open until the process is gone: who is impatient signals again.
        watch = partial(self._watch, told.detach())
        threading.Thread(target=watch, name="signals", daemon=True).start()

    def started(self) -> None:
        """Say that from now on something may be in hand."""
        self._has_started = True

    def over(self) -> None:
        """Say that the end was reached."""
        self._is_over.set()

    @property
    def given(self) -> bool:
        """Return True once the process is to end."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Return True if the signal comes within `seconds`."""
        return self._event.wait(seconds)

    def await_given(self) -> None:
        """Wait for the signal; in short naps, since a long one would keep signals waiting."""
        while not self._event.wait(LOOK_SECONDS):
            pass

    def _watch(self, told: int) -> None:
        os.read(told, 1)
        self._event.set()
        if self._is_over.wait(STARTING_SECONDS):
            return
        # Looked at only now: a start may have come to its end meanwhile.
        if self._has_started and self._is_over.wait(LAST_SECONDS - STARTING_SECONDS):
            return
        log.warning("stopped", finished=False)
        self._end()


def insist(attempt: Callable[[], T], stop: StopSignal, what: str) -> T | None:
    """Return what `attempt` returns, tried for as long as it is Unavailable; None if stopped."""
    seconds = FIRST_WAIT_SECONDS
    while not stop.given:
        try:
            return attempt()
        except Unavailable as error:
            log.warning("waiting", what=what, reason=str(error), seconds=seconds)
            stop.wait(seconds)
            seconds = min(seconds * 2, LONGEST_WAIT_SECONDS)
    return None


def wind_down(stop_intake: Callable[[], None], crew: Crew, release: Callable[[], object]) -> None:
    """Stop intake, finish what is in hand, and release what does not finish in time."""
    deadline = time.monotonic() + STOP_SECONDS
    stop_intake()
    finished = crew.stop(max(deadline - time.monotonic(), 0.0))
    if not finished:
        release()
    log.info("stopped", finished=finished)
