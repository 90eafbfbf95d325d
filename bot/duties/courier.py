"""Takes what the outbox holds to Slack, and decides what follows where that fails."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.slack.posts.messenger import WITHDRAWN
from bot.slack.transport.unread import LOOK_AGAIN
from bot.slack.web_api.in_flight import AT_REST
from bot.triage.delivery.posting import MESSAGE_GONE, THREAD_GONE, UNINVITED, Kind, Operation
from bot.triage.delivery.reminders import held_until
from bot.triage.errors import Rejected, Unavailable, Unconfirmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.posts.messenger import Messenger
    from bot.slack.web_api.in_flight import InFlight
    from bot.slack.web_api.pacing import Pacing
    from bot.triage.delivery.posting import Posting
    from bot.triage.delivery.retries import Backoff
    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Ticket
    from storage.outbox import Outbox

GIVE_UP_UNCONFIRMED = timedelta(hours=1)
GIVE_UP_UNAVAILABLE = timedelta(hours=24)
PREPARED_WITHIN = timedelta(seconds=1)
"""From the claim to the call; who takes longer, with look-ups say, renews the claim first."""
MOST_BROKEN_OFF = 8
"""Beyond it a post whose hour is over is given up unseen: it may be what ends the process."""

log = structlog.stdlib.get_logger("courier")


class Courier:
    """Claims and delivers postings, no faster than Slack takes them; safe to share."""

    def __init__(
        self,
        outbox: Outbox,
        messenger: Messenger,
        pacing: Pacing,
        *,
        plan: RoutingPlan,
        clock: Callable[[], datetime],
        backoff: Backoff,
        in_flight: InFlight,
        on_uninvited: Callable[[Ticket], None],
        may_be_unread: Callable[[], bool] = bool,
    ) -> None:
        """Take the parts; what is not confirmed by when it can land no more is looked for in Slack.

        To `in_flight` that is `PREPARED_WITHIN` and the longest that a call can take to land.
        While something `may_be_unread`, nobody is reminded: what they are to do may be done.
        """
        self._outbox = outbox
        self._messenger = messenger
        self._pacing = pacing
        self._plan = plan
        self._clock = clock
        self._backoff = backoff
        self._in_flight = in_flight
        self._reconcile_after = in_flight.lands_within
        self._on_uninvited = on_uninvited
        self._may_be_unread = may_be_unread

    def claim(self, now: datetime) -> Posting | None:
        """Return the next posting that its channel can take, its claim committed.

        What may still land waits, whatever the time of day says.
        """
        while (posting := self._claimed(now)) is not None:
            left = self._in_flight.left(posting.key, is_in_doubt=posting.may_be_in_flight)
            if left == AT_REST:
                break
            log.info("still_in_flight", key=posting.key, seconds=left.total_seconds())
            self._outbox.put_off(posting, now + left)
        if posting is None:
            return None
        self._in_flight.began(posting.key, posting.attempts)
        if posting.post.operation is Operation.POST:
            self._pacing.spend(posting.ticket.team, posting.channel, now)
        return posting

    def _claimed(self, now: datetime) -> Posting | None:
        return self._outbox.claim(now, self._pacing.blocked(now), self._reconcile_after)

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next posting can go if nothing arrives, None if none will."""
        blocked = self._pacing.blocked(now)
        free_at = self._pacing.next_free(now) if blocked else None
        times = (self._outbox.next_due(blocked), free_at)
        return min((time for time in times if time is not None), default=None)

    def deliver(self, posting: Posting) -> None:
        """Take one claimed posting to Slack, and store what became of it."""
        if self._is_hopeless(posting):
            self._bury(posting, "it was broken off each time")
        elif not self._is_braked(posting) and not self._is_untimely(posting):
            self._send(posting)

    def _send(self, posting: Posting) -> None:
        try:
            # Here and not where it is claimed, since one thread claims for all.
            self._outbox.settle()
            ts = self._messenger.deliver(posting, lambda: self._is_ours(posting))
        except Unconfirmed as error:
            self.look_later(posting, error)
        except Unavailable as error:
            self._in_hand_no_more(posting)
            self._send_later(posting, error)
        except Rejected as error:
            self._in_hand_no_more(posting)
            if error.code == WITHDRAWN:
                self._outbox.call_off(posting, self._clock())
            elif posting.post.operation is Operation.REDRAW and error.code == MESSAGE_GONE:
                log.info("message_gone", key=posting.key)
                self._outbox.gone(posting, self._clock())
            elif posting.post.is_direct and posting.post.operation is Operation.POST:
                log.warning("not_written_to", key=posting.key, reason=error.code)
                self._outbox.say_in_thread(posting, self._clock())
            elif error.code == THREAD_GONE and posting.can_go_to_thread:
                log.info("card_gone", key=posting.key)
                self._outbox.say_in_thread(posting, self._clock())
            else:
                self._refused(posting, error.code)
        else:
            self._in_hand_no_more(posting)
            self._outbox.confirm(posting, ts, self._clock())
            log.info("posted", key=posting.key)

    def _in_hand_no_more(self, posting: Posting) -> None:
        """Let it be claimed again as soon as it is due; to be called before that is stored."""
        self._in_flight.ended(posting.key, posting.attempts)

    def _is_ours(self, posting: Posting) -> bool:
        """Return True if nobody looks for the post before a call that begins now must have landed.

        Else two could find nothing, and both post.
        """
        age_seconds = self._in_flight.age_seconds(posting.key, posting.attempts)
        if age_seconds <= PREPARED_WITHIN.total_seconds():
            return True
        if not self._outbox.renew(posting, self._clock() + self._reconcile_after):
            return False
        self._in_flight.began(posting.key, posting.attempts)
        return True

    def _is_hopeless(self, posting: Posting) -> bool:
        """Return True if it was never brought to an end for an hour, in many tries."""
        waited = self._clock() - posting.wanted_since
        return posting.broken_off > MOST_BROKEN_OFF and waited > GIVE_UP_UNCONFIRMED

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
        if until is not None and posting.post.kind is Kind.REMINDER and self._may_be_unread():
            until = max(until, now + LOOK_AGAIN)
        if until is None:
            self._outbox.call_off(posting, now)
        elif until > now:
            self._in_hand_no_more(posting)
            self._outbox.hold(posting, until)
        return until is None or until > now

    def look_later(self, posting: Posting, error: Unconfirmed) -> None:
        """Have it looked for later, since it may have landed; bury it after an hour of that.

        However long it waited before: while Slack was out of reach, there was nothing to look for.
        A redraw is drawn anew by then: one that still lands would cover what is drawn before.
        """
        now = self._clock()
        since = posting.doubted_since or now
        if self._is_too_late(posting, since, now):
            self._bury(posting, str(error))
            return
        asked = error.retry_after_seconds
        delay = max(self._reconcile_after, self._backoff.delay(posting.attempts, asked))
        self._outbox.unconfirmed(posting, now + delay, str(error), since)

    def _is_too_late(self, posting: Posting, doubted_since: datetime, now: datetime) -> bool:
        if posting.post.operation is Operation.REDRAW:
            return now - posting.wanted_since > GIVE_UP_UNAVAILABLE
        return now - doubted_since > GIVE_UP_UNCONFIRMED

    def _send_later(self, posting: Posting, error: Unavailable) -> None:
        now = self._clock()
        if now - posting.wanted_since > GIVE_UP_UNAVAILABLE:
            self._bury(posting, str(error))
            return
        due_at = now + self._backoff.delay(posting.attempts, error.retry_after_seconds)
        if error.retry_after_seconds is not None and posting.post.operation is Operation.POST:
            self._pacing.hold(posting.ticket.team, posting.channel, due_at)
        if posting.unconfirmed:
            self._outbox.unconfirmed(posting, due_at, str(error))
        else:
            self._outbox.retry(posting, due_at, str(error))

    def _refused(self, posting: Posting, error: str) -> None:
        """Give it up; who can invite the app is told once that is stored, and may do so at once."""
        if error not in UNINVITED or posting.post.operation is Operation.REDRAW:
            self._bury(posting, error)
        elif self._outbox.bury_unless_invited(posting, error, self._clock()):
            log.error("dead_letter", key=posting.key, reason=error)
            self._on_uninvited(posting.ticket)

    def _bury(self, posting: Posting, error: str) -> None:
        log.error("dead_letter", key=posting.key, reason=error)
        self._outbox.bury(posting, error, self._clock())
