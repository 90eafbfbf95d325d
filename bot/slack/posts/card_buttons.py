"""The buttons of a card: which deeds are offered for a ticket as it stands.

Whoever adds a deed gives it a name here, and a handler of that name in `bot.slack.tables`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.blocks import actions, button, feedback_buttons, overflow
from bot.triage.teamwork.incident import IncidentState
from bot.triage.teamwork.work import WorkState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket

CLAIM = "claim"
RESOLVE = "resolve"
EDIT = "edit"
MORE = "more"
REROUTE = "reroute"
OPEN_INCIDENT = "open_incident"
JUDGE_AGAIN = "judge_again"
NOT_A_TICKET = "not_a_ticket"
REOPEN = "reopen"
WRITE_UP = "write_up"
FEEDBACK = "feedback"
HELPFUL = "helpful"
UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done from the card; its value is the ticket's number."""

    name: str
    label: str
    is_offered: Callable[[Ticket], bool]
    is_set_up: Callable[[Ticket, Rules], bool] = lambda _ticket, _rules: True
    """Whether the team has configured what it takes."""


def _is_open(ticket: Ticket) -> bool:
    return not ticket.work.is_closed


def _is_free(ticket: Ticket) -> bool:
    return _is_open(ticket) and ticket.assignee is None


def _always(_: Ticket) -> bool:
    return True


def _is_closed(ticket: Ticket) -> bool:
    return ticket.work.is_closed


def _is_in_no_incident(ticket: Ticket) -> bool:
    is_part = ticket.incident is not None and ticket.incident.state is IncidentState.OPEN
    return _is_open(ticket) and not is_part and not ticket.is_silent


def _has_operators(_: Ticket, rules: Rules) -> bool:
    return rules.operators_channel is not None


def _has_another_route(ticket: Ticket, rules: Rules) -> bool:
    here = None if ticket.routing is None else ticket.routing.route
    return any(route.name != here for route in rules.plan.routes)


def _is_a_ticket(ticket: Ticket) -> bool:
    return ticket.work.state is not WorkState.NOT_A_TICKET


IN_SIGHT = (
    Deed(CLAIM, "I'm on it", _is_free),
    Deed(RESOLVE, "Resolve", _is_open),
    Deed(REOPEN, "Reopen", _is_closed),
    Deed(EDIT, "Edit", _always),
)
"""Buttons, the first of them marked unless nothing is left to do."""
IN_MENU = (
    Deed(REROUTE, "Re-route", _is_open, _has_another_route),
    Deed(JUDGE_AGAIN, "Judge again", _is_open),
    Deed(NOT_A_TICKET, "Not a ticket", _is_open),
    Deed(WRITE_UP, "Save as known issue", _is_a_ticket),
    Deed(OPEN_INCIDENT, "Open an incident", _is_in_no_incident, _has_operators),
)
"""Behind "More": Slack shows five at most."""


def buttons(ticket: Ticket, rules: Rules) -> list[Json]:
    """Return the row of buttons, and the thumbs where there is a judgement to think of."""
    value = str(ticket.number)
    in_sight = [deed for deed in IN_SIGHT if deed.is_offered(ticket)]
    in_menu = [
        (deed.label, f"{deed.name}:{value}")
        for deed in IN_MENU
        if deed.is_offered(ticket) and deed.is_set_up(ticket, rules)
    ]
    row = [
        *(
            button(deed.label, deed.name, value, primary=position == 0 and _is_open(ticket))
            for position, deed in enumerate(in_sight)
        ),
        *([overflow(MORE, in_menu)] if in_menu else []),
    ]
    thumbs = feedback_buttons(FEEDBACK, f"{HELPFUL}:{value}", f"{UNHELPFUL}:{value}")
    return [actions(row), *([thumbs] if ticket.judgement is not None else [])]
