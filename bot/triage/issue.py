"""A known issue: what the team has seen before, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

EVERY_TEAM = "*"
"""The team id of known issues that belong to all workspaces."""


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """An article of the knowledge base; `id` is unique within its team (`*` = all workspaces)."""

    id: str
    title: str
    category: str
    symptoms: tuple[str, ...]
    recommended_action: str
    url: str | None = None
    team: str = EVERY_TEAM
    version: int = 1

    @property
    def searchable_text(self) -> str:
        """Return what a ticket is compared with: the title, then the symptoms, a line each."""
        return "\n".join((self.title, *self.symptoms))
