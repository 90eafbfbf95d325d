"""The form in which a known issue is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import options, section
from bot.slack.forms.inputs import checkboxes, labelled, modal, text_input
from bot.slack.known_issues.view import LABELS
from bot.slack.rendering import plain
from bot.triage.known_issues.article import (
    MAX_ACTION,
    MAX_SYMPTOMS_TEXT,
    MAX_TITLE,
    MAX_URL,
    Article,
    Part,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.slack.blocks import Json
    from bot.slack.forms.submissions import Submission
    from bot.slack.rendering import Mrkdwn
    from bot.triage.judgement import Taxonomy

CALLBACK = "known_issue"
READY = "ready"
SEEN = "What somebody with this problem sees or writes, a line each."
BLANK = Article(title="", category="", symptoms=(), recommended_action="")


def shown(article: Article) -> dict[str, str]:
    """Return what the form shows of `article`: Slack is sent no token and nothing unseen."""
    values = {part: plain(text, MAX_SYMPTOMS_TEXT) for part, text in article.values.items()}
    return Article.from_values(values).values


def form(
    metadata: str,
    title: str,
    values: Mapping[str, str],
    taxonomy: Taxonomy,
    *,
    remarks: Sequence[Mrkdwn] = (),
    is_ready: bool = True,
) -> Json:
    """Return the form with `values` in it."""
    blocks = [
        *(section(remark) for remark in remarks),
        _line(Part.TITLE, values, MAX_TITLE, "The problem, in a few words."),
        _category(values[Part.CATEGORY], taxonomy),
        _lines(Part.SYMPTOMS, values, MAX_SYMPTOMS_TEXT, SEEN),
        _lines(Part.ACTION, values, MAX_ACTION, "Stands on the card of each ticket that matches."),
        _line(Part.URL, values, MAX_URL, "Where more is written, if anywhere.", optional=True),
        _ready(is_ready=is_ready),
    ]
    return modal(CALLBACK, metadata, title, "Save", blocks)


def entered(submission: Submission) -> dict[str, str]:
    """Return what was sent, part by part, as it would be stored."""
    written: dict[str, str] = {part: submission.text(part) for part in Part}
    written[Part.CATEGORY] = submission.choice(Part.CATEGORY)
    return Article.from_values(written).values


def is_ready(submission: Submission) -> bool:
    """Return True if it is to wait for approval."""
    return READY in submission.choices(READY)


def _line(
    part: Part, values: Mapping[str, str], most: int, hint: str, *, optional: bool = False
) -> Json:
    element: Json = {"type": "plain_text_input", "max_length": most}
    if values[part]:
        element["initial_value"] = plain(values[part], most)
    return labelled(part, LABELS[part], element, hint=hint, optional=optional)


def _lines(part: Part, values: Mapping[str, str], most: int, hint: str) -> Json:
    return text_input(part, LABELS[part], initial=values[part], hint=hint, most=most)


def _category(chosen: str, taxonomy: Taxonomy) -> Json:
    names = taxonomy.category_names
    element: Json = {
        "type": "static_select",
        "options": options([(name, name) for name in names]),
    }
    if chosen in names:
        element["initial_option"] = options([(chosen, chosen)])[0]
    return labelled(Part.CATEGORY, LABELS[Part.CATEGORY], element)


def _ready(*, is_ready: bool) -> Json:
    choices = [("Ready for approval", READY)]
    return checkboxes(READY, "When you save", choices, ticked=[READY] if is_ready else [])
