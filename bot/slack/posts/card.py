"""The card: what was decided about a ticket, as people see it in the thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.blocks import FALLBACK_LIMIT, View, context, fields, header, section
from bot.slack.posts.card_buttons import buttons
from bot.slack.posts.changes import changes
from bot.slack.posts.duplicates import possible_duplicates
from bot.slack.posts.incident import incident_line
from bot.slack.posts.routed import routed, silently_judged
from bot.slack.posts.similar import similar
from bot.slack.posts.status import status_line
from bot.slack.rendering import (
    Mrkdwn,
    escaped,
    first_sentence,
    mrkdwn,
    only_known_links,
    plain,
)
from bot.triage.judging.ladder import Fall, Reason, Rung, in_words
from bot.triage.teamwork.correction import CorrectionKind, Field, standing, verdicts
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.triage.judgement import Judgement
    from bot.triage.rules import Rules
    from bot.triage.ticket import Ticket

TITLE_LIMIT = 90
SUMMARY_LIMIT = 1500
NEXT_ACTION_LIMIT = 1500
NOTES_SHOWN = 5

TAKE_OVER = "This could not be judged automatically: please take it over."


def card(ticket: Ticket, rules: Rules, site: str = "") -> View:
    """Return the card of a judged ticket, or of one that is handed to people unjudged.

    `site` is the address of its workspace, for links to other tickets.
    """
    decided = ticket.decided
    if decided is None:
        return _unjudged(ticket, rules, site)
    judgement = _without_foreign_links(ticket, decided)
    changed = changes(ticket)
    blocks = [
        header(f"{_severity(judgement, rules)} · {judgement.category}"),
        context([status_line(ticket)]),
        *silently_judged(ticket, site),
        *([section(TAKE_OVER)] if ticket.status is Status.HANDED_OVER else []),
        section(plain(judgement.summary, SUMMARY_LIMIT)),
        fields(_fields(ticket, judgement, rules)),
        section(plain(f"Next action: {judgement.next_action}", NEXT_ACTION_LIMIT)),
        *similar(ticket, judgement),
        *possible_duplicates(ticket, site),
        *routed(ticket, site),
        *incident_line(ticket),
        *([context([changed])] if changed else []),
        *([context(judgement.notes[:NOTES_SHOWN])] if judgement.notes else []),
        *buttons(ticket, rules),
        context([mrkdwn("{} · {}", _judged_by(judgement), ticket.reference)]),
    ]
    return View(_fallback(ticket, judgement, rules), blocks)


def withdrawn(ticket: Ticket) -> View:
    """Return what stands in place of a card or a question once the ticket's message is deleted."""
    text = mrkdwn("{} was withdrawn: its message was deleted.", ticket.reference)
    return View(text, [context([text])])


def _unjudged(ticket: Ticket, rules: Rules, site: str) -> View:
    """Return a card that asks people to judge: no ticket stays without one."""
    reported = first_sentence(ticket.messages[0].full_text, TITLE_LIMIT)
    blocks = [
        header("Manual review required"),
        context([status_line(ticket)]),
        *silently_judged(ticket, site),
        section(TAKE_OVER),
        section(plain(reported, SUMMARY_LIMIT)),
        *([context([_why_unjudged(ticket.falls)])] if ticket.falls else []),
        *routed(ticket, site),
        *incident_line(ticket),
        *buttons(ticket, rules),
        context([mrkdwn("Handed to people · {}", ticket.reference)]),
    ]
    return View(escaped(f"{ticket.reference}: {TAKE_OVER}", FALLBACK_LIMIT), blocks)


def _why_unjudged(falls: Sequence[Fall]) -> str:
    tried = in_words(falls)
    return f"{tried[0].upper()}{tried[1:]}."


def _judged_by(judgement: Judgement) -> str:
    """Return who or what judged, in words."""
    provenance = judgement.provenance
    match provenance.analyst:
        case "people":
            return "Judged by people"
        case "offline":
            return f"Judged offline ({provenance.model})"
        case _:
            return f"Judged by the model {provenance.model}{_with_repair(provenance.falls)}"


def _with_repair(falls: Sequence[Fall]) -> str:
    """Return what is to be said of a model that did not get it right at once."""
    if len(falls) > 1:
        # Nothing else stands after a repair that failed too.
        return f", which {Fall(Rung.REPAIR, Reason.OTHER_LANGUAGE).phrase}"
    return f", asked again since at first it {falls[0].phrase}" if falls else ""


def _without_foreign_links(ticket: Ticket, judgement: Judgement) -> Judgement:
    """Return `judgement` with no link but those of the ticket, of its match, and of people."""
    matched = (issue for issue in judgement.related if issue.id == judgement.matched_issue_id)
    cited = (text for issue in matched for text in (issue.title, issue.url or ""))
    set_by_people = (correction.after for correction in ticket.corrections)
    said = (message.full_text for message in ticket.messages)
    known = "\n".join((*said, *cited, *set_by_people))
    return replace(
        judgement,
        summary=only_known_links(judgement.summary, known),
        next_action=only_known_links(judgement.next_action, known),
        notes=tuple(only_known_links(note, known) for note in judgement.notes),
    )


def _severity(judgement: Judgement, rules: Rules) -> str:
    """Return the severity with its mark; the team may have renamed it since."""
    marks = {severity.name: severity.mark for severity in rules.taxonomy.severities}
    return f"{marks.get(judgement.severity, '')} {judgement.severity}".strip()


def _issue_type(ticket: Ticket, judgement: Judgement, rules: Rules) -> str:
    if Field.MATCHED_ISSUE in standing(ticket.corrections) or _is_ruled_out(ticket, judgement):
        judgement = replace(judgement, confidence=replace(judgement.confidence, issue_type=1.0))
    return rules.confidence.issue_in_words(judgement)


def _is_ruled_out(ticket: Ticket, judgement: Judgement) -> bool:
    """Return True if it is no match, and people said "Not this" of the nearest issue too."""
    if judgement.matched_issue_id is not None or not judgement.related:
        return False
    verdict = verdicts(ticket.corrections).get(judgement.related[0].id)
    return verdict is not None and verdict.kind is CorrectionKind.NOT_THIS


def _fields(ticket: Ticket, judgement: Judgement, rules: Rules) -> list[Mrkdwn]:
    tiers, sure, by_people = rules.confidence, judgement.confidence, standing(ticket.corrections)

    def in_words(field: Field, probability: float) -> str:
        return "set by people" if field in by_people else tiers.in_words(probability)

    confidence = mrkdwn(
        "category {}\nseverity {}\nissue type {}",
        in_words(Field.CATEGORY, sure.category),
        in_words(Field.SEVERITY, sure.severity),
        in_words(Field.MATCHED_ISSUE, sure.issue_type),
    )
    return [
        mrkdwn("*Category*\n{}", judgement.category),
        mrkdwn("*Severity*\n{}", _severity(judgement, rules)),
        mrkdwn("*Issue type*\n{}", _issue_type(ticket, judgement, rules)),
        mrkdwn("*Confidence*\n{}", confidence),
    ]


def _fallback(ticket: Ticket, judgement: Judgement, rules: Rules) -> Mrkdwn:
    parts = [
        f"{ticket.reference}: {judgement.severity} · {judgement.category}",
        _issue_type(ticket, judgement, rules),
        judgement.summary,
        f"Next: {judgement.next_action}",
    ]
    if ticket.status is Status.HANDED_OVER:
        parts.insert(0, TAKE_OVER)
    return escaped(" · ".join(" ".join(part.split()) for part in parts), FALLBACK_LIMIT)
