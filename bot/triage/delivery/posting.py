"""What is to be said in Slack: one row of the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.triage.ticket import Status

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.teamwork.incident import Incident
    from bot.triage.ticket import Ticket


class Kind(StrEnum):
    """Which message it is; what it says is rendered from the ticket when it is sent."""

    ROOT = "root"
    """The message that opens the thread of a `/triage` ticket."""
    QUESTION = "question"
    CARD = "card"
    REOPENED = "reopened"
    """Tells who had a closed ticket that it is open again."""
    STAYS_CLOSED = "stays_closed"
    """Tells a reporter who wrote too late to reopen it; `round` is the day, of which one counts."""
    ASSIGNED = "assigned"
    """Tells somebody that another gave the ticket to them."""
    TOLD = "told"
    """Tells a team that a ticket is theirs now."""
    REMINDER = "reminder"
    """Tells people of a deadline, before it or after it."""
    INCIDENT = "incident"
    """Shows the operators an incident; `round` is its id, its ticket the oldest of those in it."""
    INCIDENT_LINKED = "incident_linked"
    """Tells a ticket's thread that it is part of an incident."""
    INCIDENT_OVER = "incident_over"
    """Tells a ticket's thread that it was resolved with its incident."""


UNINVITED = frozenset({"not_in_channel", "channel_not_found"})
"""Slack's words for a channel that the app was not invited to; of private ones it knows nothing."""
MESSAGE_GONE = "message_not_found"
"""Slack's word for a message to redraw that somebody has deleted."""
THREAD_GONE = "thread_not_found"
"""Slack's word for a thread whose first message was deleted before anything was said below it."""
MOST_POSTS_AN_HOUR = 20
"""In one thread: twice what any ticket needs. What comes beyond waits, whatever it was made by."""
BRAKE = timedelta(hours=1)
_URGING = {Kind.TOLD, Kind.REMINDER, Kind.ASSIGNED, Kind.REOPENED}
THREAD = "thread"
"""The place of a post: the ticket's own thread; else the id of a team's channel, or of a person."""
_PEOPLE = ("U", "W")
"""How the ids of people begin."""


class Operation(StrEnum):
    """What happens to the message."""

    POST = "post"
    REDRAW = "redraw"
    """Render it again from the ticket as it is now; holds no payload."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that a ticket should have; `round` counts those of a kind, 0 = the only one."""

    kind: Kind
    round: int = 0
    operation: Operation = Operation.POST
    urgent: bool = False
    """Goes before others: questions and critical cards."""
    place: str = THREAD
    """Where it stands; a ticket has one card in each place."""
    not_before: datetime | None = None
    """When it goes at the earliest; None = at once."""

    @property
    def is_direct(self) -> bool:
        """Return True if it is a direct message to the person whose id its place is."""
        return self.place.startswith(_PEOPLE)

    @property
    def stands_alone(self) -> bool:
        """Return True if it is posted to the channel, not below another message."""
        is_linked_card = self.kind is Kind.CARD and self.place != THREAD
        return is_linked_card or self.is_direct or self.kind in {Kind.ROOT, Kind.INCIDENT}


class PostingStatus(StrEnum):
    """Where a row of the outbox stands."""

    PENDING = "pending"
    SENDING = "sending"
    """Committed before the call: found after a crash, it may or may not have landed."""
    SENT = "sent"
    DEAD = "dead"
    """Given up, with the error kept; people are told."""
    CALLED_OFF = "called_off"
    """No longer needed: its ticket was withdrawn before it was sent, or of a redraw, somebody has
    deleted the message."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A claimed row of the outbox together with the ticket that it shows."""

    id: int
    key: str
    """Unique; ids only, since every app in the workspace can read it in the post's metadata."""
    post: Post
    ticket: Ticket
    attempts: int
    created_at: datetime
    put_back_at: datetime | None = None
    """When an operator had it tried again after it was given up."""
    ts: str | None = None
    """For a redraw: the ts of the message to update."""
    unconfirmed: bool = False
    """True if an earlier call may have landed: look for `key` before posting."""
    broken_off: int = 0
    """How many earlier calls, or looks for them, nothing is known of."""
    doubted_since: datetime | None = None
    """Since when nobody could learn whether it landed; None before that was first tried."""
    below: str | None = None
    """The ts of the card below which it goes in a team's channel; None while that is not posted."""
    incident: Incident | None = None
    """What it tells of, where it tells of one."""
    braked_until: datetime | None = None
    """When its thread can take one more; None if it never had as many as it can in an hour."""

    @property
    def may_be_in_flight(self) -> bool:
        """Return True if an earlier call of it may land yet, as far as the row itself can tell."""
        is_redraw = self.post.operation is Operation.REDRAW
        return self.unconfirmed or (is_redraw and self.attempts > 0)

    @property
    def is_withdrawn(self) -> bool:
        """Return True if what it tells of is not there any more."""
        return self.ticket.status is Status.WITHDRAWN and self.post.kind is not Kind.INCIDENT

    @property
    def is_moot(self) -> bool:
        """Return True if nobody need hear it any more: it stands otherwise by now."""
        urges = self.post.kind in _URGING
        is_over = urges and self.ticket.work.is_closed
        is_passed_on = self._is_for_another or self._is_open_after_all
        return self.is_withdrawn or self.asks_too_late or is_over or is_passed_on

    @property
    def _is_open_after_all(self) -> bool:
        """Return True if it tells that a ticket stays closed which somebody has opened since."""
        return self.post.kind is Kind.STAYS_CLOSED and not self.ticket.work.is_closed

    @property
    def _is_for_another(self) -> bool:
        """Return True if it tells somebody of a ticket that they do not have any more."""
        return self.post.is_direct and self.ticket.assignee != self.post.place

    @property
    def asks_too_late(self) -> bool:
        """Return True if it is a question that was closed before it could be put."""
        asked = self.ticket.open_question
        is_open = asked is not None and asked.round == self.post.round
        return self.post.kind is Kind.QUESTION and not is_open

    @property
    def can_go_to_thread(self) -> bool:
        """Return True if it can be said in the ticket's own thread instead of below its card.

        Not where tickets are judged silently, and not while it may stand below the card.
        """
        is_below_card = self.post.place != THREAD and not self.post.stands_alone
        is_post = self.post.operation is Operation.POST
        return is_below_card and is_post and not self.ticket.is_silent and not self.unconfirmed

    @property
    def channel(self) -> str:
        """Return the channel in which it stands; of a direct message, who gets it."""
        return self.ticket.channel if self.post.place == THREAD else self.post.place

    @property
    def thread_ts(self) -> str | None:
        """Return the ts of the message that it goes below, if there is one by now."""
        if self.post.stands_alone:
            return None
        return self.ticket.thread_ts if self.post.place == THREAD else self.below

    @property
    def wanted_since(self) -> datetime:
        """Return from when the time is counted after which it is given up."""
        since = (self.created_at, self.put_back_at, self.post.not_before)
        return max(moment for moment in since if moment is not None)
