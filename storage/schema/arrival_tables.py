"""What came in and became no ticket, and what has been seen of each channel."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import metadata

refused_events = sa.Table(
    "refused_events",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("event_id", sa.String, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

refusal_bursts = sa.Table(
    "refusal_bursts",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("user", sa.String, primary_key=True),
    sa.Column("refused_at", Moment, nullable=False),
)

passed_over = sa.Table(
    "passed_over",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("channel", sa.String, primary_key=True),
    sa.Column("ts", sa.String, primary_key=True),
    sa.Column("noise", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

watched_channels = sa.Table(
    "watched_channels",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("channel", sa.String, primary_key=True),
    sa.Column("since", sa.String, nullable=False),
    sa.Column("missing_from", sa.String),
)
