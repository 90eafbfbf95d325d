"""Takes what people say of a judgement: the same issue or not this, helpful or not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import modal, text_input
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Shown
from bot.slack.notice import notice
from bot.slack.posts.card_buttons import HELPFUL, UNHELPFUL
from bot.slack.posts.similar import NOT_THIS, SAME
from bot.triage.judging.next_action import followed, following
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import (
    Correction,
    CorrectionKind,
    SaidAlready,
    corrected,
    in_short,
    not_this,
    same,
)
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.buttons.deeds import Deeds
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.ports import KnownIssues
    from bot.slack.rendering import Mrkdwn
    from bot.triage.judgement import Taxonomy
    from bot.triage.teamwork.by import By
    from bot.triage.ticket import Ticket

CALLBACK = "unhelpful"
WHY = "why"
LONGEST = 1000


def form(ticket: Ticket) -> Json:
    """Return the form that asks what was wrong."""
    why = text_input(
        WHY,
        "What was wrong, or missing?",
        hint="Set what is right with “Edit” too: the next tickets are judged by that.",
        most=LONGEST,
        optional=True,
    )
    metadata = carried(str(ticket.number))
    return modal(CALLBACK, metadata, f"About {ticket.reference}", "Send", [why])


class Feedback:
    """Keeps it with the ticket: what is said twice once, but each reason of a thumb down."""

    def __init__(
        self, deeds: Deeds, issues: KnownIssues, opener: FormOpener, taxonomy: Taxonomy
    ) -> None:
        self._deeds = deeds
        self._issues = issues
        self._opener = opener
        self._taxonomy = taxonomy

    def handlers(self) -> dict[str, Handler]:
        """Return what takes each click, by its name."""
        return {
            SAME: Handler(Action.WORK, self.same),
            NOT_THIS: Handler(Action.WORK, self.not_this),
            HELPFUL: Handler(Action.WORK, self.helpful),
            UNHELPFUL: Handler(Action.WORK, self.ask_why),
        }

    def forms(self) -> dict[str, Form]:
        """Return what takes the reason."""
        return {CALLBACK: Form(Action.WORK, WHY, self.unhelpful)}

    def same(self, click: Click) -> Mrkdwn | None:
        """Make a known issue the match."""
        issue = self._issues.find(click.team, click.detail)
        recommended = "" if issue is None else issue.recommended_action
        return self._on_issue(click, same, "same", recommended)

    def not_this(self, click: Click) -> Mrkdwn | None:
        """Note that a known issue is no match."""
        return self._on_issue(click, not_this, "not_this")

    def helpful(self, click: Click) -> Mrkdwn | None:
        """Note a thumb up."""

        def said(ticket: Ticket, by: By) -> tuple[Correction, ...]:
            return (_once(ticket, Correction(CorrectionKind.HELPFUL, by.user, by.at)),)

        return self._say(click, said, "helpful") or sentences.THANKS

    def ask_why(self, click: Click) -> Mrkdwn | None:
        """Ask for the reason of a thumb down."""
        return self._opener.show_of(click, form)

    def unhelpful(self, submission: Submission) -> Outcome:
        """Note a thumb down with its reason."""
        number, reason = int(submission.ids[0]), submission.text(WHY)[:LONGEST]

        def change(ticket: Ticket, by: By) -> Change:
            before = "" if ticket.decided is None else in_short(ticket.decided)
            kind = CorrectionKind.UNHELPFUL
            said = Correction(kind, by.user, by.at, before=before, reason=reason)
            return Change(ticket.work, (_once(ticket, said),))

        try:
            noted = self._deeds.change(submission, number, change, "unhelpful")
        except SaidAlready:
            return None
        if noted is None:
            return Shown(notice("Not noted", sentences.missing(number)))
        return None

    def _on_issue(
        self,
        click: Click,
        verdict: Callable[..., Correction],
        event: str,
        recommended: str = "",
    ) -> Mrkdwn | None:
        def said(ticket: Ticket, by: By) -> tuple[Correction, ...]:
            before = ticket.decided
            if before is None or click.detail not in {issue.id for issue in before.related}:
                raise _OutdatedError
            spoken = verdict(before, ticket.corrections, click.detail, by.user, by.at)
            after = corrected(before, [spoken])
            action = followed(before, after, ticket.corrections, self._taxonomy, recommended)
            return (spoken, *following(after, action, by.user, by.at))

        try:
            return self._say(click, said, event)
        except _OutdatedError:
            return sentences.OUTDATED

    def _say(
        self, click: Click, said: Callable[[Ticket, By], tuple[Correction, ...]], event: str
    ) -> Mrkdwn | None:
        number = click.number
        if number is None:
            return sentences.OUTDATED
        try:
            noted = self._deeds.change(
                click, number, lambda ticket, by: Change(ticket.work, said(ticket, by)), event
            )
        except SaidAlready as already:
            return sentences.said_already(already.standing, event, click.user)
        return sentences.missing(number) if noted is None else None


class _OutdatedError(Exception):
    """The click is about a known issue that the card does not show any more."""


def _once(ticket: Ticket, said: Correction) -> Correction:
    """Return `said` unless it is what the same person's last thumb said, for the same reason."""
    thumbs = {CorrectionKind.HELPFUL, CorrectionKind.UNHELPFUL}
    before = [each for each in ticket.corrections if each.kind in thumbs and each.by == said.by]
    if before and (before[-1].kind, before[-1].reason) == (said.kind, said.reason):
        raise SaidAlready(before[-1])
    return said
