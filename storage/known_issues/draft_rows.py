"""How a draft is written as a row and read back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.known_issues.article import Article
from bot.triage.known_issues.draft import OPEN_STATES, Draft, DraftId, DraftState
from storage.readable import each, named
from storage.schema import Moment, issue_drafts, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.ticket import TicketId

AS_WRITTEN = 2
"""The revision of a draft that was written from a ticket and not touched since."""
NEW = {"revision": 1, "remark": "", "attempts": 0}
INSERT = sa.insert(issue_drafts).returning(issue_drafts.c.id)
DRAFTS = (
    sa.select(issue_drafts, tickets.c.number)
    .select_from(issue_drafts.outerjoin(tickets))
    .where(issue_drafts.c.team == sa.bindparam("in_team"))
)
BY_ID = DRAFTS.where(issue_drafts.c.id == sa.bindparam("draft"))
_is_open = issue_drafts.c.state.in_(OPEN_STATES)
OPEN = DRAFTS.where(_is_open)
OPEN_OF = OPEN.where(issue_drafts.c.issue_id == sa.bindparam("issue"))
OPEN_OF_TICKET = OPEN.where(issue_drafts.c.ticket_id == sa.bindparam("ticket"))
ALL_OPEN = OPEN.order_by(
    issue_drafts.c.state != DraftState.WAITING,
    issue_drafts.c.updated_at.desc(),
    issue_drafts.c.id.desc(),
).limit(sa.bindparam("most"))
KEEP = (
    sa.update(issue_drafts)
    .where(issue_drafts.c.id == sa.bindparam("draft"))
    .values(
        state=sa.bindparam("new_state"),
        article=sa.bindparam("new_article", type_=sa.JSON),
        edited_by=sa.bindparam("new_edited_by"),
        revision=sa.bindparam("new_revision"),
        remark=sa.bindparam("new_remark"),
        updated_at=sa.bindparam("new_updated_at", type_=Moment),
        due_at=None,
    )
)
FORGET = (
    sa.update(issue_drafts)
    .where(
        issue_drafts.c.ticket_id == sa.bindparam("ticket"),
        _is_open,
        sa.or_(
            issue_drafts.c.revision <= AS_WRITTEN,
            # Sending it back makes a revision of the same words.
            sa.and_(issue_drafts.c.revision == AS_WRITTEN + 1, issue_drafts.c.remark != ""),
        ),
    )
    .values(
        state=DraftState.DISCARDED,
        article={"title": "", "category": "", "symptoms": [], "recommended_action": ""},
        due_at=None,
    )
)
"""What a withdrawn ticket's words were made into, unless somebody has made them their own."""


def add(
    connection: sa.Connection,
    team: str,
    issue_id: str,
    article: Article,
    *,
    state: DraftState,
    author: str,
    now: datetime,
    base: Article | None = None,
    ticket_id: TicketId | None = None,
    due_at: datetime | None = None,
) -> Draft:
    """Store a new draft and return it; the database refuses a second open one of an issue."""
    row = {
        **NEW,
        "team": team,
        "issue_id": issue_id,
        "state": state,
        "article": asdict(article),
        "base": None if base is None else asdict(base),
        "author": author,
        "edited_by": author,
        "ticket_id": ticket_id,
        "due_at": due_at,
        "created_at": now,
        "updated_at": now,
    }
    draft_id = connection.execute(INSERT, row).scalar_one()
    return _draft(connection.execute(BY_ID, {"in_team": team, "draft": draft_id}).one())


def keep(connection: sa.Connection, draft: Draft) -> None:
    """Store a draft as it has become."""
    values = {
        "draft": draft.id,
        "new_state": draft.state,
        "new_article": asdict(draft.article),
        "new_edited_by": draft.edited_by,
        "new_revision": draft.revision,
        "new_remark": draft.remark,
        "new_updated_at": draft.updated_at,
    }
    connection.execute(KEEP, values)


def close(connection: sa.Connection, draft: Draft, state: DraftState, now: datetime) -> None:
    """End a draft as published or discarded."""
    keep(connection, replace(draft, state=state, revision=draft.revision + 1, updated_at=now))


def sent_back(connection: sa.Connection, draft: Draft, remark: str, now: datetime) -> Draft:
    """Return the draft as it goes back to who wrote it, stored."""
    back = replace(
        draft,
        state=DraftState.DRAFT,
        remark=remark,
        revision=draft.revision + 1,
        updated_at=now,
    )
    keep(connection, back)
    return back


def written(connection: sa.Connection, draft: Draft, article: Article, now: datetime) -> None:
    """Store the first words of a draft, which then waits for approval."""
    ready = replace(draft, article=article, state=DraftState.WAITING, updated_at=now)
    keep(connection, replace(ready, revision=draft.revision + 1))


def by_id(connection: sa.Connection, team: str, draft_id: DraftId) -> Draft | None:
    """Return the draft with that id; Unreadable if it can't be read, as below."""
    return _first(connection, BY_ID, in_team=team, draft=draft_id)


def open_of(connection: sa.Connection, team: str, issue_id: str) -> Draft | None:
    """Return the open draft of a known issue."""
    return _first(connection, OPEN_OF, in_team=team, issue=issue_id)


def open_of_ticket(connection: sa.Connection, team: str, ticket_id: TicketId) -> Draft | None:
    """Return the open draft that was made from a ticket."""
    return _first(connection, OPEN_OF_TICKET, in_team=team, ticket=ticket_id)


def all_open(connection: sa.Connection, team: str, most: int) -> tuple[Draft, ...]:
    """Return the open drafts, those that wait for approval first, then the latest."""
    return tuple(each(connection, ALL_OPEN, {"in_team": team, "most": most}, _draft))


def _first(connection: sa.Connection, query: sa.Select[Any], **where: object) -> Draft | None:
    with named("this draft"):
        row = connection.execute(query, where).first()
        return None if row is None else _draft(row)


def _draft(row: sa.Row[Any]) -> Draft:
    return Draft(
        id=DraftId(row.id),
        team=row.team,
        issue_id=row.issue_id,
        article=_article(row.article),
        state=DraftState(row.state),
        author=row.author,
        edited_by=row.edited_by,
        revision=row.revision,
        updated_at=row.updated_at,
        base=None if row.base is None else _article(row.base),
        ticket_number=row.number,
        remark=row.remark,
    )


def _article(stored: dict[str, Any]) -> Article:
    return Article(**{**stored, "symptoms": tuple(stored["symptoms"])})
