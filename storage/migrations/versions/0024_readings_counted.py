"""How many tickets were read to be learned from, so that a memory of them can tell when to look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision: str | None = "0023"


def upgrade() -> None:
    """Add the count to the state of learning."""
    op.add_column(
        "learning", sa.Column("readings", sa.Integer(), nullable=False, server_default="0")
    )
