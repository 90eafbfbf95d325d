"""The known issues that a new installation starts with: those that ship, or the team's own file."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from bot.configuration.checked_values import at_home
from bot.configuration.rules import load_rules
from bot.settings import SettingsError
from bot.triage.errors import Rejected
from kb.loader import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.settings import Settings
    from bot.triage.issue import KnownIssue
    from bot.triage.rules import Rules
    from storage.issues import Issues

SHIPPED_ISSUES = files("kb") / "shipped" / "known_issues.json"


def fill_if_empty(settings: Settings, rules: Rules, issues: Issues, now: datetime) -> None:
    """Import KB_PATH, or the shipped issues, if there never was a known issue."""
    if settings.kb_path == "" or not issues.is_empty():
        return
    categories = rules.taxonomy.category_names
    if settings.kb_path is None:
        found = shipped_issues()
    else:
        found = _own_issues(settings.kb_path, categories)
    issues.import_all(found, "start", now)


def _own_issues(path: str, categories: Sequence[str]) -> list[KnownIssue]:
    try:
        return load(at_home(Path(path)), categories)
    except Rejected as error:
        raise SettingsError(f"KB_PATH: {error}") from error


def shipped_issues() -> list[KnownIssue]:
    """Return the known issues that ship with the app, in its own categories."""
    with as_file(SHIPPED_ISSUES) as path:
        return load(path, load_rules(None).taxonomy.category_names)
