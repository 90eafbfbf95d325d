"""What each workspace spends on a language model in a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Add a sum of tokens for each workspace and day."""
    op.create_table(
        "tokens_spent",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("team", "day", name=op.f("pk_tokens_spent")),
    )
