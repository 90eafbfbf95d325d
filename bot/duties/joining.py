"""Decides, before a ticket is judged, whether it is part of its author's ticket just before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.reading.subject import names_no_subject
from bot.triage.arrivals.joining import is_brief, is_of_another, may_join
from bot.triage.arrivals.leaning import leans, turns_away
from bot.triage.redaction import joined as as_one
from bot.triage.redaction import redact, redact_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from bot.triage.redaction import Redacted
    from bot.triage.ticket import Message, Ticket
    from storage.arrivals.joining import Joins

log = structlog.stdlib.get_logger("joining")


class Alikes(Protocol):
    """Compares what one person said with what they said before."""

    def are_about_the_same(self, said: Redacted, before: Redacted, /) -> bool:
        """Return True if both are about one thing; False if nobody can tell."""


class Joining:
    """Compares with the local model, without the network."""

    def __init__(self, joins: Joins, alikes: Alikes, within: timedelta) -> None:
        """Take the parts; messages further apart than `within` stand alone."""
        self._joins = joins
        self._alikes = alikes
        self._within = within

    def join(self, ticket: Ticket, now: datetime) -> bool:
        """Make `ticket` part of an earlier one, if it is that; return whether it was done."""
        if not self._within or not may_join(ticket):
            return False
        for earlier in self._joins.earlier(ticket, self._within):
            if self._belongs(ticket, earlier) and self._joins.join(ticket, earlier.id, now):
                log.info("ticket_joined", into=f"{earlier.team}/{earlier.reference}")
                return True
        return False

    def _belongs(self, ticket: Ticket, earlier: Ticket) -> bool:
        """Compare what was said then with what was said first, in whichever order it came.

        What had joined the earlier ticket goes with whatever that one goes on from.
        """
        first, then = sorted((earlier, ticket), key=_began_at)
        before = [message.full_text for message in first.messages]
        texts = ["\n".join(message.full_text for message in then.messages)]
        if then is earlier and len(then.messages) > 1:
            texts.append(min(then.messages, key=_said_at).full_text)
        return any(goes_on(text, before, self._alikes) for text in texts)


def _began_at(ticket: Ticket) -> float:
    """Return when the first of its messages was written, which may have come last."""
    return min(map(_said_at, ticket.messages), default=0.0)


def _said_at(message: Message) -> float:
    return float(message.ts or 0)


def goes_on(text: str, said_before: Sequence[str], alikes: Alikes) -> bool:
    """Return True if `text` is about what its author said just before; False in doubt."""
    if is_brief(text):
        return True
    before = "\n".join(said_before)
    if is_of_another(text, before):
        return False
    if names_no_subject(before) and not turns_away(text):
        return True
    return leans(text) or alikes.are_about_the_same(redact(text), as_one(redact_all(said_before)))
