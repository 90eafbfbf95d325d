"""What is to be said and done in Slack, and what has been shown there."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import index_where_set, metadata
from storage.schema.ticket_tables import tickets

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), nullable=False, index=True),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("operation", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("not_before", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("in_doubt", sa.Integer, nullable=False),
    sa.Column("doubted_since", Moment),
    sa.Column("wanted", sa.Integer, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("sending_since", Moment),
    sa.Column("put_back_at", Moment),
    sa.Column("ts", sa.String),
    sa.Column("error", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)
index_where_set(outbox.c.due_at)
index_where_set(outbox.c.due_at, outbox.c.rank, outbox.c.id)
sa.Index(None, outbox.c.status)

errands = sa.Table(
    "errands",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("chore", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("about", sa.String, nullable=False),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.UniqueConstraint("team", "chore", "channel", "about"),
)

homes = sa.Table(
    "homes",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("user", sa.String, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

operators_told = sa.Table(
    "operators_told",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("through", Moment, nullable=False),
    sa.Column("since", Moment),
)
