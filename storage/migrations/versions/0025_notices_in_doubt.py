"""A notice to the operators whose fate is unknown is looked for before it is repeated."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision: str | None = "0024"


def upgrade() -> None:
    """Add from where the notice on its way tells; none is."""
    op.add_column("operators_told", sa.Column("since", sa.String(32), nullable=True))
