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
    text = mrkdwn(
        "{}{} is open again: {} wrote after it was resolved.",
        who,
        ticket.reference,
        mention(ticket.reporter),
    )
    return View(text, [section(text)])
