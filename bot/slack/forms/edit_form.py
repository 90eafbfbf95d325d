"""The form in which a ticket's judgement is corrected and the ticket is given to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import OPTION_LIMIT, options, plain_text, section
from bot.slack.forms.inputs import LABEL_LIMIT, labelled, modal, text_input
from bot.slack.rendering import first_sentence, one_line, plain
from bot.triage.judgement import Confidence, IssueType, Judgement, Provenance
from bot.triage.teamwork.correction import Field, value
from bot.triage.teamwork.editing import ASSIGNEE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.slack.blocks import Json
    from bot.slack.rendering import Mrkdwn
    from bot.triage.judgement import Taxonomy
    from bot.triage.ticket import Ticket

CALLBACK = "edit"
ISSUE_TYPE = "issue_type"
LONGEST_TEXT = 2000
TITLE_LIMIT = 300
ISSUE_TYPES = (("Known issue", IssueType.KNOWN.value), ("New issue", IssueType.NEW.value))


def standing_judgement(ticket: Ticket) -> Judgement:
    """Return what counts; for a ticket that nothing could judge, a blank for people to fill in."""
    if ticket.decided is not None:
        return ticket.decided
    return Judgement(
        summary=first_sentence(ticket.messages[0].full_text, TITLE_LIMIT),
        category="",
        severity="",
        matched_issue_id=None,
        next_action="",
        confidence=Confidence(1.0, 1.0, 1.0),
        provenance=Provenance("people", ""),
    )


def shown(ticket: Ticket, taxonomy: Taxonomy) -> dict[str, str]:
    """Return what the form shows for a ticket as it stands, by the name of the input."""
    judgement = standing_judgement(ticket)
    values: dict[str, str] = {field: value(judgement, field) for field in Field}
    values[ASSIGNEE] = "" if ticket.work.is_closed else ticket.assignee or ""
    for field, names in (
        (Field.CATEGORY, taxonomy.category_names),
        (Field.SEVERITY, taxonomy.severity_names),
    ):
        values[field] = values[field] if values[field] in names else ""
    for field in (Field.SUMMARY, Field.NEXT_ACTION):
        values[field] = plain(values[field], LONGEST_TEXT)
    return values


def form(
    metadata: str,
    ticket: Ticket,
    values: Mapping[str, str],
    taxonomy: Taxonomy,
    issue_label: str,
    *,
    remarks: Sequence[Mrkdwn] = (),
) -> Json:
    """Return the form with `values` in it; `issue_label` says which known issue they name."""
    matched = values[Field.MATCHED_ISSUE]
    blocks = [
        *(section(remark) for remark in remarks),
        _select(Field.CATEGORY, "Category", taxonomy.category_names, values),
        _select(Field.SEVERITY, "Severity", taxonomy.severity_names, values),
        _issue_type(matched),
        _issue(matched, issue_label),
        text_input(Field.SUMMARY, "Summary", initial=values[Field.SUMMARY], most=LONGEST_TEXT),
        text_input(
            Field.NEXT_ACTION,
            "Next action",
            initial=values[Field.NEXT_ACTION],
            hint="Leave it empty for what is usual in the category.",
            most=LONGEST_TEXT,
            optional=True,
        ),
        *([] if ticket.work.is_closed else [_assignee(values[ASSIGNEE])]),
    ]
    return modal(CALLBACK, metadata, f"Edit {ticket.reference}", "Save", blocks)


def option_of(issue_id: str, title: str) -> tuple[str, str]:
    """Return the label and the value under which a known issue is chosen."""
    return one_line(f"{issue_id} {title}", OPTION_LIMIT), issue_id


def _select(name: str, label: str, names: Sequence[str], values: Mapping[str, str]) -> Json:
    choices = [(choice, choice) for choice in names]
    element: Json = {"type": "static_select", "options": options(choices)}
    if values[name]:
        element["initial_option"] = options([(values[name], values[name])])[0]
    return labelled(name, label, element)


def _issue_type(matched: str) -> Json:
    chosen = ISSUE_TYPES[0 if matched else 1]
    element: Json = {
        "type": "radio_buttons",
        "options": options(ISSUE_TYPES),
        "initial_option": options([chosen])[0],
    }
    return labelled(ISSUE_TYPE, "Issue type", element)


def _issue(matched: str, label: str) -> Json:
    element: Json = {
        "type": "external_select",
        "placeholder": plain_text("Search the known issues", LABEL_LIMIT),
        "min_query_length": 0,
    }
    if matched:
        element["initial_option"] = options([(label, matched)])[0]
    return labelled(Field.MATCHED_ISSUE, "Known issue", element, optional=True)


def _assignee(assignee: str) -> Json:
    element: Json = {"type": "users_select"}
    if assignee:
        element["initial_user"] = assignee
    return labelled(ASSIGNEE, "Who works on it", element, optional=True)
