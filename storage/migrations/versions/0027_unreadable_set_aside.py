"""A ticket that can't be read is set aside, so that it holds up no other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision: str | None = "0026"


def upgrade() -> None:
    """Add when that was; nothing is set aside."""
    op.add_column("tickets", sa.Column("set_aside_at", sa.String(32)))
    op.create_index(
        "ix_tickets_open_set_aside_at",
        "tickets",
        ["set_aside_at"],
        sqlite_where=sa.text("set_aside_at IS NOT NULL"),
        postgresql_where=sa.text("set_aside_at IS NOT NULL"),
    )
