"""Keeps the search index equal to the known issues in the database while the bot runs."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

import structlog

from bot.duties.rounds import Rounds
from bot.triage.delivery.retries import Backoff
from bot.triage.errors import TriageError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bot.triage.issue import KnownIssue
    from kb.index import Index, SyncReport
    from kb.search.vectors import Refusal
    from storage.issues import Issues

LOOK_SECONDS = 0.3
CHECK_SECONDS = 30.0
"""How often the index is asked whether it holds and finds what it must."""
NOT_JUST_ONCE = 2
"""So many tries that fail are worth a person's look: the first may meet a writer or a short cut."""
NAMED = 3
"""So many issues that are left out are named where people look; the log names each."""

log = structlog.stdlib.get_logger("follower")


class Follower:
    """Syncs the index at start and whenever the issues' revision has moved.

    One that has lost anything is rebuilt. What fails of one workspace, or is refused of it, holds
    up no other. It is tried again later each time, up to a minute, and at once with a change.
    """

    def __init__(
        self,
        issues: Issues,
        index: Index,
        rebuild_request: Path,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take `rebuild_request` as the file by which `triage kb rebuild` asks for a rebuild."""
        self._issues = issues
        self._index = index
        self._rebuild_request = rebuild_request
        self._monotonic = monotonic
        self._backoff = Backoff(lambda: 1.0)
        self._seen = 0
        self._synced: set[str] = set()
        self._owed: dict[str, dict[str, KnownIssue | None]] = {}
        """What the index lacks, by workspace and id; None is to be taken out."""
        self._refused: dict[str, tuple[Refusal, ...]] = {}
        self._is_lost = False
        self._check_at = monotonic() + CHECK_SECONDS
        self._failed = 0
        self._not_before = 0.0
        self.rounds = Rounds("follower", self.look, LOOK_SECONDS)

    def start(self) -> None:
        """Sync once in the calling thread, then follow in the background.

        What can't be embedded is synced later, be it that the server rejects it until somebody has
        paid for it: searches go on without it meanwhile.
        """
        try:
            self.look()
        except TriageError as failure:
            log.warning("index_synced_later", reason=str(failure))
        self.rounds.start()

    def stop(self) -> None:
        """End; what is not synced is at the next start."""
        self.rounds.stop()

    @property
    def is_behind(self) -> bool:
        """Return True if the index lacks anything that it is known to lack."""
        return self._is_lost or bool(self._owed)

    def check(self) -> str:
        """Return that all known issues are in the index; Unavailable if some are left out."""
        refused = [each for found in list(self._refused.values()) for each in found]
        if refused:
            raise Unavailable(left_out(refused))
        if self._failed >= NOT_JUST_ONCE:
            raise Unavailable(f"not all are in the index yet, tried {self._failed} times")
        return "none is left out"

    def look(self) -> None:
        """Catch up if something has changed, or it is time to try again what failed."""
        has_changed = self._note_loss() or self._note_changes()
        if not self.is_behind or (not has_changed and self._monotonic() < self._not_before):
            return
        try:
            self.catch_up()
        finally:
            self._failed = self._failed + 1 if self._owed or self._is_lost else 0
            pause = self._backoff.delay(self._failed, None).total_seconds()
            self._not_before = self._monotonic() + pause

    def catch_up(self) -> None:
        """Sync the issues of every workspace where something has changed, or failed before.

        Raises what failed first once all of them were tried.
        """
        if self._is_lost:
            self._index.begin_anew()
            self._is_lost = False
            self._start_over()
        self._note_changes()
        failures = [failure for team in sorted(self._owed) if (failure := self._try(team))]
        for failure in failures:
            raise failure

    def _note_loss(self) -> bool:
        """Return True if the index is seen to be damaged now, and was not before."""
        if self._is_lost or (reason := self._damage()) is None:
            return False
        log.warning("index_damaged", reason=reason)
        self._is_lost = True
        return True

    def _damage(self) -> str | None:
        if self._index.look():
            return "a part of its folder is gone"
        if self._owed or self._monotonic() < self._check_at:
            return None
        self._check_at = self._monotonic() + CHECK_SECONDS
        return "it does not hold what it must" if self._index.is_wrong() else None

    def _note_changes(self) -> bool:
        """Add to what is owed what has changed since the last look; False if nothing has."""
        if self._rebuild_request.exists():
            self._forget_all()
        revision = self._issues.revision()
        if revision == self._seen:
            return False
        for change in self._issues.changed_since(self._seen):
            owed = self._owed.setdefault(change.issue.team, {})
            owed[change.issue.id] = None if change.retired else change.issue
        self._seen = revision
        return True

    def _forget_all(self) -> None:
        for team in {issue.team for issue in self._issues.all()}:
            self._index.clear(team)
        self._rebuild_request.unlink(missing_ok=True)
        self._start_over()

    def _start_over(self) -> None:
        """Owe the index everything, since it holds nothing."""
        self._seen = 0
        self._synced.clear()

    def _try(self, team: str) -> TriageError | None:
        """Sync `team`, and keep what is owed of it where that fails; return what failed."""
        try:
            report = self._sync(team, self._owed[team])
        except TriageError as failure:
            return failure
        del self._owed[team]
        if report.refused:
            self._owed[team] = {each.issue.id: each.issue for each in report.refused}
        self._tell(team, report)
        return None

    def _sync(self, team: str, owed: Mapping[str, KnownIssue | None]) -> SyncReport:
        hidden = self._issues.hidden(team)
        if team in self._synced:
            put_in = [issue for issue in owed.values() if issue is not None]
            gone = [issue_id for issue_id, issue in owed.items() if issue is None]
            return self._index.change(team, put_in, gone, hidden)
        report = self._index.sync(team, self._issues.all([team]), hidden=hidden)
        self._synced.add(team)
        return report

    def _tell(self, team: str, report: SyncReport) -> None:
        """Log what was done, and what is refused as often as that changes."""
        before = self._refused.pop(team, ())
        if report.refused:
            self._refused[team] = report.refused
        for refusal in report.refused:
            if refusal not in before:
                issue, reason = refusal.issue.id, refusal.reason
                log.warning("issue_not_indexed", team=team, issue=issue, reason=reason)
        is_news = report.added or report.changed or report.removed or report.refused != before
        if before and not is_news:
            return
        log.info(
            "index_synced",
            team=team,
            added=report.added,
            changed=report.changed,
            removed=report.removed,
            embedded=report.embedded,
        )


def left_out(refused: Sequence[Refusal]) -> str:
    """Return in a sentence which known issues no ticket can be compared with, and why."""
    more = f", and {len(refused) - NAMED} more" if len(refused) > NAMED else ""
    named = ", ".join(str(each) for each in islice(refused, NAMED))
    return f"not to be found, as they can't be embedded: {named}{more}"
