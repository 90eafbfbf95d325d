"""Where people are in the app's home, and who is in which private channel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision: str | None = "0020"


def upgrade() -> None:
    """Add what the home is drawn from."""
    op.create_table(
        "homes",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", "user", name="pk_homes"),
    )
    op.create_table(
        "channel_people",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("users", sa.JSON(), nullable=False),
        sa.Column("looked_up_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name="pk_channel_people"),
    )
