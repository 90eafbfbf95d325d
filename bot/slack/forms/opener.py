"""Opens the form that a click asks for, with the ticket as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack.buttons import sentences
from bot.slack.web_api.methods import Method
from bot.triage.errors import TriageError
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.forms.seal import Seal
    from bot.slack.ports import Tickets
    from bot.slack.rendering import Mrkdwn
    from bot.slack.web_api.calls import WebApi
    from bot.triage.ticket import Ticket

log = structlog.stdlib.get_logger("slack.form_opener")


class FormOpener:
    """What the forms about a ticket share."""

    def __init__(self, tickets: Tickets, api: WebApi, seal: Seal) -> None:
        self._tickets = tickets
        self._api = api
        self._seal = seal

    def show_of(
        self, click: Click, draw: Callable[[Ticket], Json], *, if_closed: bool = True
    ) -> Mrkdwn | None:
        """Open what `draw` makes of the ticket whose card was clicked; return why not, if so."""
        ticket = self._ticket(click)
        if ticket is None:
            return sentences.missing(click.number)
        if ticket.work.is_closed and not if_closed:
            return sentences.too_late(ticket.number, ticket.work, click.user)
        return self.show(click, draw(ticket))

    def show(self, click: Click, view: Json) -> Mrkdwn | None:
        """Open `view` at once, since the trigger lives 3 s; return what to say if it failed."""
        sealed = self._seal.closed(view, click.team, click.user)
        try:
            self._api.call(Method.OPEN_VIEW, {"trigger_id": click.trigger, "view": sealed})
        except TriageError as error:
            log.warning("form_not_opened", name=click.name, reason=str(error))
            return sentences.NO_FORM
        return None

    def _ticket(self, click: Click) -> Ticket | None:
        """Return the ticket whose card was clicked; None if it is gone."""
        number = click.number
        ticket = None if number is None else self._tickets.find(click.team, number)
        return None if ticket is None or ticket.status is Status.WITHDRAWN else ticket
