"""Advances what is due: tickets through the workflow, postings to Slack."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from structlog.contextvars import bound_contextvars

from bot.slack.messenger import WITHDRAWN
from bot.triage.errors import Rejected, TriageError, Unavailable, Unconfirmed
from bot.triage.posting import Operation, Posting
from bot.triage.reminders import held_until
from bot.triage.routing import NO_ROUTES
from bot.triage.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.joining import Joining
    from bot.slack.messenger import Messenger
    from bot.slack.pacing import Pacing
    from bot.slack.progress import SlackProgress
    from bot.triage.routing import RoutingPlan
    from bot.workflow import Move, Workflow
    from storage.outbox import Outbox
    from storage.tickets import Tickets

LEASE = timedelta(minutes=10)
"""Longer than any ticket may take: a claim this old belongs to a thread that hangs."""
MAX_ATTEMPTS = 8
"""Tries at judging a ticket before people are asked to."""
FIRST_BACKOFF_SECONDS = 1.0
LONGEST_BACKOFF_SECONDS = 60.0
GIVE_UP_UNCONFIRMED = timedelta(hours=1)
GIVE_UP_UNAVAILABLE = timedelta(hours=24)

log = structlog.stdlib.get_logger("worker")

Job = Ticket | Posting


class Worker:
    """Claims what is due and performs it; safe to share between threads."""

    def __init__(
        self,
        *,
        tickets: Tickets,
        outbox: Outbox,
        workflow: Workflow,
        messenger: Messenger,
        pacing: Pacing,
        progress: SlackProgress,
        clock: Callable[[], datetime],
        jitter: Callable[[], float],
        reconcile_after: timedelta,
        plan: RoutingPlan = NO_ROUTES,
        joining: Joining | None = None,
    ) -> None:
        """Take the parts; without `joining` each message that opens a ticket keeps it."""
        self._tickets = tickets
        self._outbox = outbox
        self._workflow = workflow
        self._messenger = messenger
        self._pacing = pacing
        self._progress = progress
        self._clock = clock
        self._jitter = jitter
        self._reconcile_after = reconcile_after
        self._plan = plan
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
        posting = self._outbox.claim(now, self._pacing.blocked(now), self._reconcile_after)
        if posting is None:
            return self._tickets.claim(now, LEASE) if tickets_too else None
        if posting.post.operation is Operation.POST:
            self._pacing.spend(posting.ticket.team, posting.channel, now)
        return posting

    def next_due(self, now: datetime, *, tickets_too: bool = True) -> datetime | None:
        """Return when the next job comes due if nothing arrives, None if none will."""
        blocked = self._pacing.blocked(now)
        times = (
            self._tickets.next_due() if tickets_too else None,
            self._outbox.next_due(blocked),
            self._pacing.next_free(now) if blocked else None,
        )
        return min((time for time in times if time is not None), default=None)

    def perform(self, job: Job) -> None:
        """Do one claimed job; no error leaves here, so that one job can't end the others.

        What broke is put back, and what can't even be put back is left to its lease.
        """
        with bound_contextvars(ticket=_reference(job)):
            for handle in (self._do, self._put_back, self._strand):
                try:
                    handle(job)
                except Exception:
                    log.exception("job_failed")
                else:
                    return

    def _do(self, job: Job) -> None:
        if isinstance(job, Ticket):
            self._advance(job)
        else:
            self._deliver(job)

    def _advance(self, ticket: Ticket) -> None:
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
        if ticket.attempts + 1 >= MAX_ATTEMPTS:
            self._hand_over(ticket, error)
            return
        delay = self._backoff(ticket.attempts, error.retry_after_seconds)
        log.warning("ticket_delayed", reason=str(error))
        self._tickets.fail(ticket, self._clock() + delay, str(error))

    def _hand_over(self, ticket: Ticket, error: TriageError) -> None:
        log.warning("ticket_handed_over", reason=str(error))
        self._save(ticket, self._workflow.hand_over(ticket, error.falls))
        self._progress.done(ticket)

    def _deliver(self, posting: Posting) -> None:
        if self._is_braked(posting) or self._is_untimely(posting):
            return
        try:
            ts = self._messenger.deliver(posting)
        except Unconfirmed as error:
            self._look_later(posting, error)
        except Unavailable as error:
            self._send_later(posting, error)
        except Rejected as error:
            if error.code == WITHDRAWN:
                self._outbox.call_off(posting, self._clock())
            else:
                self._bury(posting, error.code)
        else:
            self._outbox.confirm(posting, ts, self._clock())
            log.info("posted", key=posting.key)

    def _is_braked(self, posting: Posting) -> bool:
        """Return True if the post must wait, since its thread had too many within the hour."""
        if posting.post.operation is Operation.REDRAW or posting.unconfirmed:
            return False
        until = posting.braked_until
        if until is None or until <= self._clock():
            return False
        log.warning("post_braked", key=posting.key)
        self._outbox.retry(posting, until, "the thread has had its posts of the hour")
        return True

    def _is_untimely(self, posting: Posting) -> bool:
        """Return True if nobody is to be told that any more, or only once the team works."""
        if posting.post.operation is Operation.REDRAW or posting.unconfirmed:
            return False
        now = self._clock()
        until = held_until(self._plan, posting.ticket, posting.post, now)
        if until is None:
            self._outbox.call_off(posting, now)
        elif until > now:
            self._outbox.hold(posting, until)
        return until is None or until > now

    def _look_later(self, posting: Posting, error: Unconfirmed) -> None:
        now = self._clock()
        if now - posting.wanted_since > GIVE_UP_UNCONFIRMED + self._reconcile_after:
            self._bury(posting, str(error))
            return
        asked = error.retry_after_seconds
        delay = max(self._reconcile_after, self._backoff(posting.attempts, asked))
        self._outbox.unconfirmed(posting, now + delay, str(error))

    def _send_later(self, posting: Posting, error: Unavailable) -> None:
        now = self._clock()
        if now - posting.wanted_since > GIVE_UP_UNAVAILABLE:
            self._bury(posting, str(error))
            return
        due_at = now + self._backoff(posting.attempts, error.retry_after_seconds)
        if error.retry_after_seconds is not None and posting.post.operation is Operation.POST:
            self._pacing.hold(posting.ticket.team, posting.channel, due_at)
        if posting.unconfirmed:
            self._outbox.unconfirmed(posting, due_at, str(error))
        else:
            self._outbox.retry(posting, due_at, str(error))

    def _bury(self, posting: Posting, error: str) -> None:
        log.error("dead_letter", key=posting.key, reason=error)
        self._outbox.bury(posting, error, self._clock())

    def _put_back(self, job: Job) -> None:
        """Make sure that a job whose handling broke comes back, or is given to people."""
        if isinstance(job, Ticket):
            self._try_later(job, Unavailable("unexpected error"))
        else:
            self._look_later(job, Unconfirmed("unexpected error"))

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

    def _backoff(self, attempts: int, retry_after_seconds: float | None) -> timedelta:
        """Return how long to wait: what the other side asked for, else twice as long each time."""
        if retry_after_seconds is not None:
            return timedelta(seconds=retry_after_seconds)
        ceiling = min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** min(attempts, 16))
        return timedelta(seconds=ceiling * (0.5 + self._jitter() / 2))


def _reference(job: Job) -> str:
    ticket = job if isinstance(job, Ticket) else job.ticket
    return f"{ticket.team}/{ticket.reference}"
