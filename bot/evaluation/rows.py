"""Labelled tickets and known issues, of whatever origin, as files for measuring hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, ConfigDict

from bot.evaluation.json_lines import Row, read
from bot.evaluation.labelled import LabelledTicket
from bot.triage.issue import KnownIssue
from bot.triage.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.triage.judgement import Taxonomy


def _id(value: object) -> object:
    """Return `value` as text: some trackers write their ids as numbers."""
    return str(value) if type(value) is int else value


Id = Annotated[str, BeforeValidator(_id)]


class _TicketRow(Row):
    model_config = ConfigDict(extra="allow")

    text: str | None = None
    title: str | None = None
    body: str | None = None
    category: str | None = None
    severity: str | None = None
    gold: list[Id] | None = None
    needs_info: bool | None = None


class _IssueRow(Row):
    id: Id
    title: str
    body: str | None = None
    symptoms: list[str] | str | None = None
    category: str | None = None
    recommended_action: str | None = None


def read_tickets(path: Path, taxonomy: Taxonomy) -> list[LabelledTicket]:
    """Return the tickets in `path`; BadLinesError names every line that can't be taken."""
    return read(path, _TicketRow, lambda row: _ticket(row, taxonomy))


def read_issues(path: Path) -> list[KnownIssue]:
    """Return the known issues in `path`; BadLinesError names every line that can't be taken.

    Unlike an import it takes what other trackers hold: long texts, ids of any shape, and issues
    without a category, whose category is empty then.
    """
    seen: set[str] = set()

    def once(row: _IssueRow) -> KnownIssue:
        if not plain(row.id).strip():
            raise ValueError("id: is empty")
        if row.id in seen:
            raise ValueError(f"id: {row.id} stands there twice")
        seen.add(row.id)
        return _issue(row)

    return read(path, _IssueRow, once)


def _ticket(row: _TicketRow, taxonomy: Taxonomy) -> LabelledTicket:
    return LabelledTicket(
        text=_text(row.text, row.title, row.body),
        category=_one_of("category", row.category, taxonomy.category_names),
        severity=_one_of("severity", row.severity, taxonomy.severity_names),
        gold=None if row.gold is None else frozenset(row.gold),
        needs_info=row.needs_info,
        tags=row.model_extra or {},
    )


def _issue(row: _IssueRow) -> KnownIssue:
    listed = [row.symptoms] if isinstance(row.symptoms, str) else row.symptoms or []
    described = (plain(text).strip() for text in (*listed, row.body or ""))
    issue = KnownIssue(
        id=row.id,
        title=plain(row.title).strip(),
        category=row.category or "",
        symptoms=tuple(text for text in described if text),
        recommended_action=row.recommended_action or "",
    )
    if not issue.searchable_text.strip():
        raise ValueError("title: is empty, and so is the rest")
    return issue


def _text(text: str | None, title: str | None, body: str | None) -> str:
    said = plain(text or "").strip() or plain("\n".join((title or "", body or ""))).strip()
    if not said:
        raise ValueError("text: is empty; `text`, or `title` and `body`, must say something")
    return said


def _one_of(field: str, value: str | None, names: Sequence[str]) -> str | None:
    """Return `value` as the team spells it."""
    if value is None:
        return None
    spelled = {name.casefold(): name for name in names}
    try:
        return spelled[value.strip().casefold()]
    except KeyError:
        raise ValueError(f"{field}: {value} is none of {', '.join(names)}") from None
