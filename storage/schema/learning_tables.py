"""What is learned from, and what was learned of each workspace."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import index_where_set, metadata
from storage.schema.ticket_tables import tickets

ticket_readings = sa.Table(
    "ticket_readings",
    metadata,
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), primary_key=True, autoincrement=False),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

learning = sa.Table(
    "learning",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("changes", sa.Integer, nullable=False),
    sa.Column("readings", sa.Integer, nullable=False, server_default="0"),
    sa.Column("due_at", Moment),
    sa.Column("is_held", sa.Boolean, nullable=False, server_default=sa.false()),
)
index_where_set(learning.c.due_at)

learned_versions = sa.Table(
    "learned_versions",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("basis", sa.String, nullable=False),
    sa.Column("tickets", sa.JSON, nullable=False),
    sa.Column("figures", sa.JSON, nullable=False),
    sa.Column("parameters", sa.LargeBinary),
)
