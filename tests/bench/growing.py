"""How the knowledge base bears its size: import, search, restart, and an update while searching."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.cleaning import cleaned
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact
from kb.chroma import open_folder
from kb.index import Index
from kb.vectors import searchable, vectors_for
from tests.bench.figures import Figure
from tests.bench.machine import resident_megabytes
from tests.bench.searching import Prepared, searches, stretched
from tests.bench.texts import known_issues, some_tickets
from tests.kb.parts import MemoryCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.triage.issue import KnownIssue
    from kb.vectors import Embedder

UPDATE_SECONDS = 1.0
NEWS = "The teleprinter of the lighthouse prints only vowels"


def growth(
    embedder: Embedder, folder: Path, *, issues: int, real: int, queries: int
) -> Iterator[Figure]:
    """Yield what `issues` known issues cost; the first `real` of them are embedded."""
    known, cache = known_issues(issues), MemoryCache()
    yield from _import(embedder, folder / "import", known[:real], cache)
    asked = [cleaned(redact(text)) for text in some_tickets(queries, seed=4)]
    texts = [searchable(issue) for issue in known]
    vectors = stretched(vectors_for(known[:real], embedder, cache).vectors, issues)
    news = replace(known[-1], title=NEWS, symptoms=(NEWS,))
    also = [*asked, searchable(news), redact(NEWS)]
    prepared = Prepared([*texts, *also], np.concatenate([vectors, embedder.embed(also)]))
    before = resident_megabytes(os.getpid())
    yield from searches(prepared, folder / "index", issues=issues, real=real, queries=queries)
    yield Figure("memory that it takes", resident_megabytes(os.getpid()) - before, "MB")
    yield from _next_start(prepared, folder / "index", known, news)


def _import(
    embedder: Embedder, folder: Path, known: list[KnownIssue], cache: MemoryCache
) -> Iterator[Figure]:
    """Yield how quickly texts are embedded and stored, and how many cores that keeps busy."""
    heard: list[int] = []
    with closing(Index(open_folder(folder), embedder, cache)) as index:
        began, worked = time.perf_counter(), time.process_time()
        index.sync(EVERY_TEAM, known, heard.append)
        seconds, work = time.perf_counter() - began, time.process_time() - worked
    yield Figure(f"import of {len(known):,} texts", len(known) / seconds, "texts/s")
    yield Figure("cores that it kept busy", work / seconds, "")
    yield Figure("times that it told how far it is", len(heard), "")


def _next_start(
    prepared: Prepared, folder: Path, known: list[KnownIssue], news: KnownIssue
) -> Iterator[Figure]:
    """Yield how long opening it again takes, and an update while it is searched."""
    with closing(Index(open_folder(folder), prepared, MemoryCache())) as index:
        began = time.perf_counter()
        report = index.sync(EVERY_TEAM, known)
        yield Figure("next start, in step with the database", time.perf_counter() - began, "s")
        yield Figure("texts embedded at the next start", report.embedded, "", aim=0)
        done = Event()
        searching = Thread(target=_search_until, args=(index, done))
        searching.start()
        began = time.perf_counter()
        index.sync(EVERY_TEAM, [*known[:-1], news])
        found = index.search(EVERY_TEAM, redact(NEWS), 1)[0].issue.id
        seconds = time.perf_counter() - began
        done.set()
        searching.join()
    yield Figure("an update, to its being found while searching", seconds, "s", aim=UPDATE_SECONDS)
    yield Figure("updates that were not found", int(found != news.id), "", aim=0)


def _search_until(index: Index, done: Event) -> None:
    while not done.is_set():
        index.search(EVERY_TEAM, redact(NEWS), 3)
