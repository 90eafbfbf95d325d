"""To which teams somebody belongs, by those whom the routes name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.people.directory import Directory
    from bot.triage.routing import Route, RoutingPlan

PATIENCE = timedelta(seconds=10)
"""So long groups are looked up for one home; it is drawn in the background."""


class Teams:
    """The teams of a table of routes; in doubt about one, somebody belongs to none."""

    def __init__(
        self, plan: RoutingPlan, directory: Directory, *, clock: Callable[[], datetime]
    ) -> None:
        self._plan = plan
        self._directory = directory
        self._clock = clock

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all routes, in the order of the table."""
        return tuple(route.name for route in self._plan.routes)

    def of(self, team: str, user: str) -> frozenset[str]:
        """Return the names of the routes that lead to `user`; none if that isn't known of each."""
        until = self._clock() + PATIENCE
        found = {one.name: self._is_in(team, user, one, until) for one in self._plan.routes}
        if None in found.values():
            return frozenset()
        return frozenset(name for name, is_in in found.items() if is_in)

    def _is_in(self, team: str, user: str, route: Route, until: datetime) -> bool | None:
        """Return whether the route names `user`; where it names nobody, if its channel has them."""
        named = (*route.tell, *route.escalate_to) or ((route.channel,) if route.channel else ())
        if user in named:
            return True
        asked = [self._directory.is_inside(team, user, one, until) for one in named]
        return True if any(asked) else None if None in asked else False
