"""Find the tickets of a period without reading all."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision: str | None = "0012"


def upgrade() -> None:
    """Index tickets by when they were opened."""
    op.create_index("ix_tickets_team_created_at", "tickets", ["team", "created_at"])
