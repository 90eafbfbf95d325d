"""Takes the clicks by which people work a ticket: claim, not a ticket, reopen, judge again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.posts.card_buttons import CLAIM, JUDGE_AGAIN, NOT_A_TICKET, REOPEN
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import Correction, CorrectionKind
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import MoveRefused, UnderWay

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.slack.buttons.clicks import Click
    from bot.slack.ports import Work as WorkStore
    from bot.slack.rendering import Mrkdwn
    from bot.triage.teamwork.work import Work


class WorkActions:
    """One click, one move of the work; who comes second is told by whom it was made."""

    def __init__(
        self,
        work: WorkStore,
        *,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._work = work
        self._wake = wake
        self._clock = clock

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
        return self._move(click, lambda work, now: work.claimed(click.user, now), "claimed")

    def dismiss(self, click: Click) -> Mrkdwn | None:
        """Close the ticket as none, which is also a correction."""

        def said(work: Work) -> Correction:
            kind = CorrectionKind.NOT_A_TICKET
            return Correction(kind, click.user, self._clock(), before=work.state, after=kind)

        return self._move(
            click, lambda work, now: work.dismissed(click.user, now), "dismissed", said
        )

    def reopen(self, click: Click) -> Mrkdwn | None:
        """Take up again what was closed."""
        return self._move(click, lambda work, now: work.taken_up_again(click.user, now), "reopened")

    def judge_again(self, click: Click) -> Mrkdwn | None:
        """Have the ticket judged once more."""
        number = click.number
        if number is None:
            return sentences.OUTDATED
        try:
            asked = self._work.judge_again(click.team, number, by=By(click.user, self._clock()))
        except MoveRefused as refused:
            return sentences.too_late(number, refused.work, click.user)
        except UnderWay as other:
            return sentences.under_way(number, other.by, click.user)
        if not asked:
            return sentences.without_card(number)
        self._wake()
        return sentences.judged_again(number)

    def _move(
        self,
        click: Click,
        move: Callable[[Work, datetime], Work],
        event: str,
        *said: Callable[[Work], Correction],
    ) -> Mrkdwn | None:
        number, now = click.number, self._clock()
        if number is None:
            return sentences.OUTDATED
        try:
            moved = self._work.change(
                click.team,
                number,
                lambda ticket: Change(
                    move(ticket.work, now), tuple(each(ticket.work) for each in said)
                ),
                event=event,
                by=By(click.user, now),
            )
        except MoveRefused as refused:
            return sentences.too_late(number, refused.work, click.user)
        if moved is None:
            return sentences.missing(number)
        self._wake()
        return None
