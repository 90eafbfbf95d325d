"""Which handler takes which click, and what takes which form: a part adds its own here."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.slack.buttons.answers import Answers
from bot.slack.buttons.deeds import Deeds
from bot.slack.buttons.work import WorkActions
from bot.slack.forms.editing import EditForm
from bot.slack.forms.feedback import Feedback
from bot.slack.forms.incidents import IncidentActions
from bot.slack.forms.opener import FormOpener
from bot.slack.forms.reroute import RerouteForm
from bot.slack.forms.resolve import ResolveForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.slack.buttons.clicks import Handler
    from bot.slack.forms.submissions import Form
    from bot.slack.people.permissions import Permissions
    from bot.slack.tools import Tools


class HasHandlers(Protocol):
    """Takes clicks."""

    def handlers(self) -> dict[str, Handler]:
        """Return what takes each, by its name."""


class HasForms(HasHandlers, Protocol):
    """Takes clicks, and forms that these open."""

    def forms(self) -> dict[str, Form]:
        """Return what takes each, by its callback id."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The handlers by the name of the click, and the forms by their callback id."""

    handlers: dict[str, Handler]
    forms: dict[str, Form]


def tables(tools: Tools, permissions: Permissions) -> Tables:
    """Return all that people can press and send, but for the home."""
    stores, rules, wake, clock = tools.stores, tools.rules, tools.wake, tools.clock
    deeds = Deeds(stores.work, stores.incidents, wake=wake, clock=clock)
    opener = FormOpener(stores.tickets, tools.api, tools.seal)
    channel = rules.operators_channel
    both: list[HasForms] = [
        ResolveForm(deeds, opener, tools.whispers),
        RerouteForm(deeds, opener, rules.plan),
        IncidentActions(deeds, stores.incidents, opener, channel),
        Feedback(deeds, stores.issues, opener, rules.taxonomy),
        EditForm(deeds, stores.issues, permissions, opener, rules.taxonomy),
    ]
    clicked: list[HasHandlers] = [
        *both,
        Answers(stores.tickets, wake=wake, clock=clock),
        WorkActions(deeds),
    ]
    return table(clicked, both)


def table(clicked: Iterable[HasHandlers], sent: Iterable[HasForms]) -> Tables:
    """Return what all of these take."""
    handlers = [one.handlers() for one in clicked]
    forms = [one.forms() for one in sent]
    return Tables(dict(ChainMap(*handlers)), dict(ChainMap(*forms)))
