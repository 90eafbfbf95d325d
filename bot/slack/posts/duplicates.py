"""The open tickets that may be about the same, with links: people decide what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import section
from bot.slack.permalinks import thread_link
from bot.slack.rendering import Mrkdwn, joined, mrkdwn, percentage

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.triage.teamwork.duplicates import Duplicate
    from bot.triage.ticket import Ticket


def possible_duplicates(ticket: Ticket, site: str) -> list[Json]:
    """Return them for a ticket that is open itself; nothing if there are none."""
    if not ticket.duplicates or ticket.work.is_closed:
        return []
    lines = [_line(duplicate, site) for duplicate in ticket.duplicates]
    return [section(joined("\n", [Mrkdwn("*Possibly the same, still open*"), *lines]))]


def _line(duplicate: Duplicate, site: str) -> Mrkdwn:
    percent = percentage(duplicate.similarity)
    place = thread_link(site, duplicate.channel, duplicate.thread_ts, duplicate.reference)
    return mrkdwn("• {} ({} alike)", place, percent)
