"""Takes known issues out of use, asking first, and into use again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import options, section
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import labelled, modal
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Problem, Shown
from bot.slack.home.knowledge import RESTORE, RETIRE
from bot.slack.known_issues import sentences
from bot.slack.notice import notice
from bot.slack.rendering import Mrkdwn, mrkdwn
from bot.triage.issue import EVERY_TEAM
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.home.drawing import Home
    from bot.slack.home.ports import Publishing
    from bot.slack.ports import KnownIssues
    from bot.triage.issue import KnownIssue

CALLBACK = "kb_retire"
HOW = "how_to_end"
SHARE = "kb_share"
OUT_OF_USE = ("Retire it: no ticket matches it any more", RETIRE)
SHARED_ONE = ("Use the one that all workspaces share again", SHARE)
_ONLY_HERE = Mrkdwn("It belongs to all workspaces: only yours will not use it any more.")
_IS_COPY = Mrkdwn("It stands in for one that all workspaces share.")


class RetireForm:
    """Versions are kept, so that what is retired can come back as it was."""

    def __init__(
        self,
        publishing: Publishing,
        issues: KnownIssues,
        opener: FormOpener,
        home: Home,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._publishing = publishing
        self._issues = issues
        self._opener = opener
        self._home = home
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it, and what takes back what it did."""
        needs = Action.EDIT_KNOWLEDGE
        return {RETIRE: Handler(needs, self.open), RESTORE: Handler(needs, self.restore)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.EDIT_KNOWLEDGE, HOW, self.submit)}

    def open(self, click: Click) -> Mrkdwn | None:
        """Ask whether that is meant."""
        issue = self._issues.find(click.team, click.value)
        if issue is None:
            return sentences.GONE
        is_shared = issue.team == EVERY_TEAM
        is_copy = not is_shared and bool(self._publishing.versions(EVERY_TEAM, issue.id))
        told = _ONLY_HERE if is_shared else _IS_COPY if is_copy else None
        choices = (OUT_OF_USE, SHARED_ONE) if is_copy else (OUT_OF_USE,)
        return self._opener.show(click, self._view(issue, told, choices))

    def submit(self, submission: Submission) -> Outcome:
        """Do what was meant."""
        (issue_id,) = submission.ids
        shares = submission.choice(HOW) == SHARE
        end = self._publishing.share_again if shares else self._publishing.retire
        if not end(submission.team, issue_id, submission.user, self._clock()):
            return Problem(HOW, sentences.GONE)
        self._home.refresh(submission.team, submission.user)
        said = sentences.shared_again(issue_id) if shares else sentences.retired(issue_id)
        return Shown(notice("Done", said))

    def restore(self, click: Click) -> Mrkdwn:
        """Take a retired issue into use again."""
        if not self._publishing.restore(click.team, click.value, click.user, self._clock()):
            return sentences.NOT_RETIRED
        self._home.refresh(click.team, click.user)
        return sentences.restored(click.value)

    def _view(
        self, issue: KnownIssue, told: Mrkdwn | None, choices: Sequence[tuple[str, str]]
    ) -> Json:
        element: Json = {
            "type": "radio_buttons",
            "options": options(choices),
            "initial_option": options(choices)[0],
        }
        blocks = [
            section(mrkdwn("*{}* {}", issue.id, issue.title)),
            *([section(told)] if told is not None else []),
            labelled(HOW, "What shall become of it?", element),
        ]
        metadata = carried(issue.id)
        return modal(CALLBACK, metadata, "Retire a known issue", "Go on", blocks)
