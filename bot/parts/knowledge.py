"""Looks after the known issues for the command line, also while the bot runs."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.bad_input import BadInputError
from bot.triage.errors import Rejected
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Hit
    from bot.workflow import Search
    from storage.issues import Imported, Issues

ACTOR = "command line"


class BadFileError(BadInputError):
    """A file of known issues can't be read or written; the message names each line and reason."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many issues were written to a file, and the ids of those that could not be read."""

    written: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The known issues in the database, and the files that they come from and go to."""

    issues: Issues
    nearest: Search
    load: Callable[[Path], Sequence[KnownIssue]]
    write: Callable[[Sequence[KnownIssue], Path], None]
    embed: Callable[[Sequence[KnownIssue]], None]
    """Makes the vectors ahead of the first search, showing how far it is."""
    rebuild_request: Path
    """The file by which the bot is asked to build its index anew."""
    clock: Callable[[], datetime]

    def import_file(self, path: Path, teams: Sequence[str]) -> Imported:
        """Store the issues of a file or folder, all or none, for each of `teams`."""
        with _bad_file_told():
            loaded = self.load(path)
        issues = [replace(issue, team=team) for team in teams or (EVERY_TEAM,) for issue in loaded]
        self.embed(issues)
        return self.issues.import_all(issues, ACTOR, self.clock())

    def list(self, teams: Sequence[str]) -> Sequence[KnownIssue]:
        """Return the issues of `teams`, by default those of all workspaces."""
        return self.issues.all(teams or (EVERY_TEAM,))

    def search(self, text: str, limit: int, teams: Sequence[str]) -> Sequence[Hit]:
        """Return what is nearest to `text` for each of `teams`, best first."""
        if not text.strip():
            raise BadInputError("there is nothing to search for: the text is empty")
        query = redact(text)
        found = [
            hit
            for team in teams or (EVERY_TEAM,)
            for hit in self.nearest.search(team, query, limit)
        ]
        distinct = {(hit.issue.team, hit.issue.id): hit for hit in found}
        return sorted(distinct.values(), key=lambda hit: -hit.score)[:limit]

    def export(self, path: Path, teams: Sequence[str]) -> Exported:
        """Write the issues to a file in the shape that import takes."""
        names = self.issues.names(teams or (EVERY_TEAM,))
        issues = self.list(teams)
        with _bad_file_told():
            self.write(issues, path)
        written = {(issue.team, issue.id) for issue in issues}
        left_out = (issue_id for team, issue_id in names if (team, issue_id) not in written)
        return Exported(len(issues), tuple(left_out))

    def rebuild(self) -> str:
        """Have the index built anew from the cached vectors; return a sentence on it."""
        issues = self.issues.all()
        self.embed(issues)
        self.rebuild_request.touch()
        return (
            f"{len(issues)} known issues have their vectors; the bot rebuilds its index from them "
            "within a second if it runs, else at its next start"
        )


@contextmanager
def _bad_file_told() -> Iterator[None]:
    try:
        yield
    except Rejected as error:
        raise BadFileError(str(error)) from error
