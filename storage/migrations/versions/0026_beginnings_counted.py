"""How often a ticket was begun is counted before: one that breaks the process comes to an end."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision: str | None = "0025"


def upgrade() -> None:
    """Add the count; nothing was begun."""
    op.add_column("tickets", sa.Column("begun", sa.Integer(), server_default="0", nullable=False))
