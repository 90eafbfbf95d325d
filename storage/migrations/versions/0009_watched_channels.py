"""From where each channel is read on after a silence, kept until that is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    """Add since when tickets are taken in a channel, and from where something may be missing."""
    op.create_table(
        "watched_channels",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("missing_from", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_watched_channels")),
    )
