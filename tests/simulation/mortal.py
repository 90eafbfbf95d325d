"""A database that the bot may die at: before or after any commit, chosen by chance or by order."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.triage.errors import Unavailable
from tests.quick_database import QuickDatabase
from tests.simulation.kinds import Kind

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from tests.simulation.clock import Clock
    from tests.simulation.trace import Trace
    from tests.simulation.weather import Weather

CRASHES = (Kind.CRASH_BEFORE, Kind.CRASH_AFTER, Kind.POWER_CUT)
WATCHED = (
    ("INSERT ON tickets", "1", "'ticket opened'", "NEW.id, NULL, NULL"),
    (
        "UPDATE OF status ON tickets",
        "NEW.status <> OLD.status",
        "'ticket ' || NEW.status",
        "NEW.id, NULL, NULL",
    ),
    (
        "UPDATE OF work ON tickets",
        "NEW.work <> OLD.work",
        "'work ' || NEW.work",
        "NEW.id, NULL, NULL",
    ),
    (
        "UPDATE OF assignee ON tickets",
        "NEW.assignee IS NOT OLD.assignee",
        "'given to somebody'",
        "NEW.id, NULL, NULL",
    ),
    ("UPDATE OF route ON tickets", "NEW.route IS NOT OLD.route", "'routed'", "NEW.id, NULL, NULL"),
    ("INSERT ON corrections", "1", "'said ' || NEW.kind", "NEW.ticket_id, NULL, NULL"),
    (
        "UPDATE OF status ON outbox",
        "NEW.status <> OLD.status AND NEW.status IN ('sent', 'dead', 'called_off')",
        "'post ' || NEW.status",
        "NEW.ticket_id, NULL, NULL",
    ),
    ("INSERT ON issue_drafts", "1", "'draft begun'", "NEW.ticket_id, NEW.issue_id, NULL"),
    (
        "UPDATE OF state ON issue_drafts",
        "NEW.state <> OLD.state",
        "'draft ' || NEW.state",
        "NEW.ticket_id, NEW.issue_id, NULL",
    ),
    ("INSERT ON incidents", "1", "'incident begun'", "NULL, NULL, NEW.number"),
    (
        "UPDATE OF state ON incidents",
        "NEW.state <> OLD.state",
        "'incident ' || NEW.state",
        "NULL, NULL, NEW.number",
    ),
    (
        "INSERT ON audit",
        "1",
        "'audit'",
        "NEW.ticket_id, NEW.issue_id, json_extract(NEW.detail, '$.incident')",
    ),
)
"""Event, condition, what to write down and whom it is about: SQLite itself notes each change."""
SEEN = sa.text("SELECT what, ticket_id, issue_id, incident FROM watched ORDER BY rowid")
FORGET = sa.text("DELETE FROM watched")


class Crash(BaseException):
    """The process ends here: nothing catches it, and what was in memory is gone."""


@dataclass
class Fate:
    """When the bot dies next, and how many commits there were."""

    weather: Weather
    trace: Trace
    clock: Clock
    chance: random.Random
    crash_share: float
    busy_share: float
    on_breach: Callable[[str], None]
    commits: int = 0
    is_without_power: bool = False
    """Whether the bot ended with the power: then what was not on the disk is gone."""
    _ordered: tuple[int, Kind] | None = None

    def order(self, commits: int, kind: Kind) -> None:
        """Let the bot die before or after so many more commits."""
        self._ordered = (self.commits + commits, kind)

    def next_end(self) -> Kind | None:
        """Return whether the bot dies at the commit that is about to be made, and how."""
        self.commits += 1
        if self._ordered is not None and self.commits >= self._ordered[0]:
            kind = self._ordered[1]
            self._ordered = None
            self.weather.count(kind)
            return kind
        return self.weather.strikes(CRASHES, self.crash_share)

    def is_busy(self) -> bool:
        """Return True if this transaction can't begin."""
        return self.weather.strikes((Kind.DATABASE_BUSY,), self.busy_share) is not None


class MortalDatabase(QuickDatabase):
    """The real database, whose writers die with the bot."""

    def __init__(self, url: str, fate: Fate) -> None:
        super().__init__(url)
        self._fate = fate

    @contextmanager
    def write(
        self, *, patience_seconds: float | None = None, durable: bool = True
    ) -> Iterator[sa.Connection]:
        """Give a transaction; others act before it begins, and it may be the last."""
        fate = self._fate
        fate.clock.wait(0.0)
        if fate.is_busy():
            raise Unavailable("the database is busy")
        with super().write(patience_seconds=patience_seconds, durable=durable) as connection:
            yield connection
            for change in unaudited(connection):
                fate.on_breach(change)
            end = fate.next_end()
            if end is Kind.CRASH_BEFORE:
                raise Crash
        fate.trace.note("commit", fate.commits)
        if end is not None:
            fate.is_without_power = end is Kind.POWER_CUT
            raise Crash


def watch(connection: sa.Connection) -> None:
    """Begin to write down what changes."""
    columns = "what TEXT NOT NULL, ticket_id INTEGER, issue_id TEXT, incident INTEGER"
    connection.execute(sa.text(f"CREATE TABLE watched ({columns})"))
    for number, (event, condition, what, about) in enumerate(WATCHED):
        insert = f"INSERT INTO watched VALUES ({what}, {about})"  # noqa: S608 - our own words
        trigger = f"CREATE TRIGGER watch_{number} AFTER {event} WHEN {condition}"
        connection.execute(sa.text(f"{trigger} BEGIN {insert}; END"))


def unaudited(connection: sa.Connection) -> list[str]:
    """Return the changes of state in this transaction that left no row in the trail."""
    seen: list[tuple[str, Any]] = [
        (what, list(enumerate(about))) for what, *about in connection.execute(SEEN)
    ]
    if not seen:
        return []
    connection.execute(FORGET)
    told = {each for what, about in seen if what == "audit" for each in about if each[1]}
    return [
        f"{what}: ticket, known issue, incident {[each for _, each in about]}"
        for what, about in seen
        if what != "audit" and told.isdisjoint(about)
    ]
