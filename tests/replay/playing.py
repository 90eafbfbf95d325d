"""Plays a made-up team: its people correct their first tickets, then the next ones are judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.bootstrap import exact_search
from bot.configuration.choices import AnalystChoice, EmbeddingsChoice
from bot.parts.own_timing import now
from bot.settings import Settings
from bot.triage.judgement import Turn
from bot.triage.redaction import redact
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import edits
from bot.triage.ticket import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.bootstrap import Desk
    from bot.triage.issue import KnownIssue
    from bot.triage.judgement import Judgement
    from bot.triage.ticket import Ticket
    from tests.replay.teams import Told

ANN = "U0ANN"
LEASE = timedelta(minutes=5)
LONG_AGO = timedelta(days=1)
"""The tickets are a day old, so that whatever they teach is due."""


def offline_settings(home: Path) -> Settings:
    """Return the settings that ship, without a question or a shared known issue."""
    return Settings(
        analyst=AnalystChoice.OFFLINE,
        embeddings=EmbeddingsChoice.LOCAL,
        similarity_threshold=None,
        triage_config=None,
        kb_path="",
        data_dir=home,
        database_url=None,
        chroma_url=None,
        max_questions=0,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one ticket."""

    category: str
    severity: str
    issue: str | None

    @classmethod
    def of(cls, judgement: Judgement) -> Said:
        """Return what `judgement` says."""
        return cls(judgement.category, judgement.severity, judgement.matched_issue_id)


class Player:
    """One workspace of a desk."""

    def __init__(self, desk: Desk, team: str, issues: Sequence[KnownIssue]) -> None:
        self._desk = desk
        self._store = desk.store
        self._team = team
        self._workflow = desk.workflow(exact_search(desk.store, desk.embedder))
        self._at = now() - LONG_AGO
        self._store.issues.import_all([replace(each, team=team) for each in issues], ANN, self._at)

    def judge(self, tickets: Sequence[Told]) -> list[Said]:
        """Return what is said of `tickets` as things stand; nothing of it is stored."""
        return [
            Said.of(
                self._workflow.judge(
                    self._team,
                    (Turn("reporter", redact(each.text)),),
                    lambda _: None,
                    may_ask=False,
                    said=each.text,
                )
            )
            for each in tickets
        ]

    def correct(self, tickets: Sequence[Told], *, resolving: bool = True) -> None:
        """Have `tickets` posted and judged, and people set right what is wrong.

        What is right is resolved, or left alone.
        """
        for number, each in enumerate(tickets, 1):
            self._post(each.text, number)
            self._at += timedelta(minutes=5)
            self._work(each, number, resolving=resolving)

    def learn(self) -> None:
        """Have everything learned that is due."""
        for _ in range(100):
            self._desk.learner.look()
            if not self._store.learning.due(now()):
                return

    def _post(self, text: str, number: int) -> None:
        message = Message(
            self._team, "C0", f"U{number}", text, f"Ev{number}", self._at, ts=f"{number}.0"
        )
        self._store.tickets.record(message, opens_ticket=True)
        self._at += timedelta(minutes=5)
        ticket = self._store.tickets.claim(self._at, LEASE)
        assert ticket is not None
        move = self._workflow.advance(ticket, self._at, lambda _: None)
        assert move is not None
        assert self._store.tickets.save(
            move.ticket, event=move.event, actor="bot", now=self._at, judgement=move.judgement
        )

    def _work(self, told: Told, number: int, *, resolving: bool) -> None:
        def change(ticket: Ticket) -> Change:
            decided = ticket.decided
            assert decided is not None
            right = replace(
                decided,
                category=told.category,
                severity=told.severity,
                matched_issue_id=told.issue,
            )
            said = edits(decided, right, ANN, self._at)
            is_done = resolving and not said
            return Change(ticket.work.resolved(ANN, "", self._at) if is_done else ticket.work, said)

        ticket = self._store.tickets.find(self._team, number)
        assert ticket is not None
        assert ticket.decided is not None
        if resolving or Said.of(ticket.decided) != Said(told.category, told.severity, told.issue):
            self._store.work.change(
                self._team, number, change, event="worked", by=By(ANN, self._at)
            )
