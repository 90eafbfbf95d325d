"""The form in which somebody says what fixed a ticket; it resolves it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import checkboxes, modal, text_input
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Shown
from bot.slack.notice import notice
from bot.slack.posts.card_buttons import RESOLVE, WRITE_UP
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.incident import IncidentMoved, IncidentState
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import MoveRefused

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.buttons.deeds import Deeds
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers
    from bot.triage.teamwork.incident import Mark
    from bot.triage.ticket import Ticket

CALLBACK = "resolve"
HOW = "how"
AFTERWARDS = "afterwards"
WHOLE = "whole"
INCIDENT = "incident"
LONGEST = 2000


def form(ticket: Ticket) -> Json:
    """Return the form; it offers to resolve the whole incident, if the ticket is part of one."""
    incident = ticket.incident
    if incident is not None and incident.state is not IncidentState.OPEN:
        incident = None
    how = text_input(
        HOW,
        "What fixed it?",
        hint="Shown on the card. Leave it empty if there is nothing to tell.",
        most=LONGEST,
        optional=True,
    )
    offer = checkboxes(
        AFTERWARDS, "For the next time", [("Write it up as a known issue", WRITE_UP)]
    )
    blocks = [how, *([_whole(incident)] if incident is not None else []), offer]
    metadata = carried(str(ticket.number), "" if incident is None else str(incident.number))
    return modal(CALLBACK, metadata, f"Resolve {ticket.reference}", "Resolve", blocks)


def _whole(incident: Mark) -> Json:
    offer = f"Resolve {incident.reference} too, with all of its tickets"
    return checkboxes(WHOLE, "It is part of an incident", [(offer, INCIDENT)])


class ResolveForm:
    """Opens the form while the ticket is open, and takes it."""

    def __init__(self, deeds: Deeds, opener: FormOpener, whispers: Whispers) -> None:
        self._deeds = deeds
        self._opener = opener
        self._whispers = whispers

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it."""
        return {RESOLVE: Handler(Action.WORK, self.open)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.WORK, HOW, self.submit)}

    def open(self, click: Click) -> Mrkdwn | None:
        """Show the form, or say that it is too late."""
        return self._opener.show_of(click, form, if_closed=False)

    def submit(self, submission: Submission) -> Outcome:
        """Resolve the ticket, unless somebody has closed it meanwhile."""
        number = int(submission.ids[0])
        how = submission.text(HOW)[:LONGEST]
        writes_up = WRITE_UP in submission.choices(AFTERWARDS)
        try:
            resolved = self._deeds.change(
                submission,
                number,
                lambda ticket, by: Change(
                    ticket.work.resolved(by.user, how, by.at), writes_up=writes_up
                ),
                "resolved",
            )
        except MoveRefused as refused:
            reason = sentences.too_late(number, refused.work, submission.user)
            return Shown(notice("Not resolved", reason))
        if resolved is None:
            return Shown(notice("Not resolved", sentences.missing(number)))
        if writes_up:
            said = sentences.being_written_up(number)
            self._whispers.tell(resolved.channel, submission.user, resolved.thread_ts, said)
        if INCIDENT in submission.choices(WHOLE):
            self._resolve_all(submission, how)
        return None

    def _resolve_all(self, submission: Submission, how: str) -> None:
        """Resolve the incident that the form named, unless somebody was quicker: then it is."""
        with suppress(IncidentMoved):
            self._deeds.move_incident(
                submission,
                int(submission.ids[1]),
                lambda incident: incident.resolved(submission.user, how),
                "incident_resolved",
            )
