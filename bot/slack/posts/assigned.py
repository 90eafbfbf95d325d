"""The post that tells somebody that a ticket was given to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import View, section
from bot.slack.posts.told import named
from bot.slack.rendering import Mrkdwn, mention, mrkdwn

if TYPE_CHECKING:
    from bot.triage.delivery.posting import Posting


def assigned(posting: Posting, site: str) -> View:
    """Return it: in a direct message, else with a mention of who has the ticket now."""
    ticket = posting.ticket
    work = ticket.work
    who = Mrkdwn("")
    if work.assignee is not None and not posting.post.is_direct:
        who = mrkdwn("{} ", mention(work.assignee))
    giver = Mrkdwn("somebody") if work.by is None else mention(work.by)
    text = mrkdwn(
        "{}{} is yours now: {} gave it to you. Its card says what to do next.",
        who,
        named(ticket, site),
        giver,
    )
    return View(text, [section(text)])
