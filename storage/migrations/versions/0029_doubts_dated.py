"""The hour in which a post is looked for begins with the doubt, not when it was wanted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision: str | None = "0028"


def upgrade() -> None:
    """Add when the doubt began; one that is there already begins with its next look."""
    op.add_column("outbox", sa.Column("doubted_since", sa.String(32), nullable=True))
