"""Tickets: what was said about them, how they were judged, and what people corrected."""

from __future__ import annotations

import sqlalchemy as sa

from storage.schema.moment import Moment
from storage.schema.registry import index_where_set, metadata

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
    sa.Column("begun", sa.Integer, nullable=False, server_default="0"),
    sa.Column("falls", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("error", sa.Text),
    sa.Column("set_aside_at", Moment),
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
index_where_set(tickets.c.due_at)
index_where_set(tickets.c.claimed_until)
index_where_set(tickets.c.set_aside_at)
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
