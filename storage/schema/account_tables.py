"""What is accounted for: every change of state, and the tokens that were spent."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import metadata

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("ticket_id", sa.Integer, index=True),
    sa.Column("issue_id", sa.String),
    sa.Column("event", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("detail", sa.JSON, nullable=False),
)

tokens_spent = sa.Table(
    "tokens_spent",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("tokens", sa.Integer, nullable=False),
)
