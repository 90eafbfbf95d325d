"""The known issues as an editor goes through them: page by page, with how often each matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.issue import EVERY_TEAM
from bot.triage.known_issues.shelf import Shelf, Volume
from bot.triage.teamwork.correction import Field
from bot.triage.ticket import Status
from storage.known_issues.catalogue import VISIBLE, each_in
from storage.known_issues.issue_rows import issue_of
from storage.overview.figures import set_by_people
from storage.overview.paging import page_of
from storage.schema import Moment, judgements, known_issue_versions, known_issues, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.overview.place import Page, Place
    from storage.database import Database

_matched = (
    sa.select(
        sa.func.coalesce(
            set_by_people(Field.MATCHED_ISSUE), judgements.c.matched_issue_id, ""
        ).label("issue_id"),
        sa.func.count().label("times"),
        sa.func.max(tickets.c.created_at).label("last_at"),
    )
    .select_from(tickets.join(judgements, judgements.c.id == tickets.c.judgement_id))
    .where(tickets.c.team == sa.bindparam("in_team"), tickets.c.status != Status.WITHDRAWN)
    .group_by(sa.text("1"))
    .subquery()
)
_changed_at = (
    sa.select(known_issue_versions.c.at)
    .where(
        known_issue_versions.c.team == known_issues.c.team,
        known_issue_versions.c.id == known_issues.c.id,
        known_issue_versions.c.version == known_issues.c.version,
    )
    .scalar_subquery()
)
_shared = known_issues.alias("shared")
_is_of_all = (
    sa.select(_shared.c.id)
    .where(
        _shared.c.team == EVERY_TEAM,
        _shared.c.id == known_issues.c.id,
        _shared.c.retired.is_(sa.false()),
    )
    .exists()
)
COLUMNS = (
    sa.func.coalesce(_matched.c.times, 0).label("times"),
    sa.type_coerce(_matched.c.last_at, Moment).label("last_at"),
    sa.type_coerce(_changed_at, Moment).label("changed_at"),
    _is_of_all.label("is_of_all"),
)
IN_USE = VISIBLE.add_columns(*COLUMNS).outerjoin(_matched, _matched.c.issue_id == known_issues.c.id)
RETIRED = (
    sa.select(known_issues, *COLUMNS)
    .outerjoin(_matched, _matched.c.issue_id == known_issues.c.id)
    .where(
        known_issues.c.team == sa.bindparam("in_team"),
        known_issues.c.retired.is_(sa.true()),
        sa.or_(known_issues.c.hides.is_(sa.true()), sa.not_(_is_of_all)),
    )
)
_id = known_issues.c.id
BY_NUMBER = (sa.func.rtrim(_id, "0123456789"), sa.func.length(_id), _id)
"""As people count: KB-2 comes before KB-10."""
_since = sa.bindparam("since", type_=Moment)
_is_unmatched = _matched.c.times.is_(None)
ON_SHELF = {
    Shelf.IN_USE: IN_USE,
    Shelf.NEVER_MATCHED: IN_USE.where(_is_unmatched),
    Shelf.STALE: IN_USE.where(_matched.c.last_at < _since, _changed_at < _since),
    Shelf.RETIRED: RETIRED,
}
"""Stale: it matched once, but neither matched nor changed since then."""
_text = sa.func.lower(
    known_issues.c.id
    + " "
    + known_issues.c.title
    + " "
    + known_issues.c.category
    + " "
    + known_issues.c.recommended_action
    + " "
    + sa.cast(known_issues.c.symptoms, sa.Text)
)


class Bookshelf:
    """Read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, team: str, place: Place, since: datetime, *, size: int) -> Page[Volume]:
        """Return what `place` looks at; `since` divides what is stale from what is not."""
        query = ON_SHELF[place.shelf].where(*each_in(place.words, _text))
        if place.category:
            query = query.where(known_issues.c.category == place.category)
        where: dict[str, object] = {"in_team": team, "since": since}
        with self._database.read() as connection:
            ordered = query.order_by(*BY_NUMBER)
            return page_of(connection, ordered, where, _volume, number=place.page, size=size)


def _volume(row: sa.Row[Any]) -> Volume:
    issue = issue_of(row)
    is_copy = bool(row.is_of_all) and issue.team != EVERY_TEAM
    return Volume(issue, is_copy, row.times, row.last_at, row.changed_at)
