"""What was said about a ticket, redacted as one conversation, for whoever reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from bot.triage.judgement import Turn
from bot.triage.redaction import joined, redact, redact_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.triage.judgement import Case
    from bot.triage.redaction import Redacted
    from bot.triage.ticket import Ticket

MENTIONED = re.compile(r"(?<!\w)@([UW][A-Z0-9]{2,30})\b")


class Names(Protocol):
    """Knows what people are called."""

    def of(self, team: str, users: Sequence[str]) -> tuple[str, ...]:
        """Return the names of `users`, as far as they can be found out; raises nothing."""


def people_in(ticket: Ticket, names: Names | None) -> tuple[str, ...]:
    """Return the names of those who wrote or are mentioned in `ticket`, for masking."""
    told = (name for message in ticket.messages for name in message.names)
    looked_up = () if names is None else names.of(ticket.team, _present(ticket))
    return tuple(dict.fromkeys((*looked_up, *told)))


def _present(ticket: Ticket) -> list[str]:
    """Return the ids of who takes part in `ticket` or is mentioned there, the reporter first."""
    wrote = (message.user for message in ticket.messages)
    named = (user for message in ticket.messages for user in MENTIONED.findall(message.text))
    return list(dict.fromkeys((ticket.reporter, *wrote, *named)))


def turns(ticket: Ticket, people: Sequence[str] = ()) -> tuple[Turn, ...]:
    """Return the conversation so far, redacted as one, our questions where they were put.

    `people` are the names of those in it.

    Our questions may name a placeholder that the analyst was shown, so they are kept out of the
    numbering: there the same words would count as a writer's invention.
    """
    said = redact_all([message.full_text for message in ticket.messages], people)
    spoken: list[Turn] = []
    for position in range(len(said) + 1):
        spoken += (Turn("bot", redact(text)) for text in _asked_at(ticket, position))
        if position < len(said):
            mine = ticket.messages[position].user == ticket.reporter
            spoken.append(Turn("reporter" if mine else "colleague", said[position]))
    return tuple(spoken)


def _asked_at(ticket: Ticket, position: int) -> Iterator[str]:
    """Yield the questions put after `position` messages; deleted messages no longer count."""
    last = len(ticket.messages)
    for asked in ticket.questions:
        if min(asked.seen_messages, last) == position:
            yield asked.question.text


def search_text(case: Case) -> Redacted:
    """Return what people said in `case` as one text to compare with known issues."""
    return joined(case.reported)
