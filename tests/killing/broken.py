"""A bot that breaks both halves of "nothing lost, nothing twice", in a process of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.parts import storeroom
from bot.slack.transport import silences
from bot.slack.transport.catching_up import CatchUp
from storage.schema import outbox
from tests.simulation.broken import CarelessOutbox, HastyTickets

if TYPE_CHECKING:
    from datetime import datetime

    from bot.triage.delivery.posting import Posting

BROKEN = "broken"
IN_HAND = timedelta(seconds=2)
"""As long as another worker of the same life leaves a post alone."""


class VeryCarelessOutbox(CarelessOutbox):
    """Leaves a post that it makes as due as it was, but for workers of the same life."""

    def claim(
        self, now: datetime, blocked: frozenset[tuple[str, str]], reconcile_after: timedelta
    ) -> Posting | None:
        posting = super().claim(now, blocked, reconcile_after)
        if posting is not None:
            with self._own.write() as connection:
                row = sa.update(outbox).where(outbox.c.id == posting.id)
                connection.execute(row.values(due_at=now + IN_HAND))
        return posting


class BlindCatchUp(CatchUp):
    """Reads nothing back, where what was acknowledged and not stored would be found again."""

    def read(self) -> int:
        return 0


def careless_and_hasty() -> None:
    """Commit `sending` only after the call, and acknowledge before anything is recorded."""
    vars(storeroom).update(Outbox=VeryCarelessOutbox, Tickets=HastyTickets)


def careless_hasty_and_blind() -> None:
    """Break these, and what would make up for the second."""
    careless_and_hasty()
    vars(silences)["CatchUp"] = BlindCatchUp
