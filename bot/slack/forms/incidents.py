"""Takes what people decide about incidents: accept, dismiss, resolve, or open one by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import modal, text_input
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Shown
from bot.slack.notice import notice
from bot.slack.posts.card_buttons import OPEN_INCIDENT
from bot.slack.posts.incident import ACCEPT, DISMISS, RESOLVE
from bot.slack.rendering import Mrkdwn, mention, mrkdwn
from bot.triage.teamwork.incident import IncidentMoved, IncidentState
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.buttons.deeds import Deeds
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.ports import Incidents
    from bot.triage.teamwork.incident import Incident

CALLBACK = "incident_resolve"
HOW = "how"
LONGEST = 2000


def form(metadata: str, incident: Incident) -> Json:
    """Return the form in which an incident is resolved."""
    count = sum(not one.is_closed for one in incident.involved)
    tickets = "1 open ticket is" if count == 1 else f"{count} open tickets are"
    hint = f"{tickets} resolved with it, and each thread is told this, once."
    how = text_input(HOW, "What fixed it?", hint=hint, most=LONGEST, optional=True)
    return modal(CALLBACK, metadata, f"Resolve {incident.reference}", "Resolve all", [how])


class IncidentActions:
    """One click, one move of the incident; who comes second is told by whom it was made."""

    def __init__(
        self,
        deeds: Deeds,
        incidents: Incidents,
        opener: FormOpener,
        channel: str | None,
    ) -> None:
        """Take the parts; `channel` is where incidents are shown, None = nowhere."""
        self._deeds = deeds
        self._incidents = incidents
        self._opener = opener
        self._channel = channel

    def handlers(self) -> dict[str, Handler]:
        """Return what takes each click, by its name."""
        return {
            ACCEPT: Handler(Action.MANAGE_INCIDENT, self.accept),
            DISMISS: Handler(Action.MANAGE_INCIDENT, self.dismiss),
            RESOLVE: Handler(Action.MANAGE_INCIDENT, self.ask_how),
            OPEN_INCIDENT: Handler(Action.MANAGE_INCIDENT, self.open_by_hand),
        }

    def forms(self) -> dict[str, Form]:
        """Return what takes the resolution."""
        return {CALLBACK: Form(Action.MANAGE_INCIDENT, HOW, self.resolve)}

    def accept(self, click: Click) -> Mrkdwn | None:
        """Make it one: its tickets are linked, and their threads are told."""
        return self._move(click, lambda one: one.accepted(click.user), "incident_accepted")

    def dismiss(self, click: Click) -> Mrkdwn | None:
        """Note that it is none."""
        return self._move(click, lambda one: one.dismissed(click.user), "incident_dismissed")

    def ask_how(self, click: Click) -> Mrkdwn | None:
        """Show the form, or say that it is too late."""
        number = click.number
        incident = None if number is None else self._incidents.find(click.team, number)
        if incident is None:
            return sentences.OUTDATED
        if incident.state is not IncidentState.OPEN:
            return too_late(incident, click.user)
        metadata = carried(str(incident.number))
        return self._opener.show(click, form(metadata, incident))

    def resolve(self, submission: Submission) -> Outcome:
        """Resolve it with all of its tickets, unless somebody has done so meanwhile."""
        how = submission.text(HOW)[:LONGEST]
        try:
            resolved = self._deeds.move_incident(
                submission,
                int(submission.ids[0]),
                lambda one: one.resolved(submission.user, how),
                "incident_resolved",
            )
        except IncidentMoved as moved:
            return Shown(notice("Not resolved", too_late(moved.incident, submission.user)))
        if resolved is None:
            return Shown(notice("Not resolved", sentences.OUTDATED))
        return None

    def open_by_hand(self, click: Click) -> Mrkdwn | None:
        """Make an incident of one ticket."""
        number = click.number
        if number is None or self._channel is None:
            return sentences.OUTDATED
        try:
            opened = self._deeds.open_incident(click, number, self._channel)
        except IncidentMoved as moved:
            return self._agreed(click, moved.incident)
        if opened is None:
            return sentences.missing(number)
        return None

    def _agreed(self, click: Click, incident: Incident) -> Mrkdwn | None:
        """Accept what was proposed already: who opens an incident says that it is one."""
        if incident.state is not IncidentState.PROPOSED:
            return mrkdwn("{} is part of {} already.", f"T-{click.number}", incident.reference)
        return self.accept(replace(click, value=str(incident.number)))

    def _move(
        self, click: Click, move: Callable[[Incident], Incident], event: str
    ) -> Mrkdwn | None:
        number = click.number
        if number is None:
            return sentences.OUTDATED
        try:
            moved = self._deeds.move_incident(click, number, move, event)
        except IncidentMoved as refused:
            return too_late(refused.incident, click.user)
        if moved is None:
            return sentences.OUTDATED
        return None


def too_late(incident: Incident, user: str) -> Mrkdwn:
    """Return to `user` who was quicker, from how the incident stands now."""
    by = incident.closed_by or incident.decided_by or ""
    who = Mrkdwn("You") if by == user else mention(by)
    match incident.state:
        case IncidentState.PROPOSED:
            return mrkdwn("{} is not accepted yet.", incident.reference)
        case IncidentState.OPEN:
            return mrkdwn("{} accepted {} already.", who, incident.reference)
        case IncidentState.DISMISSED:
            return mrkdwn("{} dismissed {} already.", who, incident.reference)
        case IncidentState.RESOLVED:
            return mrkdwn("{} resolved {} already.", who, incident.reference)
        case _:
            assert_never(incident.state)
