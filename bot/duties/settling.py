"""What code decides about a judgement, whoever made it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.analysts.reading.insistence import insisting
from bot.triage.judgement import Related
from bot.triage.judging.floors import highest
from bot.triage.redaction import joined

if TYPE_CHECKING:
    from bot.triage.judgement import Case, Judgement
    from bot.triage.rules import Rules


def settle(judgement: Judgement, case: Case, rules: Rules, said: str = "") -> Judgement:
    """Return `judgement` with what code decides, whatever the analyst was told.

    Only issues that were found can be cited, a severity has its floor, nothing is asked where
    nothing may be, and what the team can't do without is asked for. KeyError if it names a
    category or severity that the team does not have.
    """
    rules.taxonomy.category(judgement.category)
    rules.taxonomy.severity(judgement.severity)
    found = {hit.issue.id for hit in case.hits}
    matched = judgement.matched_issue_id if judgement.matched_issue_id in found else None
    settled = replace(
        judgement,
        matched_issue_id=matched,
        related=tuple(Related.of(hit) for hit in case.hits),
        question=judgement.question if case.may_ask else None,
    )
    raised = _raised(settled, said or joined(case.reported), rules)
    return insisting(raised, case, rules.taxonomy)


def _raised(judgement: Judgement, said: str, rules: Rules) -> Judgement:
    """Return `judgement` at least as severe as the words of the ticket call for."""
    taxonomy = rules.taxonomy
    floor = highest(rules.floors, said, taxonomy.severity_names)
    if floor is None or taxonomy.at_least(judgement.severity, floor.severity) == judgement.severity:
        return judgement
    raised = replace(
        judgement,
        severity=floor.severity,
        confidence=replace(judgement.confidence, severity=1.0),
    )
    return raised.noting(f"Raised to {floor.severity} by the team's rules.")
