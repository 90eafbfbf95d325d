"""What the operators were told of posts that were given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    """Add until when each workspace's operators know."""
    op.create_table(
        "operators_told",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("through", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_operators_told")),
    )
