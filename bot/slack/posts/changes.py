"""What people changed of a judgement, and who, on one line of the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.rendering import joined, mention, mrkdwn
from bot.triage.teamwork.correction import CorrectionKind, Field, standing, value

if TYPE_CHECKING:
    from bot.slack.rendering import Mrkdwn
    from bot.triage.judgement import Judgement
    from bot.triage.ticket import Ticket


def changes(ticket: Ticket) -> Mrkdwn | None:
    """Return each field that differs from what the analyst said; None if people changed nothing."""
    judged, decided = ticket.judgement, ticket.decided
    if judged is None or decided is None:
        return None
    parts = [
        mrkdwn("{} by {}", _what(field, judged, decided), mention(correction.by))
        for field, correction in standing(ticket.corrections).items()
        if correction.kind is not CorrectionKind.FOLLOWED
        and value(judged, field) != value(decided, field)
    ]
    return mrkdwn("*Changed:* {}", joined(", ", parts)) if parts else None


def _what(field: Field, judged: Judgement, decided: Judgement) -> Mrkdwn:
    before, after = value(judged, field), value(decided, field)
    match field:
        case Field.CATEGORY:
            return mrkdwn("category {} → {}", before, after, limit=60)
        case Field.SEVERITY:
            return mrkdwn("severity {} → {}", before, after, limit=60)
        case Field.MATCHED_ISSUE:
            return mrkdwn("issue {} → {}", before or "new", after or "new", limit=80)
        case Field.SUMMARY:
            return mrkdwn("summary")
        case Field.NEXT_ACTION:
            return mrkdwn("next action")
