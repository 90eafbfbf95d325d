"""Hears what is said below a team's card: an agent's word there is a first response too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.triage.delivery.errand import Chore, Errand
from bot.triage.errors import Unavailable
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.people.permissions import Permissions
    from bot.slack.ports import Errands
    from bot.triage.routing import RoutingPlan
    from bot.triage.ticket import Message

NUMBER = "number"


class FirstResponses(Protocol):
    """Knows which tickets wait for theirs; each method may raise Unavailable."""

    def awaited_below(self, team: str, channel: str, ts: str, by: str, /) -> int | None:
        """Return the number of the ticket whose card that is, if it awaits a word of `by`."""

    def give(self, team: str, number: int, /, *, by: str, at: datetime, now: datetime) -> bool:
        """Store that `by` gave it then; False if it is given."""


class TeamReplies:
    """Keeps who wrote there, and nothing of what: it is the team's own talk."""

    def __init__(self, responses: FirstResponses, errands: Errands, plan: RoutingPlan) -> None:
        self._responses = responses
        self._errands = errands
        self._channels = plan.channels

    def hear(self, message: Message) -> bool:
        """Have it looked up whether a reply is a first response; False if none is awaited there."""
        if message.channel not in self._channels or message.thread_ts is None:
            return False
        number = self._responses.awaited_below(
            message.team, message.channel, message.thread_ts, message.user
        )
        if number is None:
            return False
        return self._errands.add(
            Errand(
                team=message.team,
                chore=Chore.FIRST_RESPONSE,
                channel=message.channel,
                about=message.ts or "",
                user=message.user,
                asked_at=message.at,
                detail={NUMBER: str(number)},
            )
        )


class GivingResponse:
    """Does the errands of `Chore.FIRST_RESPONSE`: who is an agent can take a question to Slack."""

    def __init__(
        self,
        responses: FirstResponses,
        permissions: Permissions,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._responses = responses
        self._permissions = permissions
        self._clock = clock

    def do(self, errand: Errand) -> None:
        """Store the first response if an agent gave it; raises Unavailable if that can't be now."""
        team, user = errand.team, errand.user
        is_agent = self._permissions.allows(team, user, Action.WORK)
        if is_agent is None:
            raise Unavailable("nobody can tell who wrote")
        if is_agent:
            number, now = int(errand.detail[NUMBER]), self._clock()
            self._responses.give(team, number, by=user, at=errand.asked_at, now=now)

    def give_up(self, errand: Errand) -> None:
        """Leave the response awaited: whoever takes the ticket gives it."""
