"""What tickets read like, which may be the same, and the incidents that they make."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import metadata
from storage.schema.ticket_tables import tickets

ticket_vectors = sa.Table(
    "ticket_vectors",
    metadata,
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), primary_key=True, autoincrement=False),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

possible_duplicates = sa.Table(
    "possible_duplicates",
    metadata,
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), primary_key=True, autoincrement=False),
    sa.Column(
        "other_id", sa.ForeignKey(tickets.c.id), primary_key=True, autoincrement=False, index=True
    ),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("similarity", sa.Double, nullable=False),
)

incidents = sa.Table(
    "incidents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("anchor_id", sa.ForeignKey(tickets.c.id), nullable=False),
    sa.Column("decided_by", sa.String),
    sa.Column("closed_by", sa.String),
    sa.Column("resolution", sa.Text, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    sa.UniqueConstraint("team", "number"),
)
