"""What happened can't be replaced either: SQLite calls that no update and no deletion."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision: str | None = "0027"

APPEND_ONLY = {
    "audit": "id = NEW.id",
    "known_issue_versions": "team = NEW.team AND id = NEW.id AND version = NEW.version",
}


def upgrade() -> None:
    """Refuse a row whose place is taken, before the one that has it is put away."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, same_place in APPEND_ONLY.items():
        is_taken = f"EXISTS (SELECT 1 FROM {table} WHERE {same_place})"  # noqa: S608  # names of ours
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {is_taken} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
