"""Which handler takes which click, and what takes which form: a part adds its own here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.answers import Answers
from bot.slack.editing import EditForm
from bot.slack.feedback import Feedback
from bot.slack.form_opener import FormOpener
from bot.slack.incident_actions import IncidentActions
from bot.slack.reroute_form import RerouteForm
from bot.slack.resolve_form import ResolveForm
from bot.slack.work_actions import WorkActions

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.calls import WebApi
    from bot.slack.clicks import Handler
    from bot.slack.permissions import Permissions
    from bot.slack.ports import Stores
    from bot.slack.seal import Seal
    from bot.slack.submissions import Form
    from bot.slack.whispers import Whispers
    from bot.triage.rules import Rules


@dataclass(frozen=True, slots=True)
class Tables:
    """The handlers by the name of the click, and the forms by their callback id."""

    handlers: dict[str, Handler]
    forms: dict[str, Form]


def tables(
    stores: Stores,
    rules: Rules,
    permissions: Permissions,
    api: WebApi,
    seal: Seal,
    *,
    whispers: Whispers,
    wake: Callable[[], None],
    clock: Callable[[], datetime],
) -> Tables:
    """Return all that people can press and send."""
    opener = FormOpener(stores.tickets, api, seal)
    answers = Answers(stores.tickets, wake=wake, clock=clock)
    work = WorkActions(stores.work, wake=wake, clock=clock)
    resolving = ResolveForm(stores.work, opener, whispers, stores.incidents, wake=wake, clock=clock)
    incidents = IncidentActions(
        stores.incidents, opener, rules.operators_channel, wake=wake, clock=clock
    )
    rerouting = RerouteForm(stores.work, opener, rules.plan, wake=wake, clock=clock)
    feedback = Feedback(stores.work, opener, wake=wake, clock=clock)
    editing = EditForm(
        stores.work,
        stores.issues,
        permissions,
        opener,
        rules.taxonomy,
        wake=wake,
        clock=clock,
    )
    return Tables(
        answers.handlers()
        | work.handlers()
        | resolving.handlers()
        | rerouting.handlers()
        | incidents.handlers()
        | editing.handlers()
        | feedback.handlers(),
        resolving.forms()
        | rerouting.forms()
        | incidents.forms()
        | editing.forms()
        | feedback.forms(),
    )
