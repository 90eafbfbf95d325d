"""Keeps the search index equal to the known issues in the database while the bot runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.duties.rounds import Rounds
from bot.triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kb.index import Index
    from storage.issues import Change, Issues

LOOK_SECONDS = 0.3

log = structlog.stdlib.get_logger("follower")


class Follower:
    """Syncs the index at start and whenever the issues' revision has moved."""

    def __init__(self, issues: Issues, index: Index, rebuild_request: Path) -> None:
        """Take `rebuild_request` as the file by which `triage kb rebuild` asks for a rebuild."""
        self._issues = issues
        self._index = index
        self._rebuild_request = rebuild_request
        self._seen = 0
        self._synced: set[str] = set()
        self.rounds = Rounds("follower", self.catch_up, LOOK_SECONDS)

    def start(self) -> None:
        """Sync once in the calling thread, then follow in the background.

        What can't be embedded is synced later, be it that the server rejects it until somebody has
        paid for it: searches go on without it meanwhile.
        """
        try:
            self.catch_up()
        except TriageError as failure:
            log.warning("index_synced_later", reason=str(failure))
        self.rounds.start()

    def stop(self) -> None:
        """End; what is not synced is at the next start."""
        self.rounds.stop()

    def catch_up(self) -> None:
        """Sync the issues of every workspace where something has changed."""
        if self._rebuild_request.exists():
            for team in {issue.team for issue in self._issues.all()}:
                self._index.clear(team)
            self._rebuild_request.unlink(missing_ok=True)
            self._seen = 0
            self._synced.clear()
        revision = self._issues.revision()
        if revision == self._seen:
            return
        changes = self._issues.changed_since(self._seen)
        for team in sorted({change.issue.team for change in changes}):
            self._sync(team, [each for each in changes if each.issue.team == team])
        self._seen = revision

    def _sync(self, team: str, changes: Sequence[Change]) -> None:
        hidden = self._issues.hidden(team)
        if team in self._synced:
            put_in = [each.issue for each in changes if not each.retired]
            gone = [each.issue.id for each in changes if each.retired]
            report = self._index.change(team, put_in, gone, hidden)
        else:
            report = self._index.sync(team, self._issues.all([team]), hidden=hidden)
        self._synced.add(team)
        log.info(
            "index_synced",
            team=team,
            added=report.added,
            changed=report.changed,
            removed=report.removed,
            embedded=report.embedded,
        )
