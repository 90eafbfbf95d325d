"""Which open tickets may be about the same thing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Add the vectors of tickets, and the pairs of those that read alike."""
    op.create_table(
        "ticket_vectors",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_vectors_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket_vectors"),
    )
    op.create_table(
        "possible_duplicates",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name="fk_possible_duplicates_ticket_id"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["tickets.id"], name="fk_possible_duplicates_other_id"
        ),
        sa.PrimaryKeyConstraint("ticket_id", "other_id", name="pk_possible_duplicates"),
    )
    op.create_index("ix_possible_duplicates_other_id", "possible_duplicates", ["other_id"])
