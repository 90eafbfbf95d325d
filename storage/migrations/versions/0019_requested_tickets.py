"""Tickets that people ask for on messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision: str | None = "0018"


def upgrade() -> None:
    """Add who asked for a ticket and on which reply, and what is to be done for that."""
    op.add_column("tickets", sa.Column("opened_by", sa.String()))
    op.add_column("tickets", sa.Column("origin_ts", sa.String()))
    op.create_index(
        "ix_tickets_team_opened_by_said_at", "tickets", ["team", "opened_by", "said_at"]
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("chore", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.String(32), nullable=False),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_errands"),
        sa.UniqueConstraint(
            "team", "chore", "channel", "about", name="uq_errands_team_chore_channel_about"
        ),
    )
