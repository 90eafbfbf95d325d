"""A press of a button or a choice from a menu, as Slack reports it, and what takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.payload import parts, string

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.payload import Payload
    from bot.slack.rendering import Mrkdwn
    from bot.triage.teamwork.rights import Action

_NAMED_BY_CHOICE = {"overflow", "feedback_buttons"}
_CHOSEN = ("value", "selected_user", "selected_conversation")
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Click:
    """What was pressed, and by whom."""

    team: str
    user: str
    name: str
    """The action id up to its colon; in a menu of different deeds, what the choice says there."""
    value: str
    """Ids only; a click can be forged by nobody but comes from a card of any age."""
    trigger: str
    """Opens one form within 3 s."""
    response_url: str
    thread_ts: str | None = None
    """The thread in which the button stands."""

    @classmethod
    def read(cls, team: str, body: Payload) -> Click:
        """Return the click that Slack reports."""
        pressed = next(iter(parts(body, "actions")), {})
        name = string(pressed, "action_id").partition(":")[0]
        value = _value(pressed)
        if string(pressed, "type") in _NAMED_BY_CHOICE:
            name, _, value = value.partition(":")
        return cls(
            team=team,
            user=string(body, "user", "id"),
            name=name,
            value=value,
            trigger=string(body, "trigger_id"),
            response_url=string(body, "response_url"),
            thread_ts=string(body, "container", "thread_ts") or None,
        )

    @property
    def number(self) -> int | None:
        """Return the ticket's number, with which a value about a ticket begins; else None."""
        first = self.value.partition(":")[0]
        return int(first) if _NUMBER.fullmatch(first) else None

    @property
    def detail(self) -> str:
        """Return what a value about a ticket says after the number."""
        return self.value.partition(":")[2]


def _value(pressed: Payload) -> str:
    """Return what was pressed, typed or chosen."""
    chosen = (string(pressed, name) for name in _CHOSEN)
    return string(pressed, "selected_option", "value") or next(filter(None, chosen), "")


@dataclass(frozen=True, slots=True)
class Handler:
    """What takes a click, and the right that it needs."""

    needs: Action
    take: Callable[[Click], Mrkdwn | None]
    """Does it, and returns what to tell who clicked; raises a TriageError if nothing was stored."""
