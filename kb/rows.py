"""How a known issue lies in the index: under which names, and packed into which row."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM, KnownIssue

if TYPE_CHECKING:
    from kb.vectors import Embedder

PREFIX = "issues."
_PLAIN_TEAM = re.compile(r"[A-Za-z0-9]{1,64}")


def collection_name(team: str, embedder: Embedder) -> str:
    """Return a legal name that no other pair of team and embedding model has."""
    return f"{PREFIX}{_spelled(team)}.{_digest(embedder.model)[:16]}"


def row_id(issue_id: str) -> str:
    """Return `issue_id` in ASCII, each its own: a lone surrogate would crash the index."""
    return issue_id.encode("unicode_escape").decode("ascii")


def packed(issue: KnownIssue) -> str:
    """Return the whole of `issue` as ASCII text."""
    return json.dumps(asdict(issue), sort_keys=True)


def unpacked(text: str) -> KnownIssue:
    """Return the issue that was packed."""
    fields = json.loads(text)
    return KnownIssue(**{**fields, "symptoms": tuple(fields["symptoms"])})


def content_hash(packed_issue: str) -> str:
    """Return a digest that changes with any field of the issue."""
    return _digest(packed_issue)


def _spelled(team: str) -> str:
    """Return `team` as part of a name; prefixes keep the three kinds apart."""
    if team == EVERY_TEAM:
        return "all"
    return f"t-{team}" if _PLAIN_TEAM.fullmatch(team) else f"x-{_digest(team)}"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
