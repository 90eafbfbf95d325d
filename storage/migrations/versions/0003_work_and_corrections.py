"""How far people are with a ticket, and what they correct."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Add the people's side of a ticket, and the table of what they said was wrong."""
    for column in (
        sa.Column("work", sa.String(), nullable=False, server_default="open"),
        sa.Column("assignee", sa.String()),
        sa.Column("worked_by", sa.String()),
        sa.Column("worked_at", sa.String(32)),
        sa.Column("resolution", sa.Text(), nullable=False, server_default=""),
        sa.Column("was_reopened", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("tickets", column)
    op.create_index("ix_tickets_team_work", "tickets", ["team", "work"])
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("field", sa.String()),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_corrections_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_ticket_id", "corrections", ["ticket_id"])
    op.create_index("ix_corrections_team_at", "corrections", ["team", "at"])
