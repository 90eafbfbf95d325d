"""What people said of a judgement: which field was wrong, and what is right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.triage.judgement import Judgement


class CorrectionKind(StrEnum):
    """How somebody said it."""

    EDIT = "edit"
    SAME = "same"
    """"Yes, same issue": `after` is the known issue."""
    NOT_THIS = "not_this"
    """"Not this": `before` is the known issue that does not match."""
    HELPFUL = "helpful"
    """Thumbs up."""
    UNHELPFUL = "unhelpful"
    """Thumbs down, with a reason."""
    NOT_A_TICKET = "not_a_ticket"
    FOLLOWED = "followed"
    """Nobody said it: the next action that goes with what somebody changed."""


class Field(StrEnum):
    """What of a judgement a person can change."""

    CATEGORY = "category"
    SEVERITY = "severity"
    MATCHED_ISSUE = "matched_issue_id"
    """The known issue's id; empty = it is a new one."""
    SUMMARY = "summary"
    NEXT_ACTION = "next_action"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that one person said of a judgement; never changed afterwards."""

    kind: CorrectionKind
    by: str
    at: datetime
    field: Field | None = None
    before: str = ""
    """What it said; of a thumb down the whole judgement in short."""
    after: str = ""
    """What is right; empty where nobody has said it."""
    reason: str = ""


class SaidAlready(ValueError):
    """Something was said before of the same, and still counts: it is in `standing`."""

    def __init__(self, standing: Correction) -> None:
        super().__init__(standing.kind)
        self.standing = standing


def corrected(judgement: Judgement, corrections: Iterable[Correction]) -> Judgement:
    """Return `judgement` with what people set in place of what the analyst said, oldest first."""
    for correction in corrections:
        if correction.field is not None:
            judgement = with_value(judgement, correction.field, correction.after)
    return judgement


def standing(corrections: Sequence[Correction]) -> dict[Field, Correction]:
    """Return the latest correction of each field."""
    return {each.field: each for each in corrections if each.field is not None}


def edits(
    before: Judgement, after: Judgement, by: str, now: datetime, reason: str = ""
) -> tuple[Correction, ...]:
    """Return what changes `before` into `after`, a correction a field; none where they agree."""
    return tuple(
        Correction(CorrectionKind.EDIT, by, now, field, value(before, field), new, reason)
        for field in Field
        if (new := value(after, field)) != value(before, field)
    )


def same(
    judgement: Judgement, corrections: Sequence[Correction], issue: str, by: str, now: datetime
) -> Correction:
    """Return that the ticket is one of the known issue `issue`; SaidAlready if a verdict stands.

    `judgement` is what counts so far.
    """
    _require_unspoken(corrections, issue)
    before = judgement.matched_issue_id or ""
    return Correction(CorrectionKind.SAME, by, now, Field.MATCHED_ISSUE, before, issue)


def not_this(
    judgement: Judgement, corrections: Sequence[Correction], issue: str, by: str, now: datetime
) -> Correction:
    """Return that the ticket is none of the known issue `issue`; SaidAlready if a verdict stands.

    Where that is the match that counts so far, none takes its place.
    """
    _require_unspoken(corrections, issue)
    field = Field.MATCHED_ISSUE if judgement.matched_issue_id == issue else None
    return Correction(CorrectionKind.NOT_THIS, by, now, field, issue)


def verdicts(corrections: Sequence[Correction]) -> dict[str, Correction]:
    """Return what stands of each known issue: that it is the same, or not this.

    A verdict that the match set later contradicts stands no more.
    """
    found: dict[str, Correction] = {}
    for correction in corrections:
        if correction.field is Field.MATCHED_ISSUE:
            match = correction.after
            found = {issue: said for issue, said in found.items() if _agrees(said, issue, match)}
        if correction.kind is CorrectionKind.SAME:
            found[correction.after] = correction
        elif correction.kind is CorrectionKind.NOT_THIS:
            found[correction.before] = correction
    return found


def _agrees(verdict: Correction, issue: str, match: str) -> bool:
    return (verdict.kind is CorrectionKind.SAME) == (issue == match)


def _require_unspoken(corrections: Sequence[Correction], issue: str) -> None:
    verdict = verdicts(corrections).get(issue)
    if verdict is not None:
        raise SaidAlready(verdict)


def in_short(judgement: Judgement) -> str:
    """Return what counts of `judgement` in a line: what a thumb down was about."""
    issue = judgement.matched_issue_id or "new"
    return f"{judgement.category} · {judgement.severity} · {issue}"


def value(judgement: Judgement, field: Field) -> str:
    """Return what `judgement` says in `field`."""
    match field:
        case Field.CATEGORY:
            return judgement.category
        case Field.SEVERITY:
            return judgement.severity
        case Field.MATCHED_ISSUE:
            return judgement.matched_issue_id or ""
        case Field.SUMMARY:
            return judgement.summary
        case Field.NEXT_ACTION:
            return judgement.next_action


def with_value(judgement: Judgement, field: Field, new: str) -> Judgement:
    """Return `judgement` saying `new` in `field`; no known issue means a new one."""
    match field:
        case Field.CATEGORY:
            return replace(judgement, category=new)
        case Field.SEVERITY:
            return replace(judgement, severity=new)
        case Field.MATCHED_ISSUE:
            return replace(judgement, matched_issue_id=new or None)
        case Field.SUMMARY:
            return replace(judgement, summary=new)
        case Field.NEXT_ACTION:
            return replace(judgement, next_action=new)
