"""What people are called, so that it can be masked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    """Add the names that came with a message, and those that were looked up."""
    op.add_column("messages", sa.Column("names", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "person_names",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("looked_up_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name="pk_person_names"),
    )
