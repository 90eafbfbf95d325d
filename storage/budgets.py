"""How many tokens each workspace has spent on a language model, by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.inserts import insert_or_update
from storage.schema import tokens_spent

if TYPE_CHECKING:
    from datetime import date

    from storage.database import Database

_tokens = sa.bindparam("more", type_=sa.Integer)
_insert = insert_or_update(tokens_spent)
_after = tokens_spent.c.tokens + _insert.excluded.tokens
RESERVE = _insert.on_conflict_do_update(
    index_elements=[tokens_spent.c.team, tokens_spent.c.day],
    set_={"tokens": _after},
    where=_after <= sa.bindparam("most", type_=sa.Integer),
).returning(tokens_spent.c.tokens)
SETTLE = (
    sa.update(tokens_spent)
    .where(
        tokens_spent.c.team == sa.bindparam("of_team"),
        tokens_spent.c.day == sa.bindparam("on_day"),
    )
    .values(tokens=tokens_spent.c.tokens + _tokens)
)

SPENT = (
    sa.select(tokens_spent.c.team, tokens_spent.c.tokens)
    .where(tokens_spent.c.day == sa.bindparam("on_day"))
    .order_by(tokens_spent.c.team)
)


class Budgets:
    """One sum for each workspace and day; it outlives restarts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(self, team: str, day: date, tokens: int, most: int) -> bool:
        """Add `tokens`; return False, with nothing added, if that made more than `most`."""
        if tokens > most:
            return False
        row = {"team": team, "day": day, "tokens": tokens, "most": most}
        with self._database.write() as connection:
            return connection.execute(RESERVE, row).first() is not None

    def settle(self, team: str, day: date, tokens: int) -> None:
        """Add `tokens`, which may be negative, to what was reserved."""
        with self._database.write(durable=False) as connection:
            connection.execute(SETTLE, {"of_team": team, "on_day": day, "more": tokens})

    def spent(self, day: date) -> dict[str, int]:
        """Return the tokens that each workspace has spent on `day`, if it spent any."""
        with self._database.read() as connection:
            return {row.team: row.tokens for row in connection.execute(SPENT, {"on_day": day})}
