"""Who people are, as Slack said last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Add what is known of people and of user groups, each with the time of the look-up."""
    op.create_table(
        "people",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("looked_up_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name="pk_people"),
    )
    op.create_table(
        "user_groups",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("users", sa.JSON(), nullable=False),
        sa.Column("looked_up_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", name="pk_user_groups"),
    )
