"""Opens the form of a known issue and takes it as a draft, in which nobody's words are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import MODAL_WORDS_LIMIT
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Problem, Shown
from bot.slack.home.knowledge import ADD, EDIT
from bot.slack.known_issues import sentences
from bot.slack.known_issues.form import BLANK, CALLBACK, entered, form, is_ready, shown
from bot.slack.notice import notice
from bot.triage.known_issues.article import Article, Part, fault
from bot.triage.known_issues.draft import DraftRefused, DraftState, MovedOn, Unchanged
from bot.triage.teamwork.editing import fingerprints, merge
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.home.drawing import Home
    from bot.slack.home.ports import Drafts
    from bot.slack.ports import KnownIssues
    from bot.slack.rendering import Mrkdwn
    from bot.triage.judgement import Taxonomy
    from bot.triage.known_issues.draft import Draft

PARTS = tuple(Part)
_WHY_NOT: dict[type[DraftRefused], str] = {
    Unchanged: sentences.UNCHANGED,
    MovedOn: sentences.BEING_WRITTEN,
}


class ArticleEditing:
    """What both concurrent editors wrote is kept; where they contradict, the second is asked."""

    def __init__(
        self,
        drafts: Drafts,
        issues: KnownIssues,
        opener: FormOpener,
        home: Home,
        taxonomy: Taxonomy,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
        self._issues = issues
        self._opener = opener
        self._home = home
        self._taxonomy = taxonomy
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it."""
        needs = Action.EDIT_KNOWLEDGE
        return {ADD: Handler(needs, self.add), EDIT: Handler(needs, self.edit)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.EDIT_KNOWLEDGE, Part.TITLE, self.submit)}

    def add(self, click: Click) -> Mrkdwn | None:
        """Show an empty form."""
        return self._opener.show(click, self._form("", BLANK.values, BLANK.values))

    def edit(self, click: Click) -> Mrkdwn | None:
        """Show the open draft of a known issue, else what is in use."""
        view = self.view(click.team, click.value)
        if isinstance(view, dict):
            return self._opener.show(click, view)
        return view

    def view(self, team: str, issue_id: str) -> Json | Mrkdwn:
        """Return the form of a known issue, or why there is none."""
        draft = self._drafts.open_of(team, issue_id)
        if draft is not None:
            if draft.state is DraftState.WRITING:
                return sentences.BEING_WRITTEN
            values = shown(draft.article)
            return self._form(issue_id, values, values, remarks=_remarks(draft))
        issue = self._issues.find(team, issue_id)
        if issue is None:
            return sentences.GONE
        values = shown(Article.of(issue))
        return self._form(issue_id, values, values)

    def submit(self, submission: Submission) -> Outcome:
        """Keep what its sender wrote; show it again if others changed the same meanwhile."""
        sent = entered(submission)
        problem = self._problem(sent)
        if problem is not None:
            return problem
        try:
            draft = self._saved(submission, sent)
        except DraftRefused as refused:
            return Problem(Part.TITLE, _WHY_NOT[type(refused)])
        except _ConflictError as conflict:
            return Shown(self._again(submission, conflict))
        if draft is None:
            return Shown(notice("Not saved", sentences.GONE))
        self._home.refresh(submission.team, submission.user)
        return Shown(notice("Saved", sentences.saved(draft, is_ready=is_ready(submission))))

    def _problem(self, sent: Mapping[str, str]) -> Problem | None:
        wrong = fault(Article.from_values(sent))
        if wrong is not None:
            return Problem(*wrong)
        if sent[Part.CATEGORY] not in self._taxonomy.category_names:
            return Problem(Part.CATEGORY, sentences.CHOOSE)
        return None

    def _saved(self, submission: Submission, sent: Mapping[str, str]) -> Draft | None:
        issue_id, seen = submission.ids
        now, ready = self._clock(), is_ready(submission)
        team, user = submission.team, submission.user
        if not issue_id:
            article = Article.from_values(sent)
            return self._drafts.add(team, article, author=user, now=now, is_ready=ready)

        def make(current: Article) -> Article:
            return _merged(seen, current, sent)

        return self._drafts.save(team, issue_id, make, actor=user, now=now, is_ready=ready)

    def _again(self, submission: Submission, conflict: _ConflictError) -> Json:
        issue_id = submission.ids[0]
        draft = self._drafts.open_of(submission.team, issue_id)
        remark = (
            sentences.changed_in_use(conflict.parts)
            if draft is None
            else sentences.changed_by_others(draft, conflict.parts)
        )
        return self._form(
            issue_id,
            conflict.current,
            conflict.to_show,
            remarks=[remark],
            ready=is_ready(submission),
        )

    def _form(
        self,
        issue_id: str,
        seen: Mapping[str, str],
        values: Mapping[str, str],
        *,
        remarks: Sequence[Mrkdwn] = (),
        ready: bool = True,
    ) -> Json:
        title = f"Edit {issue_id}" if issue_id else "New known issue"
        metadata = carried(issue_id, fingerprints(seen, PARTS))
        return form(
            metadata,
            title if len(title) <= MODAL_WORDS_LIMIT else "Edit known issue",
            values,
            self._taxonomy,
            remarks=remarks,
            is_ready=ready,
        )


class _ConflictError(Exception):
    """Others have changed meanwhile what the sender changed too."""

    def __init__(
        self, parts: Sequence[Part], current: Mapping[str, str], to_show: Mapping[str, str]
    ) -> None:
        super().__init__(*parts)
        self.parts = parts
        self.current = current
        self.to_show = to_show


def _merged(seen: str, current: Article, sent: Mapping[str, str]) -> Article:
    """Return `current` with what the sender changed; raises _ConflictError."""
    now = shown(current)
    made = merge(seen, now, sent, PARTS)
    if made.in_conflict:
        raise _ConflictError([Part(name) for name in made.in_conflict], now, made.to_show)
    return Article.from_values({**current.values, **made.to_set})


def _remarks(draft: Draft) -> list[Mrkdwn]:
    """Return what is to be known of a draft before it is changed."""
    return [sentences.being_edited(draft)]
