"""The tables: what is kept, and what the database itself refuses.

Every row carries the team, so that workspaces stay apart. Nothing here is particular to SQLite.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

MOMENT_LENGTH = 32


class Moment(sa.TypeDecorator[datetime]):
    """A time in UTC as ISO text of fixed width, so that text order is time order."""

    impl = sa.String(MOMENT_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Return what is stored for `value`, which must know its time zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Return the time that was stored."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _index_where_set(column: sa.Column[datetime], *keys: sa.Column[int]) -> None:
    """Index by `keys`, else by `column`, the rows where `column` is set: those with work left."""
    name = f"ix_{column.table.name}_open_{(keys or (column,))[0].name}"
    is_set = column.is_not(None)
    sa.Index(name, *(keys or (column,)), sqlite_where=is_set, postgresql_where=is_set)


ticket_counters = sa.Table(
    "ticket_counters",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("last_number", sa.Integer, nullable=False),
)

tickets = sa.Table(
    "tickets",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.String, nullable=False, unique=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("thread_ts", sa.String),
    sa.Column("reporter", sa.String, nullable=False),
    sa.Column("entry", sa.String, nullable=False),
    sa.Column("status", sa.String, nullable=False),
    sa.Column("rounds", sa.Integer, nullable=False),
    sa.Column("judge_now", sa.Boolean, nullable=False),
    sa.Column("judge_again", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("edits_judged", sa.Integer, nullable=False, server_default="0"),
    sa.Column("judgement_id", sa.Integer),
    sa.Column("due_at", Moment),
    sa.Column("claimed_until", Moment),
    sa.Column("wake", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("falls", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("error", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("said_at", Moment),
    sa.Column("updated_at", Moment, nullable=False),
    sa.Column("work", sa.String, nullable=False, server_default="open"),
    sa.Column("assignee", sa.String),
    sa.Column("worked_by", sa.String),
    sa.Column("worked_at", Moment),
    sa.Column("resolution", sa.Text, nullable=False, server_default=""),
    sa.Column("was_reopened", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("route", sa.String),
    sa.Column("route_channel", sa.String),
    sa.Column("routed_by", sa.String),
    sa.Column("route_round", sa.Integer, nullable=False, server_default="0"),
    sa.Column("respond_by", Moment),
    sa.Column("resolve_by", Moment),
    sa.Column("responded_at", Moment),
    sa.Column("opened_by", sa.String),
    sa.Column("origin_ts", sa.String),
    sa.Column("review_channel", sa.String),
    sa.Column("incident_id", sa.Integer, index=True),
    sa.Column("joined_into", sa.Integer),
    sa.UniqueConstraint("team", "number"),
    sa.UniqueConstraint("team", "channel", "thread_ts"),
)
_index_where_set(tickets.c.due_at)
_index_where_set(tickets.c.claimed_until)
sa.Index(None, tickets.c.status)
sa.Index(None, tickets.c.team, tickets.c.work)
sa.Index(None, tickets.c.team, tickets.c.created_at)
sa.Index(None, tickets.c.team, tickets.c.reporter, tickets.c.said_at)
sa.Index(None, tickets.c.team, tickets.c.channel, tickets.c.said_at)
sa.Index(None, tickets.c.team, tickets.c.opened_by, tickets.c.said_at)
sa.Index(None, tickets.c.team, tickets.c.joined_into)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("ts", sa.String),
    sa.Column("thread_ts", sa.String),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("file_names", sa.JSON, nullable=False),
    sa.Column("names", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("event_id", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), index=True),
    sa.UniqueConstraint("team", "event_id"),
    sa.UniqueConstraint("team", "channel", "ts"),
)
sa.Index(None, messages.c.team, messages.c.channel, messages.c.thread_ts)

refused_events = sa.Table(
    "refused_events",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("event_id", sa.String, primary_key=True),
    sa.Column("at", Moment, nullable=False),
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

refusal_bursts = sa.Table(
    "refusal_bursts",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("user", sa.String, primary_key=True),
    sa.Column("refused_at", Moment, nullable=False),
)

judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), nullable=False, index=True),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("category", sa.String, nullable=False),
    sa.Column("severity", sa.String, nullable=False),
    sa.Column("matched_issue_id", sa.String),
    sa.Column("next_action", sa.Text, nullable=False),
    sa.Column("category_confidence", sa.Double, nullable=False),
    sa.Column("severity_confidence", sa.Double, nullable=False),
    sa.Column("issue_type_confidence", sa.Double, nullable=False),
    sa.Column("question", sa.JSON(none_as_null=True)),
    sa.Column("related", sa.JSON, nullable=False),
    sa.Column("notes", sa.JSON, nullable=False),
    sa.Column("analyst", sa.String, nullable=False),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("prompt_version", sa.String, nullable=False),
    sa.Column("input_tokens", sa.Integer, nullable=False),
    sa.Column("output_tokens", sa.Integer, nullable=False),
    sa.Column("milliseconds", sa.Integer, nullable=False),
    sa.Column("fell_back", sa.Boolean, nullable=False),
    sa.Column("falls", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("created_at", Moment, nullable=False),
)

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("suggestions", sa.JSON, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("seen_messages", sa.Integer, nullable=False),
)

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), nullable=False, index=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("field", sa.String),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
sa.Index(None, corrections.c.team, corrections.c.at)

ticket_vectors = sa.Table(
    "ticket_vectors",
    metadata,
    sa.Column("ticket_id", sa.ForeignKey(tickets.c.id), primary_key=True, autoincrement=False),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("model", sa.String, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

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
_index_where_set(learning.c.due_at)

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
    sa.Column("wanted", sa.Integer, nullable=False),
    sa.Column("taken", sa.Integer, nullable=False),
    sa.Column("sending_since", Moment),
    sa.Column("put_back_at", Moment),
    sa.Column("ts", sa.String),
    sa.Column("error", sa.Text),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)
_index_where_set(outbox.c.due_at)
_index_where_set(outbox.c.due_at, outbox.c.rank, outbox.c.id)
sa.Index(None, outbox.c.status)

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
_index_where_set(issue_drafts.c.due_at)
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

homes = sa.Table(
    "homes",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("user", sa.String, primary_key=True),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
)

channel_people = sa.Table(
    "channel_people",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("users", sa.JSON, nullable=False),
    sa.Column("looked_up_at", Moment, nullable=False),
)

operators_told = sa.Table(
    "operators_told",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("through", Moment, nullable=False),
    sa.Column("since", Moment),
)

watched_channels = sa.Table(
    "watched_channels",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("channel", sa.String, primary_key=True),
    sa.Column("since", sa.String, nullable=False),
    sa.Column("missing_from", sa.String),
)

tokens_spent = sa.Table(
    "tokens_spent",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("tokens", sa.Integer, nullable=False),
)

vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("model", sa.String, primary_key=True),
    sa.Column("text_hash", sa.String, primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)

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
