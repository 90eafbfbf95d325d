"""Takes the buttons of a question: a suggested answer, or "Classify anyway"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.posts.question import ANSWER, CLASSIFY_ANYWAY, Choice
from bot.triage.teamwork.rights import Action
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.buttons.clicks import Click
    from bot.slack.ports import Tickets
    from bot.slack.rendering import Mrkdwn
    from bot.triage.ticket import AskedQuestion, Ticket


class Answers:
    """Stores what a click on a question means."""

    def __init__(
        self,
        tickets: Tickets,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._tickets = tickets
        self._wake = wake
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what takes each button, by its name."""
        return {
            ANSWER: Handler(Action.ANSWER, self.take),
            CLASSIFY_ANYWAY: Handler(Action.ANSWER, self.take),
        }

    def take(self, click: Click) -> Mrkdwn | None:
        """Store one click; return that it came too late if it did."""
        if not self._count(click):
            return sentences.STALE
        self._wake()
        return None

    def _count(self, click: Click) -> bool:
        """Return False if the question is not open any more, or never was."""
        choice = Choice.read(click.value)
        ticket = self._tickets.find(click.team, choice.number) if choice else None
        asked = ticket.open_question if ticket else None
        if choice is None or ticket is None or asked is None or asked.round != choice.round:
            return False
        if click.name == CLASSIFY_ANYWAY:
            return self._tickets.judge_now(
                click.team, ticket.id, choice.round, actor=click.user, now=self._clock()
            )
        if choice.suggestion >= len(asked.question.suggestions):
            return False
        answer = self._answer(ticket, asked, choice, click)
        return self._tickets.answer(click.team, ticket.id, choice.round, answer)

    def _answer(
        self, ticket: Ticket, asked: AskedQuestion, choice: Choice, click: Click
    ) -> Message:
        """Return the suggestion as stored with the question: the button's own text is not read."""
        return Message(
            team=ticket.team,
            channel=ticket.channel,
            user=click.user,
            text=asked.question.suggestions[choice.suggestion],
            event_id=click.trigger,
            at=self._clock(),
            thread_ts=ticket.thread_ts,
        )
