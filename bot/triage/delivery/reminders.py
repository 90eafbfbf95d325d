"""Who is told of a routed ticket, and when: at first, before a deadline, and after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.triage.delivery.posting import THREAD, Kind, Post

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from bot.triage.routing import Route, Routing, RoutingPlan
    from bot.triage.ticket import Ticket

SOON, MISSED, FIRST_IN_LINE = 0, 1, 2
"""Stages of a deadline; each of those in line has a further one."""
_STAGES = 50
_KINDS = frozenset({Kind.TOLD, Kind.REMINDER})


class Deadline(StrEnum):
    """What is to be done by then."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


_ORDER = tuple(Deadline)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the reminding about one deadline."""

    deadline: Deadline
    number: int

    def round(self, routing_round: int) -> int:
        """Return under which number the outbox has it."""
        kinds = len(_ORDER)
        return (routing_round * kinds + _ORDER.index(self.deadline)) * _STAGES + self.number

    @classmethod
    def of(cls, round_: int) -> Stage:
        """Return which stage a number of the outbox means."""
        above, number = divmod(round_, _STAGES)
        return cls(_ORDER[above % len(_ORDER)], number)


def due_by(routing: Routing, deadline: Deadline) -> datetime | None:
    """Return when it is due; None if there is no such deadline."""
    return routing.respond_by if deadline is Deadline.RESPONSE else routing.resolve_by


def wanted(plan: RoutingPlan, ticket: Ticket, now: datetime) -> tuple[Post, ...]:
    """Return all that people are still to be told of `ticket` as it stands.

    Of what is past only the latest stage of each deadline counts.
    """
    routing = ticket.routing
    route = None if routing is None else plan.route(routing.route)
    if routing is None or route is None or ticket.work.is_closed or not ticket.has_card:
        return ()
    posts = [*_told(ticket, routing, route, now)]
    for deadline, within in (
        (Deadline.RESPONSE, route.respond_within if routing.awaits_response else None),
        (Deadline.RESOLUTION, route.resolve_within),
    ):
        due = due_by(routing, deadline)
        if due is not None and within is not None:
            stages = _stages(plan, route, due, within)
            posts += _still_to_come(stages, deadline, routing, route, now)
    place = routing.channel or ticket.review_channel or THREAD
    return tuple(replace(post, place=place) for post in posts)


def held_until(plan: RoutingPlan, ticket: Ticket, post: Post, now: datetime) -> datetime | None:
    """Return when `post` may go: `now`, or when the team begins to work; None = never any more."""
    if post.kind not in _KINDS:
        return now
    is_wanted = any(
        (other.kind, other.round) == (post.kind, post.round) for other in wanted(plan, ticket, now)
    )
    route = None if ticket.routing is None else plan.route(ticket.routing.route)
    return route.clock.opens_at(now) if is_wanted and route is not None else None


def nobody(_: str) -> bool:
    """Return False: of nobody it is known that they have left."""
    return False


def people_for(
    plan: RoutingPlan, ticket: Ticket, stage: int, is_gone: Callable[[str], bool] = nobody
) -> tuple[str, ...]:
    """Return whom to mention at a stage: who has the ticket, else its team, else the next in line.

    Where the team names nobody, that is the fallback owner. Where those named have all left the
    workspace it is the next who has not.
    """
    route = None if ticket.routing is None else plan.route(ticket.routing.route)
    line = [] if route is None else [(one,) for one in _line(plan, route)]
    if stage >= FIRST_IN_LINE:
        return next((one for one in line[stage - FIRST_IN_LINE :] if not is_gone(one[0])), ())
    holder = () if ticket.assignee is None else (ticket.assignee,)
    fallback = (plan.fallback_owner,) if plan.fallback_owner else ()
    named = [one for one in (holder, () if route is None else route.tell, fallback) if one]
    turns = (tuple(one for one in turn if not is_gone(one)) for turn in (*named, *line))
    return next(filter(None, turns), ()) if named else ()


def _line(plan: RoutingPlan, route: Route) -> tuple[str, ...]:
    return (*route.escalate_to, *([plan.fallback_owner] if plan.fallback_owner else []))


def _told(ticket: Ticket, routing: Routing, route: Route, now: datetime) -> list[Post]:
    """Return the first word to the team; nobody is told of what one of them took by themselves."""
    if not route.tell or (ticket.assignee is not None and routing.by is None):
        return []
    return [_post(Kind.TOLD, routing.round, route, route.clock.opens_at(now))]


def _stages(
    plan: RoutingPlan, route: Route, due: datetime, within: timedelta
) -> list[tuple[int, datetime]]:
    """Return each stage of a deadline with its time, in order."""
    clock = route.clock
    stages = []
    if plan.remind_before is not None and within > plan.remind_before:
        stages.append((SOON, clock.before(due, plan.remind_before)))
    stages.append((MISSED, due))
    for position in range(len(_line(plan, route))):
        waited = (position + 1) * plan.escalate_every
        stages.append((FIRST_IN_LINE + position, clock.after(due, waited)))
    return [(number, clock.opens_at(at)) for number, at in stages]


def _still_to_come(
    stages: list[tuple[int, datetime]],
    deadline: Deadline,
    routing: Routing,
    route: Route,
    now: datetime,
) -> list[Post]:
    past = [stage for stage in stages if stage[1] <= now]
    coming = [stage for stage in stages if stage[1] > now]
    return [
        _post(Kind.REMINDER, Stage(deadline, number).round(routing.round), route, at)
        for number, at in (*past[-1:], *coming)
    ]


def _post(kind: Kind, round_: int, route: Route, at: datetime) -> Post:
    return Post(kind, round_, urgent=route.is_urgent, not_before=at)
