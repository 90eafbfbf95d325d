"""Does what may fail: calls that no ticket waits for, dropped when there are too many."""

from __future__ import annotations

from contextlib import suppress
from queue import Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import structlog

from bot.triage.errors import TriageError
from bot.unforeseen import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

LANES = 2
ROOM = 256
STOP_SECONDS = 2.0

log = structlog.stdlib.get_logger("best_effort")


class _Job(NamedTuple):
    name: str
    run: Callable[[], None]


class BestEffort:
    """A few queues, each with its thread; what concerns one thing runs in order.

    Nothing here blocks or raises: a full queue drops the job, a failing job is forgotten.
    """

    def __init__(self, lanes: int = LANES, room: int = ROOM) -> None:
        self._queues: list[Queue[_Job | None]] = [Queue(room) for _ in range(lanes)]
        self._room = room
        self._stopping = Event()
        self._threads = [
            Thread(target=self._work, args=(queue,), name=f"best-effort-{number}", daemon=True)
            for number, queue in enumerate(self._queues)
        ]

    def start(self) -> None:
        """Begin to do what is offered."""
        for thread in self._threads:
            thread.start()

    @property
    def is_at_work(self) -> bool:
        """Return False if a thread has ended before it was told to: what it is offered stays."""
        return self._stopping.is_set() or all(thread.is_alive() for thread in self._threads)

    def run_due(self) -> int:
        """Do all that is queued in the calling thread; return how many jobs that was."""
        done = 0
        for queue in self._queues:
            while not queue.empty() and (job := queue.get()) is not None:
                _do(job)
                done += 1
        return done

    def offer(
        self, about: Hashable, name: str, run: Callable[[], None], *, optional: bool = False
    ) -> bool:
        """Queue `run`; return False if it was dropped.

        `optional` jobs leave half of the queue free for those that clean up or answer a person.
        """
        queue = self._queues[_number(about) % len(self._queues)]
        if self._stopping.is_set() or (optional and queue.qsize() >= self._room // 2):
            log.debug("dropped", job=name)
            return False
        try:
            queue.put_nowait(_Job(name, run))
        except Full:
            log.debug("dropped", job=name)
            return False
        return True

    def close(self, patience_seconds: float = STOP_SECONDS) -> None:
        """Finish what is queued if no queue takes longer than the patience, then stop."""
        self._stopping.set()
        for queue, thread in zip(self._queues, self._threads, strict=True):
            if thread.is_alive():
                with suppress(Full):
                    queue.put(None, timeout=patience_seconds)
                thread.join(patience_seconds)

    def _work(self, queue: Queue[_Job | None]) -> None:
        while (job := queue.get()) is not None:
            _do(job)


def _number(about: Hashable) -> int:
    """Return a number for `about`, the same in every process, so that runs can be compared."""
    return crc32(repr(about).encode("utf-8", "replace"))


def _do(job: _Job) -> None:
    try:
        with guarded("best_effort_broke", job=job.name):
            job.run()
    except TriageError as error:
        log.debug("failed", job=job.name, reason=str(error))
