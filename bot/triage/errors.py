"""The error tree: every adapter turns its vendor's errors into one of these.

TriageError
 +-- Unavailable       try again, not before `retry_after_seconds`
 |    +-- Unconfirmed  the request was sent and may have taken effect: look before you repeat
 |    +-- Unforeseen   an error of ours, which is in the log
 +-- Rejected          trying again cannot help
      +-- Unreadable   what is stored was changed by hand, or by a later version
           +-- UnreadableTicket
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.triage.judging.ladder import Fall


class TriageError(Exception):
    """Something that a part of the app could not do; the message is safe to log."""

    code: str = ""
    """A word for why, for those who decide what follows."""
    falls: tuple[Fall, ...] = ()
    """The rungs that failed before judging was given up with this error."""


class Unavailable(TriageError):
    """The other side can't do it now; it may later."""

    def __init__(
        self, reason: str, *, retry_after_seconds: float | None = None, code: str = ""
    ) -> None:
        super().__init__(reason)
        self.retry_after_seconds = retry_after_seconds
        self.code = code


class Unconfirmed(Unavailable):
    """The request left us and no answer came back: it may have taken effect."""


class Unforeseen(Unavailable):
    """Something broke that nobody foresaw; where it broke is in the log."""


class Rejected(TriageError):
    """The other side understood and refused; `code` is its word for why."""

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(reason)
        self.code = code or reason


class Unreadable(Rejected):
    """What is stored of `what` can't be read: a person has to mend it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"what is stored of {what} can't be read", code="unreadable")
        self.what = what


class UnreadableTicket(Unreadable):
    """So it is with the ticket of that `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(f"T-{number}")
        self.number = number
