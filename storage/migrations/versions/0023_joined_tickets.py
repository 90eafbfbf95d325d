"""Tickets whose message joined another ticket."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision: str | None = "0022"


def upgrade() -> None:
    """Add the number of the ticket that such a one is part of."""
    op.add_column("tickets", sa.Column("joined_into", sa.Integer()))
    op.create_index("ix_tickets_team_joined_into", "tickets", ["team", "joined_into"])
