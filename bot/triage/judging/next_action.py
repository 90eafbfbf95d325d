"""Which next action goes with what people corrected, where none of them wrote one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.teamwork.correction import Correction, CorrectionKind, Field, standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.triage.judgement import Judgement, Taxonomy


def followed(
    before: Judgement,
    after: Judgement,
    said: Sequence[Correction],
    taxonomy: Taxonomy,
    recommended: str,
) -> str:
    """Return the next action of `after`, which people made of `before`.

    What a person wrote stays, now or in what was `said` earlier. Else another match, or none, has
    another action, and another category has its usual one where that of `before` stood;
    `recommended` is the action of the issue that `after` matches.
    """
    if after.next_action != before.next_action or _is_written(said):
        return after.next_action
    was_usual = before.next_action == _usual(before, taxonomy)
    if after.matched_issue_id != before.matched_issue_id:
        wanted = (after.matched_issue_id and recommended) or _usual(after, taxonomy)
    else:
        wanted = _usual(after, taxonomy) if was_usual else ""
    return wanted or after.next_action


def following(before: Judgement, action: str, by: str, now: datetime) -> tuple[Correction, ...]:
    """Return what makes `action` the next action of `before`; nothing if it is."""
    if action == before.next_action:
        return ()
    kind = CorrectionKind.FOLLOWED
    return (Correction(kind, by, now, Field.NEXT_ACTION, before.next_action, action),)


def _is_written(said: Sequence[Correction]) -> bool:
    """Return True if a person wrote the next action that stands."""
    latest = standing(said).get(Field.NEXT_ACTION)
    return latest is not None and latest.kind is not CorrectionKind.FOLLOWED


def _usual(judgement: Judgement, taxonomy: Taxonomy) -> str:
    """Return what is usual in its category; empty if the team has none of that name any more."""
    if judgement.category not in taxonomy.category_names:
        return ""
    return taxonomy.category(judgement.category).next_action
