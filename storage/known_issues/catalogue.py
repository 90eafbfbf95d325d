"""Known issues as people look for them: one by its id, several by words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.issue import EVERY_TEAM
from storage.known_issues.issue_rows import issue_of
from storage.readable import each, named
from storage.schema import known_issues

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from storage.database import Database

MOST_WORDS = 8
MARKS = "\"'`“”„‟«»‹›‘’‚()[]{},;:.!?…"  # noqa: RUF001 - of several languages
"""People put them around words and after them; in symptoms, kept as JSON, some stand anyway."""
ESCAPE = "\\"

_own = known_issues.alias("own")
_replaced = (
    sa.select(_own.c.id)
    .where(
        _own.c.team == sa.bindparam("in_team"),
        _own.c.id == known_issues.c.id,
        sa.or_(_own.c.retired.is_(False), _own.c.hides.is_(sa.true())),
    )
    .exists()
)
_visible = sa.and_(
    known_issues.c.retired.is_(False),
    sa.or_(
        known_issues.c.team == sa.bindparam("in_team"),
        sa.and_(known_issues.c.team == EVERY_TEAM, sa.not_(_replaced)),
    ),
)
"""What a team sees: its own issues, and those of all that it has no own of."""
VISIBLE = sa.select(known_issues).where(_visible)
BY_ID = VISIBLE.where(known_issues.c.id == sa.bindparam("called"))
_spoken = sa.func.lower(
    known_issues.c.id + " " + known_issues.c.title + " " + known_issues.c.category
)


class Catalogue:
    """Read-only; a team's own issue stands in for that of all teams with the same id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, team: str, issue_id: str) -> KnownIssue | None:
        """Return the issue in use that `team` knows by that id."""
        with self._database.read() as connection, named(issue_id):
            row = connection.execute(BY_ID, {"in_team": team, "called": issue_id}).first()
            return None if row is None else issue_of(row)

    def matching(self, team: str, words: str, limit: int) -> tuple[KnownIssue, ...]:
        """Return the issues whose id, title or category holds each of `words`, by id."""
        query = VISIBLE.where(*each_in(words, _spoken))
        query = query.order_by(known_issues.c.id).limit(limit)
        with self._database.read() as connection:
            return tuple(each(connection, query, {"in_team": team}, issue_of))


def each_in(words: str, text: sa.ColumnElement[str]) -> list[sa.ColumnElement[bool]]:
    """Return that `text`, in lower case, holds each of `words`, whatever their case."""
    return [
        sa.or_(*(text.contains(form, autoescape=True, escape=ESCAPE) for form in forms_of(word)))
        for word in words_of(words)
    ]


def words_of(typed: str) -> list[str]:
    """Return what is looked for: the words of `typed` without the marks that stand around them."""
    words = (word.strip(MARKS) for word in typed.split())
    return [word for word in words if word][:MOST_WORDS]


def forms_of(word: str) -> list[str]:
    """Return `word` in every usual case, since SQLite knows the cases of ASCII letters only.

    Each as it stands in JSON too.
    """
    forms = {word, word.lower(), word.upper(), word.capitalize()}
    return sorted(forms | {json.dumps(form)[1:-1] for form in forms})
