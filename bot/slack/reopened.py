"""The post that tells who had a ticket that it is open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import View, section
from bot.slack.rendering import Mrkdwn, mention, mrkdwn

if TYPE_CHECKING:
    from bot.triage.ticket import Ticket


def reopened(ticket: Ticket) -> View:
    """Return it, with a mention of who has the ticket now."""
    assignee = ticket.work.assignee
    who = Mrkdwn("") if assignee is None else mrkdwn("{} ", mention(assignee))
    by = ticket.work.by
    why = mrkdwn("{} wrote after it was resolved", mention(ticket.reporter))
    if by is not None and by != ticket.reporter:
        why = mrkdwn("{} reopened it", mention(by))
    text = mrkdwn("{}{} is open again: {}.", who, ticket.reference, why)
    return View(text, [section(text)])
