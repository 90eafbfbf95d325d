"""How the knowledge base bears its size: import, search, restart, and an update while searching."""

from __future__ import annotations

import os
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TYPE_CHECKING

from bot.duties.follower import Follower
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact
from kb.index import Index
from kb.search.chroma import open_folder
from kb.search.vectors import searchable, vectors_of
from storage.database import Database
from storage.issues import Issues
from storage.vectors import Vectors
from tests.bench.figures import Figure
from tests.bench.machine import resident_megabytes
from tests.bench.searching import Base, Prepared, searched
from tests.builders import NOON
from tests.kb.parts import MemoryCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.triage.issue import KnownIssue
    from kb.search.chroma import Chroma
    from kb.search.vectors import Embedder

SEARCH_AIM_MS = 10.0
UPDATE_SECONDS = 1.0
PATIENCE_SECONDS = 60.0
NEWS = redact("The teleprinter of the lighthouse prints only vowels")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a bot keeps on its disk, and how its texts are embedded."""

    database: Database
    folder: Path
    embedder: Prepared

    @property
    def issues(self) -> Issues:
        return Issues(self.database)

    @contextmanager
    def opened(self) -> Iterator[tuple[Chroma, Index, Follower]]:
        """Open the index as the bot does at its start; nothing is in step yet."""
        chroma = open_folder(self.folder / "chroma")
        with closing(Index(chroma, self.embedder, Vectors(self.database))) as index:
            follower = Follower(self.issues, index, self.folder / "rebuild")
            yield chroma, index, follower
            follower.stop()


def growth(
    embedder: Embedder,
    folder: Path,
    *,
    issues: int,
    real: int,
    queries: int,
    texts: Path | None = None,
) -> Iterator[Figure]:
    """Yield what `issues` known issues cost; the first `real` of them are embedded."""
    base = Base.of(embedder, issues=issues, real=real, queries=queries, texts=texts)
    yield from _import(embedder, folder / "import", base.known[:real])
    news = replace(base.known[-1], title=str(NEWS), symptoms=())
    (vector,) = embedder.embed([NEWS])
    prepared = base.prepared((NEWS, vector), (searchable(news), vector))
    kept = Kept(Database(f"sqlite:///{folder / 'triage.db'}"), folder, prepared)
    kept.database.migrate()
    vectors_of(base.texts, prepared, Vectors(kept.database))
    yield from _first_start(kept, base)
    yield from _next_start(kept, news)
    kept.database.dispose()


def _import(embedder: Embedder, folder: Path, known: list[KnownIssue]) -> Iterator[Figure]:
    """Yield how quickly texts are embedded and stored, and how many cores that keeps busy."""
    heard: list[int] = []
    with closing(Index(open_folder(folder), embedder, MemoryCache())) as index:
        began, worked = time.perf_counter(), time.process_time()
        index.sync(EVERY_TEAM, known, heard.append)
        seconds, work = time.perf_counter() - began, time.process_time() - worked
    yield Figure(f"import of {len(known):,} texts", len(known) / seconds, "texts/s")
    yield Figure("cores that it kept busy", work / seconds, "")
    yield Figure("CPU time of a text", work / len(known) * 1000, "ms")
    yield Figure("times that it told how far it is", len(heard), "")


def _first_start(kept: Kept, base: Base) -> Iterator[Figure]:
    """Yield how long all takes to be stored and indexed, the memory for it, and searches."""
    before, began = resident_megabytes(os.getpid()), time.perf_counter()
    kept.issues.import_all(base.known, "bench", NOON)
    yield Figure("stored in the database", time.perf_counter() - began, "s")
    with kept.opened() as (chroma, index, follower):
        began = time.perf_counter()
        follower.catch_up()
        yield Figure("indexed, all vectors cached", time.perf_counter() - began, "s")
        yield Figure("memory that it takes", resident_megabytes(os.getpid()) - before, "MB")
        yield from searched(index, chroma, kept.embedder, base, SEARCH_AIM_MS)


def _next_start(kept: Kept, news: KnownIssue) -> Iterator[Figure]:
    """Yield how long opening it again takes, and an update while it is searched."""
    embedded = kept.embedder.embedded
    began = time.perf_counter()
    with kept.opened() as (_, index, follower):
        follower.start()
        yield Figure("next start, in step with the database", time.perf_counter() - began, "s")
        again = kept.embedder.embedded - embedded
        yield Figure("texts embedded at the next start", again, "", aim=0)
        done = Event()
        searching = Thread(target=_search_until, args=(index, done))
        searching.start()
        began = time.perf_counter()
        kept.issues.import_all([news], "bench", NOON)
        while (
            not (found := _is_found(index, news)) and time.perf_counter() - began < PATIENCE_SECONDS
        ):
            pass
        seconds = time.perf_counter() - began
        done.set()
        searching.join()
    yield Figure("an update, to its being found while searching", seconds, "s", aim=UPDATE_SECONDS)
    yield Figure("updates that were not found", int(not found), "", aim=0)


def _is_found(index: Index, news: KnownIssue) -> bool:
    best = index.search(EVERY_TEAM, NEWS, 1)[0].issue
    return (best.id, best.title) == (news.id, news.title)


def _search_until(index: Index, done: Event) -> None:
    while not done.is_set():
        index.search(EVERY_TEAM, NEWS, 3)
