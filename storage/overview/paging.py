"""Long lists, a page at a time, with how many there are in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from bot.triage.overview.place import Page, page_within
from storage.readable import each

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def page_of(
    connection: sa.Connection,
    query: sa.Select[Any],
    where: dict[str, object],
    read: Callable[[sa.Row[Any]], T],
    *,
    number: int,
    size: int,
) -> Page[T]:
    """Return a page of what `query` finds, in its order; the last one if there are fewer.

    What can't be read counts, and is left out.
    """
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    total = int(connection.execute(counted, where).scalar_one())
    shown = page_within(number, size, total)
    items = each(connection, query.limit(size).offset(shown * size), where, read)
    return Page(tuple(items), shown, size, total)
