"""Inserts that leave an existing row alone: the one place that speaks a database's own dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import sqlite

if TYPE_CHECKING:
    import sqlalchemy as sa


def insert_new(table: sa.Table) -> sqlite.Insert:
    """Return an insert that does nothing where a unique key is taken."""
    return sqlite.insert(table).on_conflict_do_nothing()


def insert_or_update(table: sa.Table) -> sqlite.Insert:
    """Return an insert to be completed with `on_conflict_do_update`."""
    return sqlite.insert(table)
