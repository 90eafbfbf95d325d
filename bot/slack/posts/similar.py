"""The known issues like a ticket: what people said of each, or buttons to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import actions, button, overflow, section
from bot.slack.rendering import Mrkdwn, link, mention, mrkdwn, percentage
from bot.triage.judgement import RELATED_ISSUES_SHOWN
from bot.triage.teamwork.correction import CorrectionKind, verdicts

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.triage.judgement import Judgement, Related
    from bot.triage.teamwork.correction import Correction
    from bot.triage.ticket import Ticket

SAME = "same"
NOT_THIS = "not_this"
SAME_LABEL = "Yes, same issue"
NOT_THIS_LABEL = "Not this"
LONGEST_ID = 100
"""So that it fits into a menu's choice beside the deed and the ticket's number."""


def similar(ticket: Ticket, judgement: Judgement) -> list[Json]:
    """Return the best of them; the first that nobody has spoken of with buttons, others a menu.

    Once one is said to be the same, none has buttons any more.
    """
    said = verdicts(ticket.corrections)
    related = judgement.in_reading_order[:RELATED_ISSUES_SHOWN]
    undecided = [issue for issue in related if issue.id not in said and len(issue.id) <= LONGEST_ID]
    is_settled = any(verdict.kind is CorrectionKind.SAME for verdict in said.values())
    blocks: list[Json] = [section(Mrkdwn("*Similar known issues*"))] if related else []
    for issue in related:
        shown = section(_line(issue, said.get(issue.id)))
        value = f"{ticket.number}:{issue.id}"
        if issue in undecided[:1] and not is_settled:
            blocks += [shown, _buttons(value)]
        elif issue in undecided:
            blocks.append({**shown, "accessory": _menu(value)})
        else:
            blocks.append(shown)
    return blocks


def _buttons(value: str) -> Json:
    return actions([button(SAME_LABEL, SAME, value), button(NOT_THIS_LABEL, NOT_THIS, value)])


def _menu(value: str) -> Json:
    choices = [(SAME_LABEL, f"{SAME}:{value}"), (NOT_THIS_LABEL, f"{NOT_THIS}:{value}")]
    return overflow("similar", choices)


def _line(issue: Related, verdict: Correction | None) -> Mrkdwn:
    alike = percentage(issue.similarity)
    line = mrkdwn("• *{}* {} ({} match)", issue.id, issue.title, alike, limit=200)
    if issue.url is not None:
        line = mrkdwn("{}\n   {}", line, link(issue.url))
    if verdict is None:
        return line
    is_same = verdict.kind is CorrectionKind.SAME
    words = Mrkdwn("the same issue") if is_same else Mrkdwn("not this")
    return mrkdwn("{}\n   _{}, says {}_", line, words, mention(verdict.by))
