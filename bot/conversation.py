"""Judges one ticket without Slack and without storing it: the engine behind `triage classify`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, assert_never

from bot.bad_input import BadInputError
from bot.slack.rendering import visible
from bot.triage.issue import EVERY_TEAM
from bot.triage.judgement import Question, Related
from bot.triage.judging.progress import Asked, Decided, Finished, Found, Progress, Started
from bot.triage.plain_text import plain
from bot.triage.ticket import Entry, Message, Status, Ticket, TicketId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.triage.judgement import Judgement
    from bot.triage.rules import ConfidenceTiers
    from bot.workflow import Workflow

REPORTER = "reporter"


class BadTicketError(BadInputError):
    """The text is no ticket; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the conversation ended: with a judgement, or with a question that nobody answered."""

    judgement: Judgement | None
    open_question: Question | None
    tiers: ConfidenceTiers
    unused_replies: int = 0


def sensible(given: str, longest: int, what: str) -> str:
    """Return `given` trimmed; BadTicketError if it says nothing or is longer than `longest`."""
    text = plain(given).strip()
    if not visible(text).strip():
        raise BadTicketError(f"{what} is empty: write between 1 and {longest} characters")
    if len(text) > longest:
        raise BadTicketError(f"{what} has {len(text)} characters; at most {longest} are taken")
    return text


def converse(
    workflow: Workflow,
    text: str,
    replies: Sequence[str],
    report: Callable[[Progress], None],
    now: datetime,
    *,
    tiers: ConfidenceTiers,
) -> Outcome:
    """Judge `text`, answering each question with the next of `replies`."""
    ticket = _ticket(text, now)
    remaining = list(replies)
    while True:
        move = workflow.advance(ticket, now, report)
        if move is None:
            raise ValueError("a ticket with a new message always moves")
        ticket = move.ticket
        if ticket.status is not Status.WAITING:
            return Outcome(ticket.judgement, None, tiers, unused_replies=len(remaining))
        if not remaining:
            question = ticket.open_question
            return Outcome(None, question.question if question else None, tiers)
        answer = _message(remaining.pop(0), now, f"reply-{len(ticket.messages)}")
        ticket = replace(ticket, messages=(*ticket.messages, answer))


def _ticket(text: str, now: datetime) -> Ticket:
    return Ticket(
        id=TicketId(0),
        team=EVERY_TEAM,
        number=0,
        channel="",
        thread_ts=None,
        reporter=REPORTER,
        entry=Entry.COMMAND,
        status=Status.RECEIVED,
        messages=(_message(text, now, "ticket"),),
        created_at=now,
    )


def _message(text: str, now: datetime, event_id: str) -> Message:
    return Message(EVERY_TEAM, "", REPORTER, text, event_id, now)


def as_status(status: str, thread_id: str) -> dict[str, Any]:
    """Return the line of the NDJSON stream that says how the whole stands."""
    return {"type": "status", "thread_id": thread_id, "data": {"status": status}}


def as_record(progress: Progress, thread_id: str) -> dict[str, Any]:
    """Return one line of the NDJSON stream."""
    match progress:
        case Started(node):
            return {"type": "node_start", "thread_id": thread_id, "node": node.value}
        case Finished(node):
            return {"type": "node_complete", "thread_id": thread_id, "node": node.value}
        case Found(hits):
            data: object = [_related_record(Related.of(hit)) for hit in hits]
            return {"type": "kb_search_complete", "thread_id": thread_id, "data": data}
        case Asked(question):
            data = {"question": question.text, "suggestions": list(question.suggestions)}
            return {"type": "interrupt", "thread_id": thread_id, "data": data}
        case Decided(judgement):
            data = judgement_record(judgement)
            return {"type": "classification_complete", "thread_id": thread_id, "data": data}
        case _:
            assert_never(progress)


def in_words(outcome: Outcome) -> list[str]:
    """Return the outcome as lines for a person."""
    if outcome.judgement is None:
        question = outcome.open_question or Question("")
        return [f"Question: {question.text}", *(f"  - {each}" for each in question.suggestions)]
    judgement, sure = outcome.judgement, outcome.judgement.confidence
    similar = [
        f"  {issue.similarity:.0%}  {issue.id}  {issue.title}"
        for issue in judgement.in_reading_order
    ]
    return [
        judgement.summary,
        "",
        f"Category:    {judgement.category} ({sure.category:.0%} sure)",
        f"Severity:    {judgement.severity} ({sure.severity:.0%} sure)",
        f"Issue:       {_issue(judgement, outcome.tiers)} ({sure.issue_type:.0%} sure)",
        f"Next action: {judgement.next_action}",
        f"Judged by:   {judgement.provenance.analyst} ({judgement.provenance.model})",
        *judgement.notes,
        *(["", "Similar known issues:", *similar] if similar else []),
    ]


def _issue(judgement: Judgement, tiers: ConfidenceTiers) -> str:
    if possible := tiers.possible_issue(judgement):
        return f"possibly {possible}, please check"
    if judgement.matched_issue_id is None:
        return "new"
    return f"known, {judgement.matched_issue_id}"


def _related_record(issue: Related) -> dict[str, Any]:
    """Return a known issue near the ticket in the shape that other programs read."""
    return {
        "id": issue.id,
        "title": issue.title,
        "similarity_score": round(issue.similarity, 4),
    }


def judgement_record(judgement: Judgement) -> dict[str, Any]:
    """Return `judgement` in the shape that other programs read; `notes` only if there are any."""
    confidence = judgement.confidence
    notes = {"notes": list(judgement.notes)} if judgement.notes else {}
    return {
        "summary": judgement.summary,
        "category": judgement.category,
        "severity": judgement.severity,
        "issue_type": judgement.issue_type.value,
        "next_action": judgement.next_action,
        "related_issues": [_related_record(issue) for issue in judgement.in_reading_order],
        "confidence": {
            "category": round(confidence.category, 4),
            "severity": round(confidence.severity, 4),
            "issue_type": round(confidence.issue_type, 4),
        },
        "analyst": judgement.provenance.analyst,
        **notes,
    }
