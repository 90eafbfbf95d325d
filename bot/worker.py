"""Advances what is due: tickets through the workflow, postings by the courier."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from structlog.contextvars import bound_contextvars

from bot.slack.transport.unread import LOOK_AGAIN
from bot.triage.delivery.posting import Posting
from bot.triage.errors import Rejected, TriageError, Unavailable, Unconfirmed
from bot.triage.steps import goes_unanswered
from bot.triage.ticket import Ticket
from bot.unforeseen import guarded

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.duties.courier import Courier
    from bot.duties.joining import Joining
    from bot.slack.posts.progress import SlackProgress
    from bot.triage.delivery.retries import Backoff
    from bot.workflow import Move, Workflow
    from storage.tickets import Tickets

LEASE = timedelta(minutes=10)
"""Longer than a ticket takes: a claim this old belongs to a thread that hangs.

After a crash nobody waits for it: the next start frees what was in hand.
"""
MAX_ATTEMPTS = 8
"""Tries at judging a ticket before people are asked to."""
MOST_BEGINNINGS = 5
"""Of a ticket of which nothing comes, not even an error: it may be what ends the process."""
log = structlog.stdlib.get_logger("worker")

Job = Ticket | Posting


def lease_for(judging_seconds: float) -> timedelta:
    """Return the lease of a ticket on which a server may be tried for so many seconds.

    Search and judging may take that long each; as much again is left for the rest.
    """
    return max(LEASE, timedelta(seconds=3 * judging_seconds))


class Worker:
    """Claims what is due and performs it; safe to share between threads."""

    def __init__(
        self,
        *,
        tickets: Tickets,
        workflow: Workflow,
        courier: Courier,
        progress: SlackProgress,
        clock: Callable[[], datetime],
        backoff: Backoff,
        joining: Joining | None = None,
        lease: timedelta = LEASE,
        may_be_unread: Callable[[], bool] = bool,
    ) -> None:
        """Take the parts; without `joining` each message that opens a ticket keeps it.

        While something `may_be_unread`, nothing counts as unanswered.
        """
        self._may_be_unread = may_be_unread
        self._lease = lease
        self._tickets = tickets
        self._workflow = workflow
        self._courier = courier
        self._progress = progress
        self._clock = clock
        self._backoff = backoff
        self._stranded: deque[Ticket] = deque()
        self._joining = joining

    def run_due(self, now: datetime) -> int:
        """Do all that is due at `now` in the calling thread; return how many jobs that was."""
        done = 0
        while (job := self.claim(now)) is not None:
            self.perform(job)
            done += 1
        return done

    def claim(self, now: datetime, *, tickets_too: bool = True) -> Job | None:
        """Return the next job, its claim committed: what people wait for in Slack goes first."""
        self._free_stranded()
        posting = self._courier.claim(now)
        if posting is None and tickets_too:
            return self._tickets.claim(now, self._lease)
        return posting

    def next_due(self, now: datetime, *, tickets_too: bool = True) -> datetime | None:
        """Return when the next job comes due if nothing arrives, None if none will."""
        times = (self._tickets.next_due() if tickets_too else None, self._courier.next_due(now))
        return min((time for time in times if time is not None), default=None)

    def perform(self, job: Job) -> None:
        """Do one claimed job; no error leaves here, so that one job can't end the others.

        What broke is put back, and what can't even be put back is left to its lease.
        """
        with bound_contextvars(ticket=_reference(job)):
            for handle in (self._do, self._put_back, self._strand):
                try:
                    with guarded("job_broke"):
                        handle(job)
                except TriageError as error:
                    log.warning("job_failed", reason=str(error))
                else:
                    return

    def _do(self, job: Job) -> None:
        if isinstance(job, Ticket):
            self._advance(job)
        else:
            self._courier.deliver(job)

    def _advance(self, ticket: Ticket) -> None:
        if ticket.claim.begun > MOST_BEGINNINGS:
            self._hand_over(ticket, Rejected("it was broken off each time"))
            return
        if goes_unanswered(ticket, self._clock()) and self._may_be_unread():
            self._tickets.release(ticket, self._clock() + LOOK_AGAIN)
            return
        report = self._progress.watch(ticket)
        try:
            if self._joining is not None and self._joining.join(ticket, self._clock()):
                self._progress.joined(ticket)
                return
            move = self._workflow.advance(ticket, self._clock(), report)
        except Unavailable as error:
            self._try_later(ticket, error)
        except Rejected as error:
            self._hand_over(ticket, error)
        else:
            self._save(ticket, move)

    def _save(self, ticket: Ticket, move: Move | None) -> None:
        if move is None:
            # Only a question has a deadline: what came too late leaves nothing to wait for.
            self._tickets.release(ticket, ticket.due_at if ticket.open_question else None)
            return
        is_held = self._tickets.save(
            move.ticket,
            event=move.event,
            actor="bot",
            posts=move.posts,
            judgement=move.judgement,
            likeness=move.likeness,
            now=self._clock(),
        )
        log.info("ticket_moved", move=move.event, is_held=is_held)

    def _try_later(self, ticket: Ticket, error: Unavailable) -> None:
        if ticket.claim.attempts + 1 >= MAX_ATTEMPTS:
            self._hand_over(ticket, error)
            return
        delay = self._backoff.delay(ticket.claim.attempts, error.retry_after_seconds)
        log.warning("ticket_delayed", reason=str(error))
        self._tickets.fail(ticket, self._clock() + delay, str(error))

    def _hand_over(self, ticket: Ticket, error: TriageError) -> None:
        log.warning("ticket_handed_over", reason=str(error))
        self._save(ticket, self._workflow.hand_over(ticket, error.falls))
        self._progress.done(ticket)

    def _put_back(self, job: Job) -> None:
        """Make sure that a job whose handling broke comes back, or is given to people."""
        if isinstance(job, Ticket):
            self._try_later(job, Unavailable("unexpected error"))
        else:
            self._courier.look_later(job, Unconfirmed("unexpected error"))

    def _strand(self, job: Job) -> None:
        log.error("job_left_to_its_lease")
        if isinstance(job, Ticket):
            self._stranded.append(job)

    def _free_stranded(self) -> None:
        """Put tickets back whose claim could not even be given up, such as on a locked database.

        Were this process to end before, they would come back with their lease.
        """
        while self._stranded:
            ticket = self._stranded.popleft()
            try:
                self._try_later(ticket, Unavailable("it could not be saved"))
            except Unavailable:
                self._stranded.append(ticket)
                return


def _reference(job: Job) -> str:
    ticket = job if isinstance(job, Ticket) else job.ticket
    return f"{ticket.team}/{ticket.reference}"
