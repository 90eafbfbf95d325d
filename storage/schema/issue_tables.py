"""Known issues, their versions and drafts, and the vectors of texts."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import index_where_set, metadata
from storage.schema.ticket_tables import tickets

known_issues = sa.Table(
    "known_issues",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.String, nullable=False),
    sa.Column("symptoms", sa.JSON, nullable=False),
    sa.Column("recommended_action", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("content_hash", sa.String, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, index=True),
    sa.Column("retired", sa.Boolean, nullable=False),
    sa.Column("hides", sa.Boolean, nullable=False, server_default=sa.false()),
)

known_issue_versions = sa.Table(
    "known_issue_versions",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("category", sa.String, nullable=False),
    sa.Column("symptoms", sa.JSON, nullable=False),
    sa.Column("recommended_action", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("content_hash", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("approved_by", sa.String),
    sa.Column("copied_from", sa.Integer),
)

issue_drafts = sa.Table(
    "issue_drafts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("issue_id", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("article", sa.JSON, nullable=False),
    sa.Column("base", sa.JSON(none_as_null=True)),
    sa.Column("author", sa.String, nullable=False),
    sa.Column("edited_by", sa.String, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), index=True),
    sa.Column("remark", sa.Text, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)
index_where_set(issue_drafts.c.due_at)
_is_open_draft = issue_drafts.c.state.in_(("writing", "draft", "waiting"))
sa.Index(
    "uq_issue_drafts_open",
    issue_drafts.c.team,
    issue_drafts.c.issue_id,
    unique=True,
    sqlite_where=_is_open_draft,
    postgresql_where=_is_open_draft,
)
"""Each known issue has one open draft at most: who comes second adds to it."""

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("model", sa.String, primary_key=True),
    sa.Column("text_hash", sa.String, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
