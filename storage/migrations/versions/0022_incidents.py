"""Incidents: several tickets about one thing that is broken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision: str | None = "0021"


def upgrade() -> None:
    """Add incidents, and which of them each ticket is part of."""
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("anchor_id", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String()),
        sa.Column("closed_by", sa.String()),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["anchor_id"], ["tickets.id"], name="fk_incidents_anchor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
        sa.UniqueConstraint("team", "number", name="uq_incidents_team_number"),
    )
    op.add_column("tickets", sa.Column("incident_id", sa.Integer()))
    op.create_index("ix_tickets_incident_id", "tickets", ["incident_id"])
