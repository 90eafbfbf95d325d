"""Drafts of known issues; who approved a version; own issues that hide those of all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"


def upgrade() -> None:
    """Add what editing the known issues in Slack keeps."""
    op.add_column(
        "known_issues",
        sa.Column("hides", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("known_issue_versions", sa.Column("approved_by", sa.String()))
    op.add_column("known_issue_versions", sa.Column("copied_from", sa.Integer()))
    op.create_table(
        "issue_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("issue_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("article", sa.JSON(), nullable=False),
        sa.Column("base", sa.JSON()),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("edited_by", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer()),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("due_at", sa.String(32)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("updated_at", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_issue_drafts_ticket_id"),
        sa.PrimaryKeyConstraint("id", name="pk_issue_drafts"),
    )
    op.create_index("ix_issue_drafts_ticket_id", "issue_drafts", ["ticket_id"])
    op.create_index(
        "ix_issue_drafts_open_due_at",
        "issue_drafts",
        ["due_at"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "uq_issue_drafts_open",
        "issue_drafts",
        ["team", "issue_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('writing', 'draft', 'waiting')"),
    )
