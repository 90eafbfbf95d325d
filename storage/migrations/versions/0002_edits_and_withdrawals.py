"""Tickets that are judged again because their text has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Add what a ticket knows of the edits of its messages."""
    op.add_column(
        "tickets",
        sa.Column("judge_again", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "tickets", sa.Column("edits_judged", sa.Integer(), nullable=False, server_default="0")
    )
