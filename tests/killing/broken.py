"""A bot that breaks both halves of "nothing lost, nothing twice", in a process of its own."""

from __future__ import annotations

from bot import storeroom
from tests.simulation.broken import CarelessOutbox, HastyTickets


def careless_and_hasty() -> None:
    """Commit `sending` only after the call, and acknowledge before anything is recorded."""
    vars(storeroom).update(Outbox=CarelessOutbox, Tickets=HastyTickets)
