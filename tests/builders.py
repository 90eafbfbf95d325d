"""Builders with defaults: a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.triage.delivery.posting import Kind, Operation, Post, Posting
from bot.triage.issue import KnownIssue
from bot.triage.judgement import (
    Category,
    Confidence,
    Hit,
    Judgement,
    Provenance,
    Question,
    Related,
    Severity,
    Standing,
    Taxonomy,
)
from bot.triage.known_issues.article import Article
from bot.triage.rules import Rules
from bot.triage.ticket import AskedQuestion, Entry, Message, Status, Ticket, TicketId

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TEAM = "T0TEAM"
CHANNEL = "C0SUPPORT"
REPORTER = "U0REPORTER"
ROOT_TS = "1767614400.000100"


def a_message(text: str = "The invoice of May is wrong", **changes: object) -> Message:
    fields: dict[str, object] = {
        "team": TEAM,
        "channel": CHANNEL,
        "user": REPORTER,
        "event_id": "Ev0001",
        "at": NOON,
        "ts": ROOT_TS,
    }
    return Message(text=text, **{**fields, **changes})  # type: ignore[arg-type]


def a_reply(text: str = "It is invoice 4711", **changes: object) -> Message:
    fields: dict[str, object] = {"event_id": "Ev0002", "ts": "1767614460.000200"}
    return a_message(text, **{**fields, "thread_ts": ROOT_TS, **changes})


def a_judgement(**changes: object) -> Judgement:
    fields: dict[str, object] = {
        "summary": "The invoice of May shows the wrong amount. The customer wants a new one.",
        "category": "Billing",
        "severity": "Medium",
        "matched_issue_id": None,
        "next_action": "Check the account's invoices, then answer with what was charged and why.",
        "confidence": Confidence(0.9, 0.6, 0.4),
        "provenance": Provenance("openai", "gpt-4o-mini"),
    }
    return Judgement(**{**fields, **changes})  # type: ignore[arg-type]


def an_issue(id: str = "KB-101", **changes: object) -> KnownIssue:  # noqa: A002 - its name there
    fields: dict[str, object] = {
        "title": "Invoices of May counted twice",
        "category": "Billing",
        "symptoms": ("invoice too high", "amount doubled"),
        "recommended_action": "Cancel the invoice and send the corrected one.",
    }
    return KnownIssue(id=id, **{**fields, **changes})  # type: ignore[arg-type]


def a_hit(similarity: float = 0.87, *, standing: Standing | None = None, **changes: object) -> Hit:
    return Hit(an_issue(**changes), similarity, standing=standing or Standing())  # type: ignore[arg-type]


def a_related(similarity: float = 0.87, **changes: object) -> Related:
    return Related.of(Hit(an_issue(**changes), similarity))  # type: ignore[arg-type]


def an_asked_question(
    text: str = "Which invoice is it?",
    *suggestions: str,
    round: int = 1,  # noqa: A002 - its name there
    seen_messages: int = 1,
) -> AskedQuestion:
    return AskedQuestion(round, Question(text, suggestions), NOON, seen_messages)


def a_ticket(text: str = "The invoice of May is wrong", **changes: object) -> Ticket:
    fields: dict[str, object] = {
        "id": TicketId(1),
        "team": TEAM,
        "number": 12,
        "channel": CHANNEL,
        "thread_ts": ROOT_TS,
        "reporter": REPORTER,
        "entry": Entry.MESSAGE,
        "status": Status.RECEIVED,
        "messages": (a_message(text),),
        "created_at": NOON,
    }
    return Ticket(**{**fields, **changes})  # type: ignore[arg-type]


def a_judged_ticket(text: str = "The invoice of May is wrong", **judged: object) -> Ticket:
    return a_ticket(text, status=Status.JUDGED, judgement=a_judgement(**judged))


def a_waiting_ticket(*suggestions: str, **changes: object) -> Ticket:
    asked = an_asked_question("Which invoice is it?", *suggestions)
    return a_ticket(**{"status": Status.WAITING, "questions": (asked,), **changes})  # type: ignore[arg-type]


def a_posting(
    kind: Kind = Kind.CARD,
    ticket: Ticket | None = None,
    *,
    round: int = 0,  # noqa: A002 - its name there
    operation: Operation = Operation.POST,
    **changes: object,
) -> Posting:
    fields: dict[str, object] = {
        "id": 1,
        "key": "k1:card:0:thread",
        "attempts": 0,
        "created_at": NOON,
    }
    post = Post(kind, round, operation)
    return Posting(post=post, ticket=ticket or a_judged_ticket(), **{**fields, **changes})  # type: ignore[arg-type]


def a_taxonomy() -> Taxonomy:
    categories = ("Billing", "Login", "Performance", "Bug", "Question/How-To")
    marks = {"Low": "⚪", "Medium": "🟡", "High": "🟠", "Critical": "🔴"}
    return Taxonomy(
        tuple(Category(name, f"{name} things.", f"Look at {name}.") for name in categories),
        tuple(Severity(name, f"{name} urgency.", mark) for name, mark in marks.items()),
    )


def the_rules(*channels: str) -> Rules:
    return Rules(a_taxonomy(), channels)


def an_article(**changes: object) -> Article:
    return replace(Article.of(an_issue()), **changes)  # type: ignore[arg-type]
