"""Where every table is entered, and how what the database holds is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from datetime import datetime

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def index_where_set(column: sa.Column[datetime], *keys: sa.Column[int]) -> None:
    """Index by `keys`, else by `column`, the rows where `column` is set: those with work left."""
    name = f"ix_{column.table.name}_open_{(keys or (column,))[0].name}"
    is_set = column.is_not(None)
    sa.Index(name, *(keys or (column,)), sqlite_where=is_set, postgresql_where=is_set)
