"""Shows how a known issue came to be, compares its versions, and rolls it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import context, options, section
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import labelled, modal
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Problem, Shown
from bot.slack.home.knowledge import HISTORY
from bot.slack.known_issues import sentences
from bot.slack.known_issues.view import compared, whole
from bot.slack.notice import notice, to_read
from bot.slack.rendering import mrkdwn
from bot.triage.issue import EVERY_TEAM
from bot.triage.known_issues.article import Article
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
    from bot.slack.rendering import Mrkdwn
    from bot.triage.known_issues.shelf import Version

CALLBACK = "kb_history"
BEFORE, AFTER, WHAT = "before", "after", "what"
COMPARE, ROLL_BACK = "compare", "roll_back"
_DEEDS = (("Show what differs", COMPARE), ("Roll back to the earlier one", ROLL_BACK))
LISTED = 10


class HistoryForm:
    """A rollback is a new version, so nothing is ever lost."""

    def __init__(
        self,
        publishing: Publishing,
        opener: FormOpener,
        home: Home,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._publishing = publishing
        self._opener = opener
        self._home = home
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it."""
        return {HISTORY: Handler(Action.EDIT_KNOWLEDGE, self.open)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.EDIT_KNOWLEDGE, WHAT, self.submit)}

    def open(self, click: Click) -> Mrkdwn | None:
        """Show the versions: of the team's own issue, else of the one of all teams."""
        owner, versions = self._versions(click.team, click.value)
        if not versions:
            return sentences.GONE
        return self._opener.show(click, self._view(click.value, owner, versions))

    def submit(self, submission: Submission) -> Outcome:
        """Compare two versions, or roll back to one."""
        issue_id, owner, seen = submission.ids
        before, after = (int(submission.choice(name)) for name in (BEFORE, AFTER))
        if submission.choice(WHAT) == ROLL_BACK:
            return self._roll_back(submission, issue_id, owner, before, int(seen))
        if before == after:
            return Problem(BEFORE, sentences.SAME_VERSION)
        versions = self._publishing.versions(owner, issue_id)
        told = {each.issue.version: each for each in versions}
        if before not in told or after not in told:
            return Shown(notice("Out of date", sentences.NO_REVERT))
        return Shown(self._view(issue_id, owner, versions, (told[before], told[after])))

    def _roll_back(
        self, submission: Submission, issue_id: str, owner: str, version: int, seen: int
    ) -> Outcome:
        if owner == EVERY_TEAM:
            return Problem(WHAT, sentences.SHARED_ONLY)
        if version == seen:
            return Problem(BEFORE, sentences.IS_CURRENT)
        issue = self._publishing.roll_back(
            submission.team,
            issue_id,
            version,
            seen=seen,
            actor=submission.user,
            now=self._clock(),
        )
        if issue is None:
            return Shown(notice("Not rolled back", sentences.NO_REVERT))
        self._home.refresh(submission.team, submission.user)
        return Shown(notice("Rolled back", sentences.rolled_back(issue)))

    def _versions(self, team: str, issue_id: str) -> tuple[str, Sequence[Version]]:
        own = self._publishing.versions(team, issue_id)
        return (team, own) if own else (EVERY_TEAM, self._publishing.versions(EVERY_TEAM, issue_id))

    def _view(
        self,
        issue_id: str,
        owner: str,
        versions: Sequence[Version],
        pair: tuple[Version, Version] | None = None,
    ) -> Json:
        latest = versions[0]
        listed = [context([sentences.version_line(each)]) for each in versions[:LISTED]]
        head = section(mrkdwn("*{}* {}", issue_id, latest.issue.title))
        if len(versions) == 1:
            return to_read("Versions", [head, *listed, *whole(Article.of(latest.issue))])
        metadata = carried(issue_id, owner, str(latest.issue.version))
        earlier, later = pair or (versions[1], latest)
        inputs = [
            _choice(BEFORE, "Earlier version", versions, earlier),
            _choice(AFTER, "Later version", versions, later),
            _deed(),
        ]
        return modal(
            CALLBACK, metadata, "Versions", "Go on", [head, *_differing(pair), *listed, *inputs]
        )


def _differing(pair: tuple[Version, Version] | None) -> list[Json]:
    if pair is None:
        return []
    before, after = (each.issue for each in pair)
    told = mrkdwn("From version {} to version {}:", str(before.version), str(after.version))
    return [section(told), *compared(Article.of(before), Article.of(after))]


def _choice(name: str, label: str, versions: Sequence[Version], chosen: Version) -> Json:
    choices = [(f"Version {each.issue.version}", str(each.issue.version)) for each in versions]
    version = str(chosen.issue.version)
    element: Json = {
        "type": "static_select",
        "options": options(choices),
        "initial_option": options([(f"Version {version}", version)])[0],
    }
    return labelled(name, label, element)


def _deed() -> Json:
    element: Json = {
        "type": "radio_buttons",
        "options": options(_DEEDS),
        "initial_option": options(_DEEDS)[0],
    }
    return labelled(WHAT, "What shall be done?", element)
