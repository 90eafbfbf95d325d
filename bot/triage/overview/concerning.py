"""Whom a ticket concerns, in whichever of its forms it is at hand."""

from __future__ import annotations

from typing import Protocol


class Concerning(Protocol):
    """A ticket: whole, on a line of a list, or in an export."""

    @property
    def channel(self) -> str:
        """Return where it was posted."""

    @property
    def reporter(self) -> str:
        """Return who posted it."""

    @property
    def assignee(self) -> str | None:
        """Return who has it; None if nobody does."""


def concerns(ticket: Concerning, user: str) -> bool:
    """Return True if `user` posted it, or has it: they may read it wherever it stands."""
    return user in {ticket.reporter, ticket.assignee}
