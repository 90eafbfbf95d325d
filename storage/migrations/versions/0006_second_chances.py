"""Posts that an operator puts back after they were given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    """Add when a post was put back: from then on its time is counted anew."""
    op.add_column("outbox", sa.Column("put_back_at", sa.String(32)))
