"""The root message of a `/triage` ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import FALLBACK_LIMIT, View, section, sections
from bot.slack.rendering import escaped_line, mention, mrkdwn

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket

MOST_SECTIONS = 3


def root(ticket: Ticket) -> View:
    """Return the message that opens the thread of a ticket that came by command."""
    text = ticket.messages[0].full_text
    who = mention(ticket.reporter)
    blocks = [
        section(mrkdwn("{} opened {}:", who, ticket.reference)),
        *sections(text, MOST_SECTIONS),
    ]
    shown = escaped_line(text, FALLBACK_LIMIT)
    return View(mrkdwn("{} opened {}: {}", who, ticket.reference, shown), blocks)
