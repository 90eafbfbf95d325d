"""Learns in the background how each workspace judges, as soon as people have said something."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.analysts.learning.fitting import Course
from bot.analysts.learning.learned import Learned, as_bytes, read_back
from bot.duties import reading
from bot.duties.reading import Reader
from bot.triage.judging.learned import VersionState, is_no_worse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.analysts.learning.general import General
    from bot.triage.judging.learned import LearnedVersion
    from bot.triage.judging.lesson import Lesson
    from kb.search.vectors import Embedder
    from storage.judging.learned_versions import LearnedVersions

LOOK_SECONDS = 1.0

log = structlog.stdlib.get_logger("learner")


class Store(reading.Store, Protocol):
    """What is learned from, and where it is kept."""

    @property
    def versions(self) -> LearnedVersions:
        """Return what was learned."""


class Learner:
    """Makes a version of what a workspace's tickets teach, and uses it if it judges no worse."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        general: General,
        basis: str,
        clock: Callable[[], datetime],
    ) -> None:
        """Take `basis` as what versions are added to: `general` and the model of `embedder`."""
        self._lessons = store.lessons
        self._learning = store.learning
        self._versions = store.versions
        self._reader = Reader(store, embedder)
        self._general = general
        self._model = embedder.model
        self._basis = basis
        self._clock = clock

    def catch_up(self) -> None:
        """Have learned again what was added to models of an earlier version of the app."""
        for team in self._learning.teams():
            version = self._versions.in_use(team)
            if version is not None and version.basis != self._basis:
                self._learning.relearn(team, self._clock())

    def look(self) -> None:
        """Read what is new, and learn what is due."""
        read = {team: self._reader.read(team) for team in self._learning.teams()}
        for team in self._learning.due(self._clock()):
            if read.get(team, False):
                self.learn(team)

    def learn(self, team: str) -> LearnedVersion | None:
        """Return the new version of `team`; None if its tickets teach nothing new."""
        seen = self._learning.changes(team)
        lessons = self._usable(team)
        version = self._studied(team, lessons) if _any_settled(lessons) else None
        self._learning.learned(team, seen, self._clock())
        return version

    def _studied(self, team: str, lessons: Sequence[Lesson]) -> LearnedVersion | None:
        course = Course(self._general, lessons)
        learned = course.learned()
        before = self._versions.in_use(team)
        if before is None and learned.is_nothing:
            return None
        return self._tried(team, course, learned, before)

    def _tried(
        self, team: str, course: Course, learned: Learned, before: LearnedVersion | None
    ) -> LearnedVersion:
        """Store what was learned, and use whatever judges best."""
        in_use = self._in_use(before)
        had = () if before is None or in_use is None else before.tickets
        figures = course.figures(had, learned, in_use)
        is_better = is_no_worse(figures)
        now = self._clock()
        version = self._versions.add(
            team,
            basis=self._basis,
            tickets=course.tickets,
            figures=figures,
            parameters=as_bytes(learned),
            state=VersionState.IN_USE if is_better else VersionState.NOT_USED,
            now=now,
        )
        if not is_better and figures.before < figures.shipped and self._versions.drop(team, now):
            log.warning("learning_taken_back", team=team, **asdict(figures))
        log.info("learned", team=team, version=version.number, state=version.state.value)
        return version

    def _in_use(self, version: LearnedVersion | None) -> Learned | None:
        """Return what judges by now beside what ships; None if nothing does."""
        if version is None or version.basis != self._basis:
            return None
        return read_back(self._versions.parameters(version.team, version.number))

    def _usable(self, team: str) -> list[Lesson]:
        """Return the lessons whose category and severity the team still has."""
        categories = self._general.category_names
        severities = self._general.severity_names
        return [
            lesson
            for lesson in self._lessons.of_team(team, self._model)
            if lesson.outcome.category in categories and lesson.outcome.severity in severities
        ]


def _any_settled(lessons: Sequence[Lesson]) -> bool:
    return any(lesson.outcome.is_settled for lesson in lessons)
