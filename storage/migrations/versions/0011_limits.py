"""How many tickets were opened within a minute, and who was told of a limit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    """Add when each ticket was written, and when somebody was last refused one."""
    op.add_column("tickets", sa.Column("said_at", sa.String(32)))
    for column in ("reporter", "channel"):
        name = f"ix_tickets_team_{column}_said_at"
        op.create_index(name, "tickets", ["team", column, "said_at"])
    op.create_table(
        "refusal_bursts",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("refused_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("team", "user", name="pk_refusal_bursts"),
    )
