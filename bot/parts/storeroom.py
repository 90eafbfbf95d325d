"""Everything that is kept: opens the database and hands out what reads and writes it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.settings import SettingsError
from bot.triage.arrivals.intake import TAKE_ALL, IntakeRules
from kb.models.prepared import PreparedVectors
from storage.arrivals.joining import Joins
from storage.arrivals.last_seen import LastSeen
from storage.arrivals.passed_over import PassedOver
from storage.arrivals.revisions import Revisions
from storage.audit import Trail
from storage.budgets import Budgets
from storage.database import Database
from storage.delivery.errands import Errands
from storage.delivery.notices import Notices
from storage.delivery.second_chances import SecondChances
from storage.issues import Issues
from storage.judging.learned_versions import LearnedVersions
from storage.judging.learning import Learning
from storage.judging.lessons import Lessons
from storage.judging.readings import Readings
from storage.known_issues.bookshelf import Bookshelf
from storage.known_issues.catalogue import Catalogue
from storage.known_issues.drafts import Drafts
from storage.known_issues.new_issues import NewIssues
from storage.known_issues.publishing import Publishing
from storage.known_issues.write_ups import WriteUps
from storage.outbox import Outbox
from storage.overview.briefs import Briefs
from storage.overview.exports import Exports
from storage.overview.finding import Finds
from storage.overview.homes import Homes
from storage.people import People
from storage.reports import Reports
from storage.teamwork.duplicates import OpenTickets
from storage.teamwork.first_responses import FirstResponses
from storage.teamwork.incidents import Incidents
from storage.teamwork.work import TicketWork
from storage.tickets import Tickets
from storage.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.settings import Settings
    from bot.triage.rules import Rules
    from kb.search.vectors import VectorCache

PREPARED = Path(sys.prefix) / "share" / "ticket-triage" / "vectors.npz"
"""What `make install` made; without it the first start takes some seconds longer."""
READY = PREPARED.with_name("groundwork.npz")
"""The same; without it, or with other categories than ours, every start takes a second more."""


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept, in one database."""

    database: Database
    tickets: Tickets
    open_tickets: OpenTickets
    work: TicketWork
    incidents: Incidents
    revisions: Revisions
    last_seen: LastSeen
    passed_over: PassedOver
    errands: Errands
    exports: Exports
    finds: Finds
    first_responses: FirstResponses
    joins: Joins
    outbox: Outbox
    catalogue: Catalogue
    people: People
    trail: Trail
    issues: Issues
    vectors: VectorCache
    budgets: Budgets
    second_chances: SecondChances
    notices: Notices
    drafts: Drafts
    publishing: Publishing
    write_ups: WriteUps
    homes: Homes
    briefs: Briefs
    bookshelf: Bookshelf
    new_issues: NewIssues
    reports: Reports
    lessons: Lessons
    readings: Readings
    learning: Learning
    versions: LearnedVersions


@contextmanager
def open_store(settings: Settings, rules: Rules | None = None) -> Iterator[Store]:
    """Open the database, its schema up to date; closed in the end.

    Tickets come in and are routed as `rules` say; without, none is routed, and no incident is
    looked out for.
    """
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = f"{settings.data_dir} can't be used as a folder: {error.strerror}"
        raise SettingsError(f"DATA_DIR: {reason}") from error
    database = Database(settings.database)
    try:
        _migrate(database, settings)
        yield _store_by(rules, database, settings)
    finally:
        database.dispose()


def _migrate(database: Database, settings: Settings) -> None:
    try:
        database.migrate()
    except OSError as error:
        name = "DATA_DIR" if settings.database_url is None else "DATABASE_URL"
        reason = f"{error.filename} can't be written: {error.strerror}"
        raise SettingsError(f"{name}: {reason}") from error


def _store_by(rules: Rules | None, database: Database, settings: Settings) -> Store:
    new_key = partial(token_hex, 8)
    if rules is None:
        return store_in(database, new_key, IntakeRules(settings.limits))
    spike = settings.spike(rules.operators_channel)
    taken_in = IntakeRules(settings.limits, rules.plan, rules.admission, spike)
    return store_in(database, new_key, taken_in)


def store_in(
    database: Database, new_key: Callable[[], str], rules: IntakeRules = TAKE_ALL
) -> Store:
    """Return everything that is kept in `database`; `new_key` names tickets."""
    return Store(
        database=database,
        tickets=Tickets(database, new_key, rules),
        open_tickets=OpenTickets(database),
        work=TicketWork(database, rules.plan),
        incidents=Incidents(database, rules.plan),
        revisions=Revisions(database),
        last_seen=LastSeen(database),
        passed_over=PassedOver(database),
        errands=Errands(database),
        exports=Exports(database),
        finds=Finds(database),
        first_responses=FirstResponses(database, rules.plan),
        joins=Joins(database),
        outbox=Outbox(database),
        catalogue=Catalogue(database),
        people=People(database),
        trail=Trail(database),
        issues=Issues(database),
        vectors=PreparedVectors(PREPARED, Vectors(database)),
        budgets=Budgets(database),
        second_chances=SecondChances(database),
        notices=Notices(database),
        drafts=Drafts(database),
        publishing=Publishing(database),
        write_ups=WriteUps(database),
        homes=Homes(database),
        briefs=Briefs(database),
        bookshelf=Bookshelf(database),
        new_issues=NewIssues(database),
        reports=Reports(database),
        lessons=Lessons(database),
        readings=Readings(database),
        learning=Learning(database),
        versions=LearnedVersions(database),
    )
