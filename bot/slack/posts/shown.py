"""What each kind of message shows, drawn from its ticket as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.posts.assigned import assigned
from bot.slack.posts.card import card
from bot.slack.posts.incident import incident_card, linked, over
from bot.slack.posts.opening import root
from bot.slack.posts.question import question
from bot.slack.posts.reopened import reopened
from bot.slack.posts.routed import has_left, moved
from bot.slack.posts.stays_closed import stays_closed
from bot.slack.posts.told import reminder, told
from bot.triage.delivery.posting import Kind
from bot.triage.delivery.reminders import nobody

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import View
    from bot.triage.delivery.posting import Posting
    from bot.triage.rules import Rules


def anybody(_team: str, _channel: str) -> bool:
    """Return True: anybody may read any channel."""
    return True


def shown(
    posting: Posting,
    rules: Rules,
    site: str,
    is_gone: Callable[[str], bool] = nobody,
    is_open: Callable[[str, str], bool] = anybody,
) -> View:
    """Return it; `site` is the address of the workspace, for links to other messages.

    Who `is_gone` is not mentioned where somebody is called to do something. What was said in
    another channel is repeated only if that `is_open`.
    """
    ticket, post = posting.ticket, posting.post
    match post.kind:
        case Kind.ROOT:
            view = root(ticket)
        case Kind.QUESTION:
            view = question(ticket, post.round)
        case Kind.CARD:
            left = has_left(ticket, post.place)
            view = moved(ticket, site) if left else card(ticket, rules, site)
        case Kind.REOPENED:
            view = reopened(ticket, rules.plan, is_gone)
        case Kind.STAYS_CLOSED:
            view = stays_closed(ticket, rules)
        case Kind.ASSIGNED:
            view = assigned(posting, site)
        case Kind.TOLD:
            view = told(ticket, rules.plan, site)
        case Kind.REMINDER:
            view = reminder(ticket, rules.plan, post.round, site, is_gone)
        case Kind.INCIDENT | Kind.INCIDENT_LINKED | Kind.INCIDENT_OVER:
            view = _of_incident(posting, site, is_open)
        case _:
            assert_never(post.kind)
    return view


def _of_incident(posting: Posting, site: str, is_open: Callable[[str, str], bool]) -> View:
    incident = posting.incident
    if incident is None:
        raise LookupError(posting.key)
    if posting.post.kind is Kind.INCIDENT:
        return incident_card(
            incident,
            site,
            lambda channel: channel == posting.channel or is_open(incident.team, channel),
        )
    is_over = posting.post.kind is Kind.INCIDENT_OVER
    return (over if is_over else linked)(posting.ticket, incident)
