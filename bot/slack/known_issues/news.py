"""Tells who wrote a known issue, or asked for one from a ticket, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import View, actions, button, section
from bot.slack.home.review import LOOK
from bot.slack.rendering import mention, mrkdwn
from bot.triage.known_issues.draft import DraftState

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.rendering import Mrkdwn
    from bot.slack.whispers import Whispers
    from bot.triage.issue import KnownIssue
    from bot.triage.known_issues.draft import Draft

TITLE_LIMIT = 200


class DraftNews:
    """Says it in a direct message: what they clicked on may be in a channel they left."""

    def __init__(self, whispers: Whispers) -> None:
        self._whispers = whispers

    def written(self, draft: Draft) -> None:
        """Tell its author."""
        self._whispers.write_to(draft.author, written(draft))

    def sent_back(self, draft: Draft, by: str) -> None:
        """Tell who wrote what `by` did not approve, and why; nobody is told of their own doing."""
        if draft.edited_by != by:
            self._whispers.write_to(draft.edited_by, sent_back(draft, by))

    def approved(self, draft: Draft, issue: KnownIssue, by: str) -> None:
        """Tell those who wrote it that it is in use."""
        self._tell_writers(draft, by, approved(draft, issue, by))

    def put_away(self, draft: Draft, by: str) -> None:
        """Tell those who wrote it that it will not be used."""
        self._tell_writers(draft, by, put_away(draft, by))

    def _tell_writers(self, draft: Draft, by: str, view: View) -> None:
        """Tell who began a draft and who changed it last, but not `by`, who decided."""
        for writer in sorted({draft.author, draft.edited_by} - {by}):
            self._whispers.write_to(writer, view)


def written(draft: Draft) -> View:
    """Return what its author is told."""
    is_whole = draft.state is DraftState.WAITING
    text = mrkdwn(
        "The known issue from {} is written: {}. {}",
        f"T-{draft.ticket_number}",
        _named(draft.issue_id, draft.article.title),
        "It waits for a second person's approval." if is_whole else "It still lacks something.",
    )
    return _told(text, _a_way_to(draft))


def sent_back(draft: Draft, by: str) -> View:
    """Return what its writer is told."""
    name = _named(draft.issue_id, draft.article.title)
    text = mrkdwn("{} sent your draft of {} back: {}", mention(by), name, draft.remark)
    return _told(text, _a_way_to(draft))


def approved(draft: Draft, issue: KnownIssue, by: str) -> View:
    """Return what its writers are told."""
    text = mrkdwn(
        "{} approved your draft of {}. It is in use as version {}: the next tickets are "
        "compared with it.",
        mention(by),
        _named(draft.issue_id, issue.title),
        str(issue.version),
    )
    return _told(text)


def put_away(draft: Draft, by: str) -> View:
    """Return what its writers are told."""
    text = mrkdwn(
        "{} put your draft of {} away: it will not be used. Ask them if you wonder why.",
        mention(by),
        _named(draft.issue_id, draft.article.title),
    )
    return _told(text)


def _named(issue_id: str, title: str) -> Mrkdwn:
    """Return what a known issue is called, in the midst of a sentence."""
    return mrkdwn("{} “{}”", issue_id, mrkdwn("{}", title, limit=TITLE_LIMIT))


def _told(text: Mrkdwn, *below: Json) -> View:
    return View(text, [section(text), *below])


def _a_way_to(draft: Draft) -> Json:
    return actions([button("Look at it", f"{LOOK}:{draft.id}", str(draft.id))])
