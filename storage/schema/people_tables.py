"""Who people are and who is where, as Slack said last."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import metadata

people = sa.Table(
    "people",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("is_guest", sa.Boolean, nullable=False),
    sa.Column("is_stranger", sa.Boolean, nullable=False),
    sa.Column("is_admin", sa.Boolean, nullable=False),
    sa.Column("looked_up_at", Moment, nullable=False),
)

person_names = sa.Table(
    "person_names",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("names", sa.JSON, nullable=False),
    sa.Column("looked_up_at", Moment, nullable=False),
)

user_groups = sa.Table(
    "user_groups",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("users", sa.JSON, nullable=False),
    sa.Column("looked_up_at", Moment, nullable=False),
)

channel_people = sa.Table(
    "channel_people",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("users", sa.JSON, nullable=False),
    sa.Column("looked_up_at", Moment, nullable=False),
)
