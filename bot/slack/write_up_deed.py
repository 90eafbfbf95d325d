"""Takes "Save as known issue" from a card's menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack import work_sentences as sentences
from bot.slack.card_buttons import WRITE_UP
from bot.slack.clicks import Handler
from bot.triage.rights import Action
from bot.triage.work import MoveRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.clicks import Click
    from bot.slack.ports import WriteUps
    from bot.slack.rendering import Mrkdwn


class WriteUpDeed:
    """Has a known issue written from the ticket's thread, once."""

    def __init__(self, write_ups: WriteUps, *, clock: Callable[[], datetime]) -> None:
        self._write_ups = write_ups
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what takes the click."""
        return {WRITE_UP: Handler(Action.DRAFT, self.ask)}

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
