"""Where a ticket was routed, as both of its cards say it, and by when it is to be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import View, context
from bot.slack.permalinks import thread_link
from bot.slack.rendering import Mrkdwn, channel_link, joined, mention, moment, mrkdwn
from bot.triage.delivery.posting import THREAD

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.triage.routing import Routing
    from bot.triage.ticket import Ticket


def routed(ticket: Ticket, site: str) -> list[Json]:
    """Return whose it is, where it was asked, and its deadlines; nothing if no route fits."""
    routing = ticket.routing
    if routing is None:
        return []
    due = [] if ticket.work.is_closed else deadlines(routing)
    return [
        context([joined(" · ", [_whose(routing), _asked(ticket, site)])]),
        *([context([joined(" · ", due)])] if due else []),
    ]


def silently_judged(ticket: Ticket, site: str) -> list[Json]:
    """Return where a ticket was said, to those who review what was judged silently."""
    if not ticket.is_silent:
        return []
    said = mrkdwn("Judged silently: nothing was posted where it was said, {}", _asked(ticket, site))
    return [context([said])]


def has_left(ticket: Ticket, place: str) -> bool:
    """Return True if `place` is a team's channel that the ticket was in before."""
    here = None if ticket.routing is None else ticket.routing.channel
    return place not in {THREAD, here, ticket.review_channel}


def moved(ticket: Ticket, site: str) -> View:
    """Return what stands in a team's channel in place of a card that went to another team."""
    routing = ticket.routing
    route = "" if routing is None else routing.route
    where = Mrkdwn("")
    if routing is not None and routing.channel is not None:
        where = mrkdwn(" in {}", channel_link(routing.channel))
    by = Mrkdwn("")
    if routing is not None and routing.by is not None:
        by = mrkdwn(" by {}", mention(routing.by))
    text = mrkdwn("{} was moved to *{}*{}{}.", ticket.reference, route, where, by)
    return View(text, [context([joined(" · ", [text, _asked(ticket, site)])])])


def _whose(routing: Routing) -> Mrkdwn:
    where = Mrkdwn("")
    if routing.channel is not None:
        where = mrkdwn(" in {}", channel_link(routing.channel))
    by = Mrkdwn("") if routing.by is None else mrkdwn(", set by {}", mention(routing.by))
    return mrkdwn("Routed to *{}*{}{}", routing.route, where, by)


def _asked(ticket: Ticket, site: str) -> Mrkdwn:
    if ticket.thread_ts is None:
        return mrkdwn("asked in {}", channel_link(ticket.channel))
    ts = ticket.opening_ts or ticket.thread_ts
    return mrkdwn("asked in {}", thread_link(site, ticket.channel, ts, "this thread"))


def deadlines(routing: Routing) -> list[Mrkdwn]:
    """Return what is still to be done by when: nothing that changes as time goes by."""
    lines = []
    if routing.respond_by is not None and routing.awaits_response:
        lines.append(mrkdwn("First answer due {}", moment(routing.respond_by)))
    if routing.resolve_by is not None:
        lines.append(mrkdwn("Resolution due {}", moment(routing.resolve_by)))
    return lines
