"""What somebody entered into the form of a ticket, or what in it contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.forms.edit_form import ISSUE_TYPE, LONGEST_TEXT
from bot.slack.forms.submissions import Problem
from bot.triage.judgement import IssueType
from bot.triage.teamwork.correction import Field
from bot.triage.teamwork.editing import ASSIGNEE, showed

if TYPE_CHECKING:
    from bot.slack.forms.submissions import Submission


def entered(submission: Submission, seen: str) -> dict[str, str] | Problem:
    """Return what was sent, by the name of the input; `seen` are the form's fingerprints."""
    matched = _matched(submission, seen)
    if isinstance(matched, Problem):
        return matched
    if not submission.text(Field.SUMMARY):
        return Problem(Field.SUMMARY, sentences.NO_SUMMARY)
    return {
        Field.CATEGORY: submission.choice(Field.CATEGORY),
        Field.SEVERITY: submission.choice(Field.SEVERITY),
        Field.MATCHED_ISSUE: matched,
        Field.SUMMARY: submission.text(Field.SUMMARY)[:LONGEST_TEXT],
        Field.NEXT_ACTION: submission.text(Field.NEXT_ACTION)[:LONGEST_TEXT],
        ASSIGNEE: submission.choice(ASSIGNEE),
    }


def _matched(submission: Submission, seen: str) -> str | Problem:
    """Return which known issue is meant, from the issue and the type: the one that was changed."""
    issue = submission.choice(Field.MATCHED_ISSUE)
    is_known = submission.choice(ISSUE_TYPE) == IssueType.KNOWN
    if is_known:
        return issue or Problem(Field.MATCHED_ISSUE, sentences.WHICH_ISSUE)
    was_known = not showed(seen, Field.MATCHED_ISSUE, "")
    is_chosen = issue and not showed(seen, Field.MATCHED_ISSUE, issue)
    if is_chosen and was_known:
        return Problem(ISSUE_TYPE, sentences.KNOWN_OR_NEW)
    return issue if is_chosen else ""
