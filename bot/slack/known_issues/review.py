"""Shows a draft beside what is in use, and takes what an editor decides about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import context, options, section
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.inputs import labelled, modal, text_input
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Problem, Shown
from bot.slack.home.review import LOOK
from bot.slack.known_issues import sentences
from bot.slack.known_issues.view import compared, whole
from bot.slack.notice import notice, to_read
from bot.slack.rendering import Mrkdwn, joined, mention, moment, mrkdwn
from bot.triage.known_issues.article import Article, Part, fault
from bot.triage.known_issues.draft import DraftId, DraftRefused, DraftState, MovedOn, OwnDraft
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.home.drawing import Home
    from bot.slack.home.ports import Drafts
    from bot.slack.known_issues.editing import ArticleEditing
    from bot.slack.known_issues.news import DraftNews
    from bot.slack.people.permissions import Permissions
    from bot.triage.known_issues.draft import Draft, Review

CALLBACK = "kb_review"
DECISION = "decision"
REMARK = "remark"
APPROVE, CHANGE, SEND_BACK, DISCARD = "approve", "change", "send_back", "discard"
LONGEST_REMARK = 500
_CHOICES = (
    ("Approve it: tickets are compared with it", APPROVE),
    ("Change what it says", CHANGE),
    ("Send it back, with a remark", SEND_BACK),
    ("Put it away", DISCARD),
)


class ReviewForm:
    """What is approved is what was seen: a draft that has moved on is shown again instead."""

    def __init__(
        self,
        drafts: Drafts,
        editing: ArticleEditing,
        permissions: Permissions,
        opener: FormOpener,
        home: Home,
        *,
        news: DraftNews,
        categories: Sequence[str],
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
        self._editing = editing
        self._permissions = permissions
        self._opener = opener
        self._home = home
        self._news = news
        self._categories = categories
        self._clock = clock

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it; who may only write drafts can read it."""
        return {LOOK: Handler(Action.DRAFT, self.open)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.EDIT_KNOWLEDGE, DECISION, self.submit)}

    def open(self, click: Click) -> Mrkdwn | None:
        """Show the draft as it stands."""
        number = click.number
        review = None if number is None else self._drafts.review(click.team, DraftId(number))
        if review is None or not review.draft.is_open:
            return sentences.DECIDED_ALREADY
        if review.draft.state is DraftState.WRITING:
            return sentences.BEING_WRITTEN
        decides = self._permissions.allows(click.team, click.user, Action.EDIT_KNOWLEDGE)
        view = self._view(review) if decides else to_read("Draft", _told(review))
        return self._opener.show(click, view)

    def submit(self, submission: Submission) -> Outcome:
        """Do what was decided."""
        decision, remark = submission.choice(DECISION), submission.text(REMARK)
        problem = self._problem(submission, decision, remark)
        if problem is not None:
            return problem
        if decision == CHANGE:
            return self._to_change(submission)
        try:
            said = self._decided(submission, decision, remark[:LONGEST_REMARK])
        except OwnDraft:
            return Problem(DECISION, sentences.OWN)
        except DraftRefused:
            return Shown(self._as_it_is_now(submission))
        if said is None:
            return Problem(DECISION, sentences.OWN_IN_DOUBT)
        self._home.refresh(submission.team, submission.user)
        return Shown(notice("Done", said))

    def _problem(self, submission: Submission, decision: str, remark: str) -> Problem | None:
        if decision == SEND_BACK and not remark:
            return Problem(REMARK, sentences.NO_REMARK)
        lacking = self._lacking(submission) if decision == APPROVE else None
        return None if lacking is None else Problem(DECISION, lacking)

    def _decided(self, submission: Submission, decision: str, remark: str) -> Mrkdwn | None:
        """Return what came of it; None if nobody can tell whether they may."""
        team, user, now = submission.team, submission.user, self._clock()
        draft_id, seen = DraftId(int(submission.ids[0])), submission.ids[1]
        if decision == SEND_BACK:
            back = self._drafts.send_back(
                team, draft_id, seen=seen, by=user, remark=remark, now=now
            )
            self._news.sent_back(back, user)
            return sentences.sent_back(back)
        if decision == DISCARD:
            gone = self._drafts.discard(team, draft_id, seen=seen, by=user, now=now)
            self._news.put_away(gone, user)
            return sentences.discarded(gone)
        return self._approved(submission, draft_id, seen)

    def _approved(self, submission: Submission, draft_id: DraftId, seen: str) -> Mrkdwn | None:
        """Return that it is in use, and tell who wrote it; None if nobody can tell who may."""
        team, user = submission.team, submission.user
        review = self._drafts.review(team, draft_id)
        if review is None:
            raise MovedOn
        is_alone = self._is_alone(team, user, review.draft)
        if is_alone is None:
            return None
        issue = self._drafts.approve(
            team, draft_id, seen=seen, by=user, now=self._clock(), is_alone=is_alone
        )
        self._news.approved(review.draft, issue, user)
        return sentences.published(issue)

    def _lacking(self, submission: Submission) -> Mrkdwn | None:
        """Return what a draft must say before it can be approved: one from a ticket may lack it."""
        review = self._drafts.review(submission.team, DraftId(int(submission.ids[0])))
        if review is None:
            return None
        article = review.proposed.article
        wrong = fault(article)
        if wrong is not None:
            return sentences.lacking(wrong[0])
        return None if article.category in self._categories else sentences.lacking(Part.CATEGORY)

    def _is_alone(self, team: str, user: str, draft: Draft) -> bool | None:
        """Return True if nobody else could approve it; asked only of who changed it last."""
        if draft.edited_by != user:
            return False
        return self._permissions.is_alone(team, user, Action.EDIT_KNOWLEDGE)

    def _to_change(self, submission: Submission) -> Outcome:
        review = self._drafts.review(submission.team, DraftId(int(submission.ids[0])))
        if review is None:
            return Shown(notice("Gone", sentences.DECIDED_ALREADY))
        view = self._editing.view(submission.team, review.draft.issue_id)
        return Shown(view if isinstance(view, dict) else notice("Gone", view))

    def _as_it_is_now(self, submission: Submission) -> Json:
        review = self._drafts.review(submission.team, DraftId(int(submission.ids[0])))
        if review is None or not review.draft.is_open:
            return notice("Decided already", sentences.DECIDED_ALREADY)
        return self._view(review, [sentences.CHANGED])

    def _view(self, review: Review, remarks: Sequence[Mrkdwn] = ()) -> Json:
        metadata = carried(str(review.draft.id), review.stamp)
        is_ready = review.draft.state is DraftState.WAITING
        blocks = [
            *(section(remark) for remark in remarks),
            *_told(review),
            _decision(_CHOICES if is_ready else _CHOICES[1:]),
            text_input(REMARK, "Remark", most=LONGEST_REMARK, optional=True),
        ]
        return modal(CALLBACK, metadata, "Review", "Decide", blocks)


def _told(review: Review) -> list[Json]:
    """Return whose draft it is, and what it would change."""
    proposed = review.proposed
    blocks = [section(_headline(review)), context([_origin(review)])]
    if review.draft.remark:
        blocks.append(section(mrkdwn("*Sent back:* {}", review.draft.remark, limit=600)))
    if proposed.in_conflict:
        blocks.append(section(sentences.both_changed(proposed.in_conflict)))
    if review.current is None:
        return [*blocks, *whole(proposed.article)]
    return [*blocks, *compared(Article.of(review.current), proposed.article)]


def _headline(review: Review) -> Mrkdwn:
    draft, current = review.draft, review.current
    if current is None:
        return mrkdwn("*{}* would be new", draft.issue_id)
    if current.team != draft.team:
        return mrkdwn(
            "*{}* is shared by all workspaces: this one would have a copy of its own",
            draft.issue_id,
        )
    return mrkdwn("*{}* would become version {}", draft.issue_id, str(current.version + 1))


def _origin(review: Review) -> Mrkdwn:
    draft = review.draft
    parts = [mrkdwn("by {}", mention(draft.author))]
    if draft.edited_by != draft.author:
        parts.append(mrkdwn("changed by {}", mention(draft.edited_by)))
    if draft.ticket_number is not None:
        parts.append(mrkdwn("from T-{}", str(draft.ticket_number)))
    return joined(" · ", [*parts, moment(draft.updated_at)])


def _decision(choices: Sequence[tuple[str, str]]) -> Json:
    element: Json = {"type": "radio_buttons", "options": options(choices)}
    return labelled(DECISION, "What shall become of it?", element)
