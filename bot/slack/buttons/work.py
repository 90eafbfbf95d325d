"""Takes the clicks by which people work a ticket: claim, not a ticket, reopen, judge again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.posts.card_buttons import CLAIM, JUDGE_AGAIN, NOT_A_TICKET, REOPEN
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import Correction, CorrectionKind
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import MoveRefused, UnderWay

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.buttons.clicks import Click
    from bot.slack.buttons.deeds import Deeds
    from bot.slack.rendering import Mrkdwn
    from bot.triage.teamwork.by import By
    from bot.triage.teamwork.work import Work
    from bot.triage.ticket import Ticket


class WorkActions:
    """One click, one move of the work; who comes second is told by whom it was made."""

    def __init__(self, deeds: Deeds) -> None:
        self._deeds = deeds

    def handlers(self) -> dict[str, Handler]:
        """Return what takes each click, by its name."""
        return {
            CLAIM: Handler(Action.WORK, self.claim),
            NOT_A_TICKET: Handler(Action.WORK, self.dismiss),
            REOPEN: Handler(Action.WORK, self.reopen),
            JUDGE_AGAIN: Handler(Action.WORK, self.judge_again),
        }

    def claim(self, click: Click) -> Mrkdwn | None:
        """Give the ticket to who clicked."""
        return self._move(click, lambda work, by: work.claimed(by.user, by.at), "claimed")

    def dismiss(self, click: Click) -> Mrkdwn | None:
        """Close the ticket as none, which is also a correction."""

        def said(work: Work, by: By) -> Correction:
            kind = CorrectionKind.NOT_A_TICKET
            return Correction(kind, by.user, by.at, before=work.state, after=kind)

        return self._move(click, lambda work, by: work.dismissed(by.user, by.at), "dismissed", said)

    def reopen(self, click: Click) -> Mrkdwn | None:
        """Take up again what was closed."""
        return self._move(click, lambda work, by: work.taken_up_again(by.user, by.at), "reopened")

    def judge_again(self, click: Click) -> Mrkdwn | None:
        """Have the ticket judged once more."""
        number = click.number
        if number is None:
            return sentences.OUTDATED
        try:
            asked = self._deeds.judge_again(click, number)
        except MoveRefused as refused:
            return sentences.too_late(number, refused.work, click.user)
        except UnderWay as other:
            return sentences.under_way(number, other.by, click.user)
        if not asked:
            return sentences.without_card(number)
        return sentences.judged_again(number)

    def _move(
        self,
        click: Click,
        move: Callable[[Work, By], Work],
        event: str,
        *said: Callable[[Work, By], Correction],
    ) -> Mrkdwn | None:
        def change(ticket: Ticket, by: By) -> Change:
            work = ticket.work
            return Change(move(work, by), tuple(each(work, by) for each in said))

        number = click.number
        if number is None:
            return sentences.OUTDATED
        try:
            moved = self._deeds.change(click, number, change, event)
        except MoveRefused as refused:
            return sentences.too_late(number, refused.work, click.user)
        return sentences.missing(number) if moved is None else None
