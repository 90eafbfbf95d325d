"""The app's home: drawn anew from the database for one person, off the listener's path."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.home.frame import Viewer, framed
from bot.slack.payload import string
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.home.ports import Homes
    from bot.slack.payload import Payload
    from bot.slack.people.permissions import Permissions
    from bot.slack.web_api.best_effort import BestEffort
    from bot.slack.web_api.calls import WebApi
    from bot.triage.overview.place import Place, Tab

OVERTAKEN = "hash_conflict"
NOT_SHOWN = frozenset({"invalid_arguments", "invalid_blocks"})
"""What Slack says of a picture that it has not looked at yet, or not taken."""

log = structlog.stdlib.get_logger("slack.home")


class Drawn(Protocol):
    """One tab of the home."""

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""


class Home:
    """Publishes homes, one person's in order; a view that fails is drawn at the next look."""

    def __init__(
        self,
        api: WebApi,
        homes: Homes,
        permissions: Permissions,
        best_effort: BestEffort,
        tabs: Mapping[Tab, Drawn],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._api = api
        self._homes = homes
        self._permissions = permissions
        self._best_effort = best_effort
        self._tabs = tabs
        self._clock = clock

    def opened(self, team: str, body: Payload) -> None:
        """Have the home drawn that somebody has opened; Unavailable if nothing was stored."""
        user = string(body, "event", "user")
        if string(body, "event", "tab") != "home" or not user:
            return
        seen = string(body, "event", "view", "hash")
        if seen:
            self._homes.published(team, user, seen, self._clock())
        self.refresh(team, user)

    def moved(self, team: str, user: str, make: Callable[[Place], Place]) -> None:
        """Take somebody elsewhere in their home; Unavailable if that was not stored."""
        self._homes.move(team, user, make, self._clock())
        self.refresh(team, user)

    def refresh(self, team: str, user: str) -> None:
        """Have somebody's home drawn as all stands now; returns at once."""
        self._best_effort.offer((team, user), "home", lambda: self._publish(team, user))

    def _publish(self, team: str, user: str) -> None:
        """Show what stands now: not over a view that another has drawn meanwhile, unseen."""
        place, seen = self._homes.place(team, user)
        try:
            self._show(team, user, place, seen)
        except Rejected as refusal:
            if refusal.code != OVERTAKEN:
                raise
            self._show(team, user, self._homes.place(team, user)[0], "")

    def _show(self, team: str, user: str, place: Place, seen: str) -> None:
        allowed = self._permissions.allowed(team, user)
        viewer = Viewer(team, user, place, allowed, self._clock())
        try:
            shown = self._publish_to(viewer, seen)
        except Rejected as refusal:
            if refusal.code not in NOT_SHOWN:
                raise
            log.warning("home_refused", reason=refusal.code)
            shown = self._publish_to(replace(viewer, in_words=True), seen)
        self._homes.published(team, user, shown, self._clock())

    def _publish_to(self, viewer: Viewer, seen: str) -> str:
        """Return the hash of what `viewer` sees now."""
        view = framed(viewer, self._tabs[viewer.tab].blocks(viewer))
        arguments: Json = {"user_id": viewer.user, "view": view}
        if seen:
            arguments["hash"] = seen
        return string(self._api.call(Method.PUBLISH_HOME, arguments), "view", "hash")
