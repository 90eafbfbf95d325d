"""What can be learned from a ticket: how people left it, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.triage.teamwork.correction import CorrectionKind, Field, standing, verdicts
from bot.triage.teamwork.work import WorkState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.triage.redaction import Redacted
    from bot.triage.teamwork.correction import Correction
    from bot.triage.ticket import TicketId

SAID = 1.0
"""A person set it, or saw the whole form and left it."""
RESOLVED = 0.8
"""The ticket was worked to its end, and nobody changed it."""
PASSED_OVER = 0.3
"""Nobody said anything, though people have said something of a later ticket."""
DOUBTED = 0.0
"""A person said that it is wrong, but not how."""

LEARNED = (Field.CATEGORY, Field.SEVERITY, Field.MATCHED_ISSUE)
_OPINIONS = {CorrectionKind.EDIT, CorrectionKind.HELPFUL, CorrectionKind.UNHELPFUL}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a ticket is judged by now, and how far each field can be relied on, from 0 to 1."""

    category: str
    severity: str
    issue_id: str | None
    """The known issue that it is about; None = a new one."""
    trust: Mapping[Field, float]
    refused: frozenset[str] = frozenset()
    """Known issues that people said it is not about."""

    @property
    def is_settled(self) -> bool:
        """Return True if people have said or done something that tells of it."""
        return bool(self.refused) or any(trust >= RESOLVED for trust in self.trust.values())


@dataclass(frozen=True, slots=True)
class Lesson:
    """A ticket of a workspace, as what it came to bears on later ones."""

    ticket_id: TicketId
    text: Redacted
    """What people wrote before it was judged."""
    vector: bytes
    """Of that text: float32, little endian."""
    outcome: Outcome

    @property
    def issue_id(self) -> str | None:
        """Return the known issue that it is about."""
        return self.outcome.issue_id

    def trust(self, field: Field) -> float:
        """Return how far what it came to in `field` can be relied on."""
        return self.outcome.trust[field]


def outcome(
    judged: Mapping[Field, str],
    corrections: Sequence[Correction],
    state: WorkState,
    *,
    passed_over: bool,
) -> Outcome:
    """Return what a ticket came to that was `judged` so, and what people said since.

    `passed_over` means that a later ticket of the workspace was corrected or resolved.
    """
    said = standing(corrections)
    left = _left_alone(corrections, state, passed_over=passed_over)
    final = {field: said[field].after if field in said else judged[field] for field in LEARNED}
    trust = {field: SAID if field in said else left for field in LEARNED}
    refusals = {
        issue: each
        for issue, each in verdicts(corrections).items()
        if each.kind is CorrectionKind.NOT_THIS and issue != final[Field.MATCHED_ISSUE]
    }
    if Field.MATCHED_ISSUE in said and said[Field.MATCHED_ISSUE] in refusals.values():
        # It is not that one: whether it is another was not said.
        trust[Field.MATCHED_ISSUE] = DOUBTED
    return Outcome(
        final[Field.CATEGORY],
        final[Field.SEVERITY],
        final[Field.MATCHED_ISSUE] or None,
        trust,
        frozenset(refusals),
    )


def _left_alone(corrections: Sequence[Correction], state: WorkState, *, passed_over: bool) -> float:
    """Return how far a field can be relied on that nobody set."""
    opinions = [each.kind for each in corrections if each.kind in _OPINIONS]
    if opinions:
        return DOUBTED if opinions[-1] is CorrectionKind.UNHELPFUL else SAID
    if state is WorkState.RESOLVED:
        return RESOLVED
    return PASSED_OVER if passed_over else DOUBTED
