"""The post that tells who had a ticket that it is open again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import View, section
from bot.slack.posts.told import called, without_holder
from bot.slack.rendering import joined, mention, mrkdwn
from bot.triage.delivery.reminders import MISSED, people_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Ticket


def reopened(ticket: Ticket, plan: RoutingPlan, is_gone: Callable[[str], bool]) -> View:
    """Return it, with a mention of who has the ticket now, or of their team if they have left."""
    by = ticket.work.by
    why = mrkdwn("{} wrote after it was resolved", mention(ticket.reporter))
    if by is not None and by != ticket.reporter:
        why = mrkdwn("{} reopened it", mention(by))
    said = mrkdwn("{} is open again: {}.", ticket.reference, why)
    text = mrkdwn(
        "{}{}",
        called(people_for(plan, ticket, MISSED, is_gone)),
        joined(" ", [said, *without_holder(ticket, is_gone)]),
    )
    return View(text, [section(text)])
