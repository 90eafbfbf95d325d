"""Takes `/triage`: opens a ticket or a form, tells how a ticket stands, or helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog

from bot.slack import sentences
from bot.slack.messages.markup import mentioned, readable
from bot.slack.payload import is_channel, string
from bot.slack.people.permissions import IN_DOUBT
from bot.slack.rendering import visible
from bot.slack.slash import sentences as ask_sentences
from bot.slack.slash.opening import form, form_key
from bot.slack.slash.subcommands import Usage, read
from bot.slack.web_api.methods import Method
from bot.triage.arrivals.noise import noise
from bot.triage.delivery.errand import Chore, Errand
from bot.triage.errors import TriageError
from bot.triage.teamwork.rights import Action
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.forms.seal import Seal
    from bot.slack.payload import Payload
    from bot.slack.people.permissions import Permissions
    from bot.slack.ports import Errands, Tickets
    from bot.slack.rendering import Mrkdwn
    from bot.slack.slash.asking import Asking
    from bot.slack.slash.requests import Requests
    from bot.slack.slash.subcommands import Ask, Format
    from bot.slack.web_api.calls import WebApi
    from bot.slack.whispers import Whispers
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket

_TRIES = r"ping|(?:(?:just|only|this is) )?(?:a )?test(?:ing)?(?: (?:test|[0-9 ]+))?"
_NO_WORDS = re.compile(rf"[\W_]*(?:h|help|{_TRIES})?[\W_]*", re.IGNORECASE)
"""Who only tries whether it answers gets help, too."""
_ASKS = (
    r"(?:what(?:\s+is|\W?s)\s+(?:the\s+)?)?status(?:\s+(?:of|for|on|about))?"
    r"(?:\s+(?:all|my|our|the|this|that|last|latest|open))*"
)
_STATUS = re.compile(
    rf"{_ASKS}(?:\s+ticket)?\s+(?P<named>T-[0-9]+|(?<=ticket\s)#?[0-9]{{1,9}})(?:\W.{{0,40}})?"
    rf"|status(?:\s+(?P<any>\S+))?|{_ASKS}\s+tickets?\W{{0,10}}|(?P<alone>T-[0-9]+)",
    re.IGNORECASE | re.ASCII,
)
"""What asks about a ticket, with a few words after its number, but no report."""
_REFERENCE = re.compile(r"#?(?:T-?)?([0-9]{1,9})", re.IGNORECASE | re.ASCII)

log = structlog.stdlib.get_logger("slack.commands")


class Commands:
    """Answers each command with a sentence that only its author sees."""

    def __init__(
        self,
        tickets: Tickets,
        requests: Requests,
        forms: WebApi,
        whispers: Whispers,
        seal: Seal,
        *,
        asking: Asking,
        permissions: Permissions,
        errands: Errands,
        rules: Rules,
        max_length: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._tickets = tickets
        self._requests = requests
        self._forms = forms
        self._whispers = whispers
        self._seal = seal
        self._asking = asking
        self._errands = errands
        self._permissions = permissions
        self._rules = rules
        self._max_length = max_length
        self._clock = clock

    def run(self, team: str, body: Payload) -> Mrkdwn | None:
        """Return the answer to a command; None if a form opened instead, or it follows."""
        text = readable(string(body, "text")).strip()
        if asked := _STATUS.fullmatch(" ".join(visible(text).split())):
            return self._status(team, string(body, "user_id"), asked[asked.lastgroup or 0])
        is_too_long = len(text) > self._max_length
        if visible(text) and not is_too_long and (_NO_WORDS.fullmatch(text) or noise(text)):
            return sentences.HELP
        if (ask := read(text, (route.name for route in self._rules.plan.routes))) is not None:
            return self._ask(team, body, ask)
        return self._open(team, body, text)

    def _open(self, team: str, body: Payload, text: str) -> Mrkdwn | None:
        """Open a ticket, or the form for one if nothing was typed; where that may be."""
        channel = string(body, "channel_id")
        if not is_channel(channel, string(body, "channel_name")):
            return sentences.where_to_post(self._rules.channels)
        if self._rules.admission.review_for(channel):
            return sentences.SILENT
        if not string(body, "text"):
            return self._open_form(team, body)
        message = self._message(team, body, text)
        return self._requests.open(message, string(body, "response_url")).sentence

    def _ask(self, team: str, body: Payload, ask: Ask | Usage) -> Mrkdwn | None:
        """Answer by and by: who somebody is may have to be asked, and the search takes its time."""
        if isinstance(ask, Usage):
            return ask_sentences.usage(ask.topic)
        user, channel = string(body, "user_id"), string(body, "channel_id")
        if ask.format is not None:
            return self._export(team, body, ask.format, ask.days)
        is_taken = self._whispers.look_up(
            string(body, "response_url"), lambda: self._asking.answer(team, user, channel, ask)
        )
        return None if is_taken else sentences.NOT_READ

    def _export(self, team: str, body: Payload, format_: Format, days: int) -> Mrkdwn:
        """Have a file made and sent: kept to be done, so that a restart does not lose it.

        Where it can't be found out now who somebody is, that is looked up when it is done.
        """
        user = string(body, "user_id")
        errand = Errand(
            team,
            Chore.EXPORT,
            string(body, "channel_id"),
            string(body, "trigger_id"),
            user=user,
            asked_at=self._clock(),
            detail={"format": format_, "days": str(days)},
        )
        try:
            refusal = self._permissions.refusal(team, user, Action.LOOK_UP, "export")
            if refusal is not None and refusal != IN_DOUBT:
                return refusal
            self._errands.add(errand)
        except TriageError as error:
            log.warning("export_not_saved", team=team, reason=str(error))
            return sentences.NOT_SAVED
        return ask_sentences.EXPORTING

    def _open_form(self, team: str, body: Payload) -> Mrkdwn | None:
        """Open the form at once, since the trigger lives 3 s."""
        blank = form(string(body, "channel_id"), self._max_length)
        view = self._seal.closed(blank, team, string(body, "user_id"))
        trigger = string(body, "trigger_id")
        try:
            answer = self._forms.call(Method.OPEN_VIEW, {"trigger_id": trigger, "view": view})
        except TriageError as error:
            log.warning("form_not_opened", reason=str(error))
            return sentences.NO_FORM
        key = form_key(string(answer, "view", "id"))
        self._whispers.remember(key, string(body, "response_url"))
        return None

    def _status(self, team: str, user: str, reference: str) -> Mrkdwn:
        number = _REFERENCE.fullmatch(reference)
        if number is None:
            return sentences.HELP
        try:
            ticket = self._told_of(team, user, self._tickets.find(team, int(number[1])))
        except TriageError as error:
            log.warning("status_not_read", reason=str(error))
            refusal = self._not_told(team, user, None, number[0])
            return refusal or sentences.of_failure(error, sentences.NOT_READ)
        refusal = self._not_told(team, user, ticket, number[0])
        if refusal is not None:
            return refusal
        return sentences.status(ticket) if ticket else sentences.unknown(f"T-{int(number[1])}")

    def _told_of(self, team: str, user: str, ticket: Ticket | None) -> Ticket | None:
        """Return a ticket that was judged silently only to who works tickets, in doubt to none."""
        if ticket is None or not ticket.is_silent:
            return ticket
        return ticket if self._permissions.allows(team, user, Action.WORK) else None

    def _not_told(
        self, team: str, user: str, ticket: Ticket | None, reference: str
    ) -> Mrkdwn | None:
        """Return why `user` is not told of a ticket; None if it is theirs, or they may look."""
        if ticket is not None and user == ticket.reporter:
            return None
        try:
            return self._permissions.refusal(team, user, Action.LOOK_UP, reference)
        except TriageError as error:
            log.warning("status_not_read", reason=str(error))
            return sentences.NOT_READ

    def _message(self, team: str, body: Payload, text: str) -> Message:
        return Message(
            team=team,
            channel=string(body, "channel_id"),
            user=string(body, "user_id"),
            text=text,
            event_id=string(body, "trigger_id"),
            at=self._clock(),
            names=(*filter(None, (string(body, "user_name"),)), *mentioned(string(body, "text"))),
        )
