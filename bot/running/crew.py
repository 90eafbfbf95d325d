"""The threads that keep a worker busy: one finds what is due, many perform it."""

from __future__ import annotations

import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

import structlog

from bot.triage.errors import TriageError, Unforeseen
from bot.triage.ticket import Ticket
from bot.unforeseen import guarded

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.worker import Job, Worker

POSTS_SHARE = 8
LONGEST_NAP_SECONDS = 1.0
"""How late something is noticed that another process wrote without waking us."""

log = structlog.stdlib.get_logger("crew")


class Crew:
    """`size` threads that perform jobs, and one that claims a job whenever one of them is free.

    One thread in `POSTS_SHARE` takes no tickets, so that a model which hangs holds up no post.
    """

    def __init__(self, worker: Worker, size: int, clock: Callable[[], datetime]) -> None:
        self._worker = worker
        self._clock = clock
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._free = threading.Semaphore(size)
        self._ticket_places = size - max(size // POSTS_SHARE, min(size - 1, 1))
        self._tickets_in_hand = 0
        self._counting = threading.Lock()
        self._is_broken = False
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._performers = [self._thread(self._perform, f"worker-{n}") for n in range(size)]
        self._dispatcher = self._thread(self._dispatch, "dispatcher")

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in (*self._performers, self._dispatcher):
            thread.start()

    @property
    def is_at_work(self) -> bool:
        """Return True while what comes due is found; False while an error of ours is in the way."""
        return self._dispatcher.is_alive() and not self._is_broken

    def wake(self) -> None:
        """Say that something may have come due; costs nothing."""
        self._woken.set()

    def stop(self, timeout_seconds: float) -> bool:
        """Claim nothing more and wait for what is in hand; return True if all of it ended."""
        deadline = time.monotonic() + timeout_seconds
        self._stopping.set()
        self.wake()
        # Where all are busy, the dispatcher waits for one to be free: for as long as they hang.
        self._free.release()
        self._dispatcher.join(timeout_seconds)
        for _ in self._performers:
            self._jobs.put(None)
        for thread in self._performers:
            thread.join(max(deadline - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in self._performers)

    def _dispatch(self) -> None:
        while not self._stopping.is_set():
            self._free.acquire()
            self._woken.clear()
            job = self._claim()
            if job is None:
                self._free.release()
                self._nap()
            else:
                self._jobs.put(job)

    def _claim(self) -> Job | None:
        if self._stopping.is_set():
            return None
        try:
            with guarded("claim_broke"):
                job = self._worker.claim(self._clock(), tickets_too=self._has_place_for_tickets)
        except TriageError as error:
            log.warning("claim_failed", reason=str(error))
            self._is_broken = self._is_broken or isinstance(error, Unforeseen)
            self._stopping.wait(LONGEST_NAP_SECONDS)
            return None
        self._is_broken = False
        self._count(job, 1)
        return job

    @property
    def _has_place_for_tickets(self) -> bool:
        return self._tickets_in_hand < self._ticket_places

    def _count(self, job: Job | None, change: int) -> None:
        if isinstance(job, Ticket):
            with self._counting:
                self._tickets_in_hand += change

    def _nap(self) -> None:
        """Sleep until something is due or arrives."""
        if self._is_broken or self._stopping.is_set():
            return
        now = self._clock()
        try:
            due = self._worker.next_due(now, tickets_too=self._has_place_for_tickets)
        except TriageError:
            due = None
        seconds = LONGEST_NAP_SECONDS if due is None else (due - now).total_seconds()
        self._woken.wait(min(max(seconds, 0.001), LONGEST_NAP_SECONDS))

    def _perform(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._worker.perform(job)
            self._count(job, -1)
            self._free.release()
            self.wake()

    def _thread(self, target: Callable[[], None], name: str) -> threading.Thread:
        return threading.Thread(target=target, name=name, daemon=True)
