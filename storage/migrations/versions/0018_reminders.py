"""When a post goes at the earliest: reminders wait in the outbox for their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    """Add the time before which a post is not due."""
    op.add_column("outbox", sa.Column("not_before", sa.String(32)))
