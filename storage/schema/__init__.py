"""The tables: what is kept, and what the database itself refuses.

Every row carries the team, so that workspaces stay apart. Nothing here is particular to SQLite.
Importing this package enters every table in `metadata`.
"""

from storage.schema.account_tables import audit, tokens_spent
from storage.schema.arrival_tables import (
    passed_over,
    refusal_bursts,
    refused_events,
    watched_channels,
)
from storage.schema.delivery_tables import errands, homes, operators_told, outbox
from storage.schema.issue_tables import issue_drafts, known_issue_versions, known_issues, vectors
from storage.schema.learning_tables import learned_versions, learning, ticket_readings
from storage.schema.likeness_tables import incidents, possible_duplicates, ticket_vectors
from storage.schema.moment import Moment
from storage.schema.people_tables import channel_people, people, person_names, user_groups
from storage.schema.registry import metadata
from storage.schema.ticket_tables import (
    corrections,
    judgements,
    messages,
    questions,
    ticket_counters,
    tickets,
)

__all__ = [
    "Moment",
    "audit",
    "channel_people",
    "corrections",
    "errands",
    "homes",
    "incidents",
    "issue_drafts",
    "judgements",
    "known_issue_versions",
    "known_issues",
    "learned_versions",
    "learning",
    "messages",
    "metadata",
    "operators_told",
    "outbox",
    "passed_over",
    "people",
    "person_names",
    "possible_duplicates",
    "questions",
    "refusal_bursts",
    "refused_events",
    "ticket_counters",
    "ticket_readings",
    "ticket_vectors",
    "tickets",
    "tokens_spent",
    "user_groups",
    "vectors",
    "watched_channels",
]
