"""The form in which somebody gives a ticket to another team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import options, section
from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import labelled, modal
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Problem, Shown
from bot.slack.notice import notice
from bot.slack.posts.card_buttons import REROUTE
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import MoveRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.buttons.deeds import Deeds
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.rendering import Mrkdwn
    from bot.triage.routing import Route, Routing, RoutingPlan
    from bot.triage.teamwork.by import By
    from bot.triage.ticket import Ticket

CALLBACK = "reroute"
ROUTE = "route"


class _MovedMeanwhile(Exception):
    """Another moved the ticket since the form was opened; `ticket` is how it stands."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.reference)
        self.ticket = ticket


def form(
    ticket: Ticket, plan: RoutingPlan, chosen: str = "", remarks: Sequence[Mrkdwn] = ()
) -> Json:
    """Return the form, with the route that was `chosen`, or else counts now, chosen."""
    element: Json = {
        "type": "static_select",
        "options": options([(route.name, route.name) for route in plan.routes]),
    }
    routing = ticket.routing
    name = chosen or ("" if routing is None else routing.route)
    if plan.route(name) is not None:
        element["initial_option"] = options([(name, name)])[0]
    hint = "Its deadlines begin anew, and it stays there whatever the table of routes says."
    blocks = [
        *(section(remark) for remark in remarks),
        labelled(ROUTE, "Whose is it?", element, hint=hint),
    ]
    metadata = carried(str(ticket.number), _place(ticket, plan))
    return modal(CALLBACK, metadata, f"Re-route {ticket.reference}", "Move", blocks)


def _place(ticket: Ticket, plan: RoutingPlan) -> str:
    """Return where in the table the ticket's route stands, which tells it from all others."""
    here = None if ticket.routing is None else ticket.routing.route
    places = (str(place) for place, route in enumerate(plan.routes) if route.name == here)
    return next(places, "nowhere")


class RerouteForm:
    """Opens the form while the ticket is open, and takes it."""

    def __init__(self, deeds: Deeds, opener: FormOpener, plan: RoutingPlan) -> None:
        self._deeds = deeds
        self._opener = opener
        self._plan = plan

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it."""
        return {REROUTE: Handler(Action.WORK, self.open)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.WORK, ROUTE, self.submit)}

    def open(self, click: Click) -> Mrkdwn | None:
        """Show the form, or say that it is too late."""
        if not self._plan.routes:
            return sentences.OUTDATED
        return self._opener.show_of(click, lambda ticket: form(ticket, self._plan), if_closed=False)

    def submit(self, submission: Submission) -> Outcome:
        """Move the ticket, unless somebody has closed it or moved it elsewhere meanwhile."""
        number, *seen = submission.ids
        route = self._plan.route(submission.choice(ROUTE))
        if route is None:
            return Problem(ROUTE, sentences.NO_SUCH_CHOICE)
        try:
            return self._moved(submission, int(number), seen, route)
        except _MovedMeanwhile as other:
            remarks = sentences.moved_meanwhile(other.ticket)
            return Shown(form(other.ticket, self._plan, route.name, remarks))

    def _moved(
        self, submission: Submission, number: int, seen: Sequence[str], route: Route
    ) -> Outcome:
        try:
            moved = self._deeds.reroute(
                submission, number, lambda ticket, by: self._routing(ticket, seen, route, by)
            )
        except MoveRefused as refused:
            reason = sentences.too_late(number, refused.work, submission.user)
            return Shown(notice("Not moved", reason))
        if moved is None:
            return Shown(notice("Not moved", sentences.missing(number)))
        return None

    def _routing(self, ticket: Ticket, seen: Sequence[str], route: Route, by: By) -> Routing:
        """Return how the ticket is routed then: where it is already, it stays as it is.

        What is `seen` is where it stood; a form of an earlier version carries nothing of that.
        """
        if ticket.work.is_closed:
            raise MoveRefused(ticket.work)
        routing = ticket.routing
        if routing is not None and routing.route == route.name:
            return routing
        if any(place != _place(ticket, self._plan) for place in seen):
            raise _MovedMeanwhile(ticket)
        return self._plan.rerouted(ticket, route, by.user, by.at)
