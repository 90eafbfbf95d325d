"""The tab of what waits for somebody's eyes: drafts to approve, and tickets to check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import button, section
from bot.slack.home.colours import mark
from bot.slack.home.frame import empty, pager, title
from bot.slack.rendering import Mrkdwn, joined, mention, moment, mrkdwn
from bot.triage.known_issues.draft import DraftState
from bot.triage.teamwork.rights import Action

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.home.frame import Viewer
    from bot.slack.home.ports import Briefs, Drafts
    from bot.slack.home.tickets import TicketsTab
    from bot.triage.known_issues.draft import Draft
    from bot.triage.rules import Rules

LOOK = "kb_look"
MOST_DRAFTS = 25
PAGE_SIZE = 10
TITLE_LIMIT = 200
NO_DRAFT = Mrkdwn(
    "No draft waits. “Save as known issue” on a ticket's card writes one, and so does “Add” under "
    "*Known issues*."
)
MORE_DRAFTS = Mrkdwn("There are more drafts. They appear here as these are decided on.")
NOTHING_TO_CHECK = Mrkdwn("No ticket needs a look: the analyst was sure of all that are untouched.")


class ReviewTab:
    """Draws it for one person."""

    def __init__(self, drafts: Drafts, briefs: Briefs, tickets: TicketsTab, rules: Rules) -> None:
        self._drafts = drafts
        self._briefs = briefs
        self._tickets = tickets
        self._rules = rules

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""
        drafts = self._drafts.open(viewer.team, MOST_DRAFTS + 1)
        listed = drafts[:MOST_DRAFTS]
        shown = [title("Known issues to approve"), *(self._draft(each) for each in listed)]
        if not drafts:
            shown.append(empty(NO_DRAFT))
        elif len(drafts) > MOST_DRAFTS:
            shown.append(empty(MORE_DRAFTS))
        return shown + (self._to_check(viewer) if Action.WORK in viewer.allowed else [])

    def _to_check(self, viewer: Viewer) -> list[Json]:
        likely, page = self._rules.confidence.likely, viewer.place.page
        found = self._briefs.to_check(viewer.team, likely, page=page, size=PAGE_SIZE)
        if not found.total:
            return [title("Tickets to check"), empty(NOTHING_TO_CHECK)]
        lines = (self._tickets.line(viewer, brief) for brief in found.items)
        return [title("Tickets to check"), *lines, *pager(found)]

    def _draft(self, draft: Draft) -> Json:
        article = draft.article
        head = mrkdwn(
            "{} *{}* {}",
            mark(article.category, self._rules.taxonomy),
            draft.issue_id,
            article.title or "…",
            limit=TITLE_LIMIT,
        )
        block = section(joined("\n", [head, _facts(draft)]))
        if draft.state is not DraftState.WRITING:
            block["accessory"] = button("Look", f"{LOOK}:{draft.id}", str(draft.id))
        return block


def _facts(draft: Draft) -> Mrkdwn:
    parts = [_stands(draft), mrkdwn("by {}", mention(draft.edited_by))]
    if draft.ticket_number is not None:
        parts.append(mrkdwn("from T-{}", str(draft.ticket_number)))
    return joined(" · ", [*parts, moment(draft.updated_at)])


def _stands(draft: Draft) -> Mrkdwn:
    if draft.state is DraftState.WRITING:
        return Mrkdwn("being written")
    if draft.state is DraftState.WAITING:
        return Mrkdwn("waits for approval")
    if draft.remark:
        return mrkdwn("sent back: {}", draft.remark, limit=TITLE_LIMIT)
    return Mrkdwn("not ready yet")
