"""Finds tickets by the words that were said in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.triage.ticket import Status
from storage.known_issues.catalogue import forms_of, words_of
from storage.overview.briefs import BRIEFS, SUMMARY, brief_of
from storage.overview.figures import BY_REPORTER
from storage.readable import each
from storage.reports import Reports
from storage.schema import messages, tickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.overview.brief import Brief
    from bot.triage.overview.figures import Figures
    from storage.database import Database

ESCAPE = "\\"


class Finds:
    """Read-only; what is found by a word holds it, in any usual case."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reports = Reports(database)

    def tickets(
        self, team: str, words: str, most: int, *, reporter: str | None
    ) -> tuple[Brief, ...]:
        """Return the latest tickets that hold each of `words`, of `reporter` or of all."""
        wanted = [_holds(word) for word in words_of(words)]
        query = BRIEFS.where(tickets.c.status != Status.WITHDRAWN, *wanted)
        if reporter is not None:
            query = query.where(BY_REPORTER)
        query = query.order_by(tickets.c.id.desc()).limit(most)
        where = {"in_team": team} | ({"by": reporter} if reporter is not None else {})
        with self._database.read() as connection:
            return tuple(each(connection, query, where, brief_of))

    def figures(self, team: str, since: datetime, until: datetime, reporter: str | None) -> Figures:
        """Return what the tickets of a period come to, of `reporter` or of all."""
        return self._reports.figures(team, since, until, reporter)


def _holds(word: str) -> sa.ColumnElement[bool]:
    forms = forms_of(word)
    said = (
        sa.select(messages.c.id)
        .where(
            messages.c.ticket_id == tickets.c.id,
            sa.or_(
                *(messages.c.text.contains(form, autoescape=True, escape=ESCAPE) for form in forms)
            ),
        )
        .exists()
    )
    summed_up = [SUMMARY.contains(form, autoescape=True, escape=ESCAPE) for form in forms]
    return sa.or_(said, *summed_up)
