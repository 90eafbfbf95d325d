"""Reads lists of rows as far as they can be read: one changed by hand leaves out no other."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
import structlog

from bot.triage.errors import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")

UNREADABLE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    sa.exc.NoResultFound,
)
"""What reading meets in rows that were changed by hand, or written by a later version."""

log = structlog.stdlib.get_logger("storage")


@contextmanager
def named(what: str) -> Iterator[None]:
    """Raise Unreadable, which says `what`, where what is read in the block can't be."""
    try:
        yield
    except UNREADABLE as error:
        raise Unreadable(what) from error


def each(
    connection: sa.Connection,
    query: sa.Select[Any],
    where: Mapping[str, object],
    read: Callable[[sa.Row[Any]], T],
) -> Iterator[T]:
    """Yield what `read` makes of each row that `query` finds, without those that can't be read."""
    result = connection.execute(query, where)
    while True:
        try:
            # Values are decoded here, a row at a time: iteration would end at the first bad one.
            row = result.fetchone()
            if row is None:
                return
            made = read(row)
        except UNREADABLE as error:
            log.warning("row_unreadable", of=read.__name__, reason=type(error).__name__)
        else:
            yield made
