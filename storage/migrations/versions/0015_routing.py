"""Whose each ticket is, and by when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"


def upgrade() -> None:
    """Add each ticket's route with its deadlines."""
    for name in ("route", "route_channel", "routed_by"):
        op.add_column("tickets", sa.Column(name, sa.String()))
    op.add_column(
        "tickets", sa.Column("route_round", sa.Integer(), nullable=False, server_default="0")
    )
    for name in ("respond_by", "resolve_by", "responded_at"):
        op.add_column("tickets", sa.Column(name, sa.String(32)))
