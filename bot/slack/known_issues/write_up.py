"""Takes "Save as known issue" from a card's menu, and "Write it up" from the home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.home.gaps import WRITE_UP as FROM_HOME
from bot.slack.posts.card_buttons import WRITE_UP
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import MoveRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.buttons.clicks import Click
    from bot.slack.home.drawing import Home
    from bot.slack.people.audience import Audience
    from bot.slack.ports import Tickets, WriteUps
    from bot.slack.rendering import Mrkdwn


class WriteUpDeed:
    """Has a known issue written from the ticket's thread, once."""

    def __init__(
        self,
        write_ups: WriteUps,
        tickets: Tickets,
        audience: Audience,
        home: Home,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._write_ups = write_ups
        self._tickets = tickets
        self._audience = audience
        self._home = home
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what takes the clicks."""
        return {
            WRITE_UP: Handler(Action.DRAFT, self.ask),
            FROM_HOME: Handler(Action.DRAFT, self.ask_from_home),
        }

    def ask(self, click: Click) -> Mrkdwn:
        """Have it written, and say where it will wait."""
        number = click.number
        if number is None:
            return sentences.OUTDATED
        try:
            draft = self._write_ups.ask(click.team, number, actor=click.user, now=self._clock())
        except MoveRefused as refused:
            return sentences.too_late(number, refused.work, click.user)
        if draft is None:
            return sentences.missing(number)
        if draft.author != click.user:
            return sentences.written_up_already(number, draft.author)
        return sentences.being_written_up(number)

    def ask_from_home(self, click: Click) -> Mrkdwn:
        """Do the same, and show the home without what is no gap any more.

        A draft tells of its ticket, so it is written for those only who may read that.
        """
        number = click.number
        ticket = None if number is None else self._tickets.find(click.team, number)
        if ticket is not None and not self._audience.may_read_ticket(
            click.team, click.user, ticket
        ):
            return sentences.write_up_is_private(ticket.number)
        said = self.ask(click)
        self._home.refresh(click.team, click.user)
        return said
