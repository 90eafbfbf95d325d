"""What is said to somebody who looks after the known issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.known_issues.view import LABELS
from bot.slack.rendering import Mrkdwn, joined, mention, moment, mrkdwn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.issue import KnownIssue
    from bot.triage.known_issues.article import Part
    from bot.triage.known_issues.draft import Draft
    from bot.triage.known_issues.shelf import Version

GONE = Mrkdwn("That known issue is not in use any more. Your home shows how it stands.")
BEING_WRITTEN = Mrkdwn("That draft is being written just now. Please look again in a moment.")
DECIDED_ALREADY = Mrkdwn("Somebody has decided about that draft already. Your home shows it.")
CHANGED = Mrkdwn(
    "*Nothing is decided yet.* It has been changed since you opened it: this is how it stands now."
)
OWN = Mrkdwn(
    "You changed it last, so somebody else who looks after the known issues must approve it."
)
OWN_IN_DOUBT = Mrkdwn(
    "You changed it last, and I can't find out just now whether somebody else could approve it. "
    "Please try again in a moment, or ask a colleague."
)
UNCHANGED = Mrkdwn("It says so already: nothing was changed.")
NO_REMARK = Mrkdwn("Say what is missing, so that it can be put right.")
SAME_VERSION = Mrkdwn("Choose two different versions.")
IS_CURRENT = Mrkdwn("That version is in use already, choose an earlier one.")
SHARED_ONLY = Mrkdwn(
    "This known issue belongs to all workspaces, so it is not rolled back here. "
    "Edit it: your workspace then has a copy of its own."
)
NO_REVERT = Mrkdwn("It has been changed since you opened this. Please open it again.")
NOT_RETIRED = Mrkdwn("It is in use already. Your home shows how it stands.")
CHOOSE = Mrkdwn("Please choose one.")


def saved(draft: Draft, *, is_ready: bool) -> Mrkdwn:
    """Return what becomes of a draft that was saved."""
    if is_ready:
        return mrkdwn(
            "{} waits for approval under *To review*. Until then no ticket matches what you wrote.",
            draft.issue_id,
        )
    return mrkdwn(
        "{} is kept as a draft under *To review*. Tick “Ready for approval” once it is.",
        draft.issue_id,
    )


def being_edited(draft: Draft) -> Mrkdwn:
    """Return whose draft somebody is about to change, and why it was sent back."""
    whose = mrkdwn("This is the draft that {} changed last.", mention(draft.edited_by))
    if not draft.remark:
        return whose
    return mrkdwn("{} It was sent back: {}", whose, draft.remark, limit=1000)


def published(issue: KnownIssue) -> Mrkdwn:
    """Return that a draft was approved."""
    return mrkdwn(
        "{} is in use as version {}: the next tickets are compared with it.",
        issue.id,
        str(issue.version),
    )


def sent_back(draft: Draft) -> Mrkdwn:
    """Return that a draft goes back."""
    return mrkdwn("{} is a draft again, with your remark.", draft.issue_id)


def discarded(draft: Draft) -> Mrkdwn:
    """Return that a draft was put away."""
    return mrkdwn("The draft of {} was put away. What is in use stays as it is.", draft.issue_id)


def changed_by_others(draft: Draft, parts: Sequence[Part]) -> Mrkdwn:
    """Return what somebody changed while another filled in the form."""
    return mrkdwn(
        "Meanwhile {} changed the {} too. *Nothing is saved yet.* What you wrote stands below; "
        "save again to set it.",
        mention(draft.edited_by),
        named(parts),
    )


def changed_in_use(parts: Sequence[Part]) -> Mrkdwn:
    """Return that what is in use was changed while somebody filled in the form."""
    return mrkdwn(
        "Meanwhile the {} in use changed too. *Nothing is saved yet.* What you wrote stands below; "
        "save again to set it.",
        named(parts),
    )


def lacking(part: Part) -> Mrkdwn:
    """Return what is to be put right before a draft can be approved."""
    return mrkdwn(
        "Its {} can't stand like that: choose “Change what it says” first.", named([part])
    )


def both_changed(parts: Sequence[Part]) -> Mrkdwn:
    """Return of a draft that what is in use has moved on beside it."""
    return mrkdwn(
        "What is in use has changed since this draft was begun, in the {} too: the draft's words "
        "would take its place.",
        named(parts),
    )


def named(parts: Sequence[Part]) -> str:
    """Return the names of parts in a sentence."""
    return " and the ".join(LABELS[part].lower() for part in parts)


def rolled_back(issue: KnownIssue) -> Mrkdwn:
    """Return what a rollback made."""
    return mrkdwn(
        "{} is at version {} now, which says what the version you chose said.",
        issue.id,
        str(issue.version),
    )


def version_line(version: Version) -> Mrkdwn:
    """Return how one version came to be."""
    parts = [
        mrkdwn("*Version {}*", str(version.issue.version)),
        moment(version.at),
        _author(version.actor),
    ]
    if version.approved_by is not None:
        parts.append(mrkdwn("approved by {}", mention(version.approved_by)))
    if version.copied_from is not None:
        parts.append(mrkdwn("says again what version {} said", str(version.copied_from)))
    return joined(" · ", parts)


def _author(actor: str) -> Mrkdwn:
    """Return who wrote it: a person, or whoever runs the app."""
    who = mention(actor)
    return mrkdwn("by {}", who) if who.startswith("<@") else Mrkdwn("imported")


def retired(issue_id: str) -> Mrkdwn:
    """Return that an issue was taken out of use."""
    return mrkdwn(
        "{} is retired: no ticket matches it any more. It is kept under *Retired*, with every "
        "version.",
        issue_id,
    )


def restored(issue_id: str) -> Mrkdwn:
    """Return that an issue is in use again."""
    return mrkdwn("{} is in use again.", issue_id)


def shared_again(issue_id: str) -> Mrkdwn:
    """Return that the issue of all workspaces stands again."""
    return mrkdwn("{} is again the one that all workspaces share.", issue_id)
