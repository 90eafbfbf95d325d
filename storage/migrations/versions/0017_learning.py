"""What each workspace teaches: what its tickets read like, when to learn, what was learned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision: str | None = "0016"


def upgrade() -> None:
    """Add the texts that are learned from, the state of learning, and its versions."""
    op.create_table(
        "ticket_readings",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_ticket_readings_ticket_id"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket_readings"),
    )
    op.create_table(
        "learning",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.String(32)),
        sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("team", name="pk_learning"),
    )
    op.create_index(
        "ix_learning_open_due_at",
        "learning",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "learned_versions",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("tickets", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("parameters", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("team", "number", name="pk_learned_versions"),
    )
