"""How a judgement is written as a row and read back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.judgement import Confidence, Judgement, Provenance, Question, Related
from storage.judging import ladder
from storage.schema import judgements

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import Ticket

INSERT = sa.insert(judgements).returning(judgements.c.id)
BY_ID = sa.select(judgements).where(judgements.c.id == sa.bindparam("judgement"))


def add(connection: sa.Connection, ticket: Ticket, judgement: Judgement, now: datetime) -> int:
    """Keep `judgement` with `ticket` and return its id; none is ever overwritten."""
    asked, provenance = judgement.question, judgement.provenance
    values = {
        "team": ticket.team,
        "ticket_id": ticket.id,
        "summary": judgement.summary,
        "category": judgement.category,
        "severity": judgement.severity,
        "matched_issue_id": judgement.matched_issue_id,
        "next_action": judgement.next_action,
        "category_confidence": judgement.confidence.category,
        "severity_confidence": judgement.confidence.severity,
        "issue_type_confidence": judgement.confidence.issue_type,
        "question": None if asked is None else asdict(asked),
        "related": [asdict(related) for related in judgement.related],
        "notes": list(judgement.notes),
        "created_at": now,
        **asdict(provenance),
        "falls": ladder.as_json(provenance.falls),
        "fell_back": provenance.fell_back,
    }
    return int(connection.execute(INSERT, values).scalar_one())


def by_id(connection: sa.Connection, judgement_id: int) -> Judgement:
    """Return the judgement with that id."""
    row = connection.execute(BY_ID, {"judgement": judgement_id}).one()
    return Judgement(
        summary=row.summary,
        category=row.category,
        severity=row.severity,
        matched_issue_id=row.matched_issue_id,
        next_action=row.next_action,
        confidence=Confidence(
            row.category_confidence, row.severity_confidence, row.issue_type_confidence
        ),
        provenance=_provenance(row),
        question=_question(row),
        related=tuple(Related(**related) for related in row.related),
        notes=tuple(row.notes),
    )


def _provenance(row: sa.Row[Any]) -> Provenance:
    return Provenance(
        analyst=row.analyst,
        model=row.model,
        prompt_version=row.prompt_version,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        milliseconds=row.milliseconds,
        falls=ladder.read(row.falls),
    )


def _question(row: sa.Row[Any]) -> Question | None:
    if row.question is None:
        return None
    return Question(row.question["text"], tuple(row.question["suggestions"]))
