"""How far people are with a ticket: who has it, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

REOPENS_WITHIN = timedelta(days=3)
"""So long after it was resolved the reporter's next word reopens a ticket."""

CLOCKS_APART = timedelta(seconds=5)
"""How far off it may be when a word was said: Slack's clock dates it, ours the resolution."""


class WorkState(StrEnum):
    """Where the people's side of a ticket stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    """Somebody has it."""
    RESOLVED = "resolved"
    NOT_A_TICKET = "not_a_ticket"
    """A person said that there is nothing to do here."""


OPEN_STATES = (WorkState.OPEN, WorkState.IN_PROGRESS)
"""Something is left to do."""
CLOSED_STATES = (WorkState.RESOLVED, WorkState.NOT_A_TICKET)


class MoveRefused(ValueError):
    """Somebody was quicker, or the ticket is closed; `work` is how it stands."""

    def __init__(self, work: Work) -> None:
        super().__init__(f"the ticket is {work.state}")
        self.work = work


class UnderWay(ValueError):
    """The ticket is being judged again as it is; `by` asked for that (None = not known who)."""

    def __init__(self, by: str | None) -> None:
        super().__init__("the ticket is being judged again")
        self.by = by


@dataclass(frozen=True, slots=True)
class Work:
    """The people's side of one ticket; users are named by Slack's ids."""

    state: WorkState = WorkState.OPEN
    assignee: str | None = None
    by: str | None = None
    """Who made the last move; None = the app itself, or nobody yet."""
    at: datetime | None = None
    """When the last move was made."""
    resolution: str = ""
    """What fixed it, in the words of who resolved it."""
    was_reopened: bool = False

    @property
    def is_closed(self) -> bool:
        """Return True if nobody is to do anything any more."""
        return self.state in CLOSED_STATES

    @property
    def is_untouched(self) -> bool:
        """Return True if no person has acted on it yet."""
        return self.at is None

    def claimed(self, by: str, now: datetime) -> Work:
        """Return the work with `by` on it; MoveRefused if anybody is, or it is closed."""
        if self.is_closed or self.assignee is not None:
            raise MoveRefused(self)
        return self.assigned(by, by, now)

    def assigned(self, to: str | None, by: str, now: datetime) -> Work:
        """Return the work given to `to`, whoever had it (None = to nobody)."""
        self._require_unclosed()
        state = WorkState.OPEN if to is None else WorkState.IN_PROGRESS
        return replace(self, state=state, assignee=to, by=by, at=now)

    def resolved(self, by: str, resolution: str, now: datetime) -> Work:
        """Return the work done, and what fixed it."""
        self._require_unclosed()
        return replace(self, state=WorkState.RESOLVED, by=by, at=now, resolution=resolution)

    def dismissed(self, by: str, now: datetime) -> Work:
        """Return the work of what turned out to be no ticket."""
        self._require_unclosed()
        return replace(self, state=WorkState.NOT_A_TICKET, by=by, at=now)

    def reopens_at(self, now: datetime) -> bool:
        """Return True if the reporter's word at `now` reopens it: not one from before."""
        is_in_time = self.at is not None and -CLOCKS_APART <= now - self.at <= REOPENS_WITHIN
        return self.state is WorkState.RESOLVED and is_in_time

    def stays_closed_at(self, now: datetime) -> bool:
        """Return True if the reporter's word at `now` comes too late to reopen what is resolved."""
        is_late = self.at is not None and now - self.at > REOPENS_WITHIN
        return self.state is WorkState.RESOLVED and is_late

    def reopened(self, by: str, now: datetime) -> Work:
        """Return the work to be done once more, with whoever had it, else with who resolved it.

        MoveRefused if it comes too late.
        """
        if not self.reopens_at(now):
            raise MoveRefused(self)
        return self._open_again(by, self.assignee or self.by, now)

    def taken_up_again(self, by: str, now: datetime) -> Work:
        """Return the work of a closed ticket as open, since `by` says that it is not done."""
        if not self.is_closed:
            raise MoveRefused(self)
        return self._open_again(by, self.assignee, now)

    def _open_again(self, by: str, assignee: str | None, now: datetime) -> Work:
        return replace(
            self,
            state=WorkState.OPEN if assignee is None else WorkState.IN_PROGRESS,
            assignee=assignee,
            by=by,
            at=now,
            resolution="",
            was_reopened=True,
        )

    def _require_unclosed(self) -> None:
        if self.is_closed:
            raise MoveRefused(self)


UNTOUCHED = Work()
"""How every ticket begins."""
