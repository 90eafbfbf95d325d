"""Which rungs of judging failed for a ticket, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Add the rungs that failed: to a judgement, and to a ticket that has none."""
    for table in ("judgements", "tickets"):
        op.add_column(
            table, sa.Column("falls", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
