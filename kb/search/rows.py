"""How known issues lie in the index: names, packed rows, and what has to change."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM, KnownIssue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX = "issues."
_PLAIN_TEAM = re.compile(r"[A-Za-z0-9]{1,64}")


@dataclass(frozen=True, slots=True)
class Changes:
    """What separates the stored rows from the wanted issues; `gone` are ids of rows."""

    added: tuple[KnownIssue, ...]
    changed: tuple[KnownIssue, ...]
    gone: tuple[str, ...]

    @property
    def stale(self) -> tuple[KnownIssue, ...]:
        """Return the issues that must be written."""
        return self.added + self.changed


def by_row(issues: Iterable[KnownIssue]) -> dict[str, KnownIssue]:
    """Return `issues` by the ids of their rows."""
    return {row_id(issue.id): issue for issue in issues}


def changes(stored: Mapping[str, str], wanted: Mapping[str, KnownIssue]) -> Changes:
    """Compare the hashes of `stored` rows with the issues that are wanted, both by row id."""
    return Changes(
        added=tuple(issue for key, issue in wanted.items() if key not in stored),
        changed=tuple(
            issue
            for key, issue in wanted.items()
            if key in stored and stored[key] != content_hash(issue)
        ),
        gone=tuple(key for key in stored if key not in wanted),
    )


def differences(held: Mapping[str, KnownIssue], wanted: Mapping[str, KnownIssue]) -> Changes:
    """Compare the issues that are `held`, by row id, with those that are wanted."""
    return Changes(
        added=tuple(issue for key, issue in wanted.items() if key not in held),
        changed=tuple(issue for key, issue in wanted.items() if key in held and held[key] != issue),
        gone=tuple(key for key in held if key not in wanted),
    )


def team_prefix(team: str) -> str:
    """Return how the names of all collections of `team`, and of no other, begin."""
    if team == EVERY_TEAM:
        return f"{PREFIX}all."
    spelled = f"t-{team}" if _PLAIN_TEAM.fullmatch(team) else f"x-{_digest(team)}"
    return f"{PREFIX}{spelled}."


def collection_name(team: str, model: str) -> str:
    """Return a legal name that no other pair of team and embedding model has."""
    return team_prefix(team) + _digest(model)[:16]


def row_id(issue_id: str) -> str:
    """Return `issue_id` in ASCII, each its own: a lone surrogate would crash Chroma."""
    return issue_id.encode("unicode_escape").decode("ascii")


def packed(issue: KnownIssue) -> str:
    """Return the whole of `issue` as ASCII text."""
    return json.dumps(asdict(issue), sort_keys=True)


def unpacked(text: str) -> KnownIssue:
    """Return the issue that was packed."""
    fields = json.loads(text)
    return KnownIssue(**{**fields, "symptoms": tuple(fields["symptoms"])})


def content_hash(issue: KnownIssue) -> str:
    """Return a digest that changes with any field of `issue`."""
    return _digest(packed(issue))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
