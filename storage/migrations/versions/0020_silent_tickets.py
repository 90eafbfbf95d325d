"""Tickets that are judged silently."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Add where the only card of such a ticket goes."""
    op.add_column("tickets", sa.Column("review_channel", sa.String()))
