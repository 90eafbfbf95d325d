"""What an event of a channel can mean to the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.rendering import visible

if TYPE_CHECKING:
    from bot.triage.arrivals.noise import Noise
    from bot.triage.arrivals.revision import Revision
    from bot.triage.ticket import Message


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody said something in a support channel."""

    message: Message
    opens_ticket: bool
    addresses_app: bool = False
    """It is a reply that mentions the app, which is to say something then."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A reply where no tickets are taken: part of one that was opened there by command, or none."""

    message: Message


@dataclass(frozen=True, slots=True)
class Edited:
    """A message reads differently now, or Slack has merely unfurled its links.

    If it was never stored, it `opens_ticket` now: what it said at first was refused, or got lost.
    """

    message: Message
    opens_ticket: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message is gone."""

    revision: Revision


@dataclass(frozen=True, slots=True)
class Unfit:
    """It would open a ticket, but has too much text, or none."""

    message: Message

    @property
    def is_too_long(self) -> bool:
        """Return True if there is too much text, False if there is none."""
        return not is_blank(self.message)


@dataclass(frozen=True, slots=True)
class Passed:
    """It opens no ticket by itself, though people may ask for one."""

    message: Message
    noise: Noise | None = None
    """What it is, where it would have opened one."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Somebody spoke to the app where it takes no tickets."""

    message: Message
    is_direct: bool


@dataclass(frozen=True, slots=True)
class Echo:
    """One of our own posts came back; `key` is the outbox's."""

    key: str
    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Invited:
    """The app is a member of a channel now; `by` is who asked it in, itself if nobody is named."""

    channel: str
    by: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do with tickets."""

    reason: str


Incoming = Said | Aside | Edited | Deleted | Unfit | Passed | Misplaced | Echo | Invited | Ignored


def is_blank(message: Message) -> bool:
    """Return True if there is nothing to see."""
    return not visible(message.full_text).strip()
