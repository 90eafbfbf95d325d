"""Takes clicks: a suggested answer to a question, or "Classify anyway"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack import sentences
from bot.slack.payload import parts, string
from bot.slack.question import CLASSIFY_ANYWAY, Choice
from bot.triage.errors import TriageError
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.payload import Payload
    from bot.slack.ports import Tickets
    from bot.slack.whispers import Whispers
    from bot.triage.ticket import AskedQuestion, Ticket

log = structlog.stdlib.get_logger("slack.actions")


class Actions:
    """Stores what a click means; whoever clicked in vain is told."""

    def __init__(
        self,
        tickets: Tickets,
        whispers: Whispers,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._tickets = tickets
        self._whispers = whispers
        self._wake = wake
        self._clock = clock

    def press(self, team: str, body: Payload) -> None:
        """Store one click; Slack does not deliver it again, so nothing is raised."""
        response_url = string(body, "response_url")
        try:
            counted = self._count(team, body)
        except TriageError as error:
            log.warning("click_not_saved", team=team, reason=str(error))
            self._whispers.reply(response_url, sentences.NOT_SAVED)
            return
        if counted:
            self._wake()
        else:
            self._whispers.reply(response_url, sentences.STALE)

    def _count(self, team: str, body: Payload) -> bool:
        """Return False if the question is not open any more, or never was."""
        pressed = next(iter(parts(body, "actions")), {})
        choice = Choice.read(string(pressed, "value"))
        ticket = self._tickets.find(team, choice.number) if choice else None
        asked = ticket.open_question if ticket else None
        if choice is None or ticket is None or asked is None or asked.round != choice.round:
            return False
        user = string(body, "user", "id")
        if string(pressed, "action_id") == CLASSIFY_ANYWAY:
            return self._tickets.judge_now(
                team, ticket.id, choice.round, actor=user, now=self._clock()
            )
        if choice.suggestion >= len(asked.question.suggestions):
            return False
        answer = self._answer(ticket, asked, choice, body)
        return self._tickets.answer(team, ticket.id, choice.round, answer)

    def _answer(
        self, ticket: Ticket, asked: AskedQuestion, choice: Choice, body: Payload
    ) -> Message:
        """Return the suggestion as stored with the question: the button's own text is not read."""
        return Message(
            team=ticket.team,
            channel=ticket.channel,
            user=string(body, "user", "id"),
            text=asked.question.suggestions[choice.suggestion],
            event_id=string(body, "trigger_id"),
            at=self._clock(),
            thread_ts=ticket.thread_ts,
        )
