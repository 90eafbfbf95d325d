"""What a team is told of a ticket that is theirs: at first, and about its deadlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.slack.blocks import View, section
from bot.slack.permalinks import thread_link
from bot.slack.posts.routed import deadlines
from bot.slack.rendering import (
    Mrkdwn,
    escaped_line,
    joined,
    mention,
    mention_any,
    moment,
    mrkdwn,
)
from bot.triage.delivery.reminders import (
    FIRST_IN_LINE,
    MISSED,
    SOON,
    Deadline,
    Stage,
    due_by,
    people_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Ticket

TO_ANSWER = Mrkdwn("Take it with “I'm on it”, or answer in its thread.")
TO_RESOLVE = Mrkdwn("Once it is done, press “Resolve” on its card; “Edit” gives it to another.")
TO_SEE_ANSWERED = Mrkdwn("Please see to it that somebody does.")
TO_SEE_RESOLVED = Mrkdwn("Please see to it.")


def told(ticket: Ticket, plan: RoutingPlan, site: str) -> View:
    """Return the first word to a team, with a mention of whom its route names."""
    routing = ticket.routing
    route = None if routing is None else plan.route(routing.route)
    name = "" if routing is None else routing.route
    said = mrkdwn(
        "{}{} is for *{}*.",
        called(() if route is None else route.tell),
        named(ticket, site),
        name,
    )
    due = [] if routing is None else deadlines(routing)
    text = joined(" ", [said, *(mrkdwn("{}.", each) for each in due)])
    return View(text, [section(text)])


def reminder(
    ticket: Ticket, plan: RoutingPlan, round_: int, site: str, is_gone: Callable[[str], bool]
) -> View:
    """Return what is said at one stage of a deadline, with a mention of whose turn it is."""
    stage = Stage.of(round_)
    due = None if ticket.routing is None else due_by(ticket.routing, stage.deadline)
    by = Mrkdwn("its deadline") if due is None else moment(due)
    left = without_holder(ticket, is_gone)
    # Who has it can't do it any more, so those who are told in their stead need not be told how.
    to_do = [] if left and stage.number < FIRST_IN_LINE else [_to_do(stage)]
    text = mrkdwn(
        "{}{}",
        called(people_for(plan, ticket, stage.number, is_gone)),
        joined(" ", [_stands(named(ticket, site), stage, by), *to_do, *left]),
    )
    return View(text, [section(text)])


def without_holder(ticket: Ticket, is_gone: Callable[[str], bool]) -> list[Mrkdwn]:
    """Return that who has the ticket will do nothing more about it; nothing unless they left."""
    holder = ticket.assignee
    if holder is None or not is_gone(holder):
        return []
    said = "{} has it, but is not here any more: “Edit” on its card gives it to another."
    return [mrkdwn(said, mention(holder))]


def named(ticket: Ticket, site: str) -> Mrkdwn:
    """Return its name as a link to its thread, from wherever its team reads it."""
    if ticket.thread_ts is None:
        return escaped_line(ticket.reference, 40)
    return thread_link(site, ticket.channel, ticket.thread_ts, ticket.reference)


def _stands(ticket: Mrkdwn, stage: Stage, by: Mrkdwn) -> Mrkdwn:
    """Return how it stands with the deadline."""
    match stage.deadline:
        case Deadline.RESPONSE if stage.number == SOON:
            return mrkdwn("Nobody has answered {} yet; the first answer is due {}.", ticket, by)
        case Deadline.RESPONSE if stage.number == MISSED:
            return mrkdwn("Nobody has answered {}: the first answer was due {}.", ticket, by)
        case Deadline.RESPONSE:
            return mrkdwn("Still nobody has answered {}: the first answer was due {}.", ticket, by)
        case Deadline.RESOLUTION if stage.number == SOON:
            return mrkdwn("{} is not resolved yet; that is due {}.", ticket, by)
        case Deadline.RESOLUTION if stage.number == MISSED:
            return mrkdwn("{} is not resolved: that was due {}.", ticket, by)
        case Deadline.RESOLUTION:
            return mrkdwn("{} is still not resolved: that was due {}.", ticket, by)
        case _:
            assert_never(stage.deadline)


def _to_do(stage: Stage) -> Mrkdwn:
    """Return what who is told is to do about it."""
    if stage.deadline is Deadline.RESPONSE:
        return TO_SEE_ANSWERED if stage.number >= FIRST_IN_LINE else TO_ANSWER
    return TO_SEE_RESOLVED if stage.number >= FIRST_IN_LINE else TO_RESOLVE


def called(people: Iterable[str]) -> Mrkdwn:
    """Return mentions of people and groups, with a space after each."""
    return joined("", [mrkdwn("{} ", mention_any(one)) for one in people])
