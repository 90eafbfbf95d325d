"""What the people of a thread are called: from what was looked up lately, else from Slack."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.slack.payload import part, string
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, TriageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.payload import Payload
    from bot.slack.web_api.calls import WebApi

FRESH = timedelta(days=1)
"""How long what was looked up counts; people are seldom renamed."""
MOST_LOOKED_UP = 20
"""For one ticket: a thread with more people in it is not held up for them."""
MOST_AT_HAND = 2_000
"""People whose names are kept in memory: the register is asked about each once a day."""

log = structlog.stdlib.get_logger("slack.names")


class Known(Protocol):
    """What somebody is called, and when that was looked up."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name."""

    @property
    def looked_up_at(self) -> datetime:
        """Return when."""


class Register(Protocol):
    """Remembers what was looked up; each method may raise Unavailable."""

    def names(self, team: str, user: str) -> Known | None:
        """Return what `user` is called, however long ago that was looked up."""

    def keep_names(self, team: str, user: str, names: Sequence[str], now: datetime) -> None:
        """Remember what `user` is called."""


class Names:
    """Tells names so that they can be masked; asks Slack, so not for what must be quick.

    Whatever goes wrong, a ticket goes on with the names that are known.
    """

    def __init__(self, api: WebApi, register: Register, *, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._register = register
        self._clock = clock
        self._recent: dict[tuple[str, str], Known] = {}

    def of(self, team: str, users: Sequence[str]) -> tuple[str, ...]:
        """Return all names of `users`; those that can't be found out are missing."""
        found: list[str] = []
        may_ask = True
        for user in users[:MOST_LOOKED_UP]:
            try:
                names, may_ask = self._of(team, user, may_ask=may_ask)
            except TriageError as error:
                log.warning("names_not_known", team=team, user=user, reason=str(error))
            else:
                found += names
        return tuple(dict.fromkeys(found))

    def _of(self, team: str, user: str, *, may_ask: bool) -> tuple[Sequence[str], bool]:
        """Return the names, and whether Slack may be asked about the next one too."""
        known = self._known(team, user)
        if known is not None and self._is_fresh(known):
            return known.names, may_ask
        stale = () if known is None else known.names
        if not may_ask:
            return stale, False
        try:
            names = self._asked(user)
        except TriageError as error:
            log.warning("names_not_looked_up", team=team, user=user, reason=str(error))
            return stale, False
        self._register.keep_names(team, user, names, self._clock())
        return names, True

    def _known(self, team: str, user: str) -> Known | None:
        """Return what is at hand, or else in the register."""
        recent = self._recent.get((team, user))
        if recent is not None and self._is_fresh(recent):
            return recent
        known = self._register.names(team, user)
        if known is not None:
            if len(self._recent) >= MOST_AT_HAND:
                self._recent.clear()
            self._recent[team, user] = known
        return known

    def _is_fresh(self, known: Known) -> bool:
        return self._clock() - known.looked_up_at < FRESH

    def _asked(self, user: str) -> tuple[str, ...]:
        try:
            answer = self._api.call(Method.PERSON, {"user": user})
        except Rejected as refusal:
            if refusal.code in {"user_not_found", "user_not_visible"}:
                return ()
            raise
        return names_in(part(answer, "user"))


def names_in(user: Payload) -> tuple[str, ...]:
    """Return every name that a user object of Slack's holds, or one of its profiles."""
    profile = part(user, "profile")
    fields = ("real_name", "display_name", "first_name", "last_name", "name", "username")
    found = (string(source, field).strip() for source in (profile, user) for field in fields)
    return tuple(dict.fromkeys(name for name in found if name))
