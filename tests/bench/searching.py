"""How quick known issues are found: the whole search, Chroma alone, and plain numpy beside them."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bot.triage.issue import EVERY_TEAM
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact
from kb.index import Index
from kb.search.chroma import open_folder
from kb.search.exact import ExactSearch
from kb.search.rows import collection_name, row_id
from kb.search.vectors import normalised, searchable
from tests.bench.figures import Figure, milliseconds, percentile
from tests.bench.written import as_issues, between, unlike, written
from tests.kb.parts import MemoryCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.triage.issue import KnownIssue
    from bot.triage.redaction import Redacted
    from kb.search.chroma import Chroma
    from kb.search.vectors import Embedder, Vectors

Query = TypeVar("Query")
Answer = TypeVar("Answer")

FOUND = 10
NEIGHBOURS = 10
"""Between a text and one of so many nearest to it lie the vectors that no text has."""


class Prepared:
    """An embedder that holds every vector already, so that only the search is timed."""

    model = "prepared"

    def __init__(self, texts: Sequence[Redacted], vectors: Vectors) -> None:
        self._rows = dict(zip(texts, vectors, strict=True))
        self.embedded = 0

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text."""
        del on_progress
        self.embedded += len(texts)
        return np.stack([self._rows[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base with its vectors, and tickets to search it with, none of which is in it."""

    known: list[KnownIssue]
    texts: list[Redacted]
    """What is embedded of each issue."""
    vectors: Vectors
    asked: list[Redacted]
    questions: Vectors

    @classmethod
    def of(
        cls, embedder: Embedder, *, issues: int, real: int, queries: int, texts: Path | None = None
    ) -> Base:
        """Return `issues` known issues, `real` of them written, and the vectors of those.

        What is embedded of each is its own: an index has one vector for equal texts, and what is
        nearest would be looked for elsewhere than it lies.
        """
        found = written(texts)
        known = as_issues(list(islice(unlike(found[queries:]), min(real, issues))))
        asked = [cleaned(redact(text)) for text in found[:queries]]
        vectors = embedder.embed([searchable(issue) for issue in known])
        known, vectors = stretched(known, vectors, issues)
        said = [searchable(issue) for issue in known]
        return cls(known, said, vectors, asked, embedder.embed(asked))

    def prepared(self, *others: tuple[Redacted, Vectors]) -> Prepared:
        """Return an embedder that knows all of these, and `others`."""
        texts = [*self.texts, *self.asked, *(text for text, _ in others)]
        rows = [self.vectors, self.questions, *(vector[np.newaxis] for _, vector in others)]
        return Prepared(texts, np.concatenate(rows))


def searches(base: Base, folder: Path) -> Iterator[Figure]:
    """Yield how long searches take in an index of their own, without embedding the query."""
    prepared = base.prepared()
    chroma = open_folder(folder)
    with closing(Index(chroma, prepared, MemoryCache())) as index:
        index.sync(EVERY_TEAM, base.known)
        yield from searched(index, chroma, prepared, base)


def searched(
    index: Index, chroma: Chroma, prepared: Prepared, base: Base, aim_ms: float | None = None
) -> Iterator[Figure]:
    """Yield how long searches in `index` take, and how much of what is nearest they find."""
    many = f"{len(base.known):,} issues"
    rows = chroma.find(collection_name(EVERY_TEAM, prepared.model))
    assert rows is not None
    found, took = _timed(lambda query: _ids(index, query), base.asked)
    near, took_chroma = _timed(
        lambda query: {key for key, _ in rows.nearest(query, FOUND)}, base.questions
    )
    nearest, took_numpy = _timed(lambda query: _nearest(base.vectors, query), base.questions)
    middle, slowest = milliseconds(f"{many}, whole search", took, 50, 99)
    yield from (middle, Figure(slowest.name, slowest.value, slowest.unit, aim_ms))
    yield from milliseconds(f"{many}, Chroma alone", took_chroma, 50, 99)
    yield from milliseconds(f"{many}, plain numpy", took_numpy, 50, 99)
    ratio = percentile(took_chroma, 50) / percentile(took_numpy, 50)
    yield Figure(f"{many}, Chroma / numpy, p50", ratio, "x")
    names = [row_id(issue.id) for issue in base.known]
    exact = [{names[place] for place in places} for places in nearest]
    yield Figure(
        f"{many}, share of the {FOUND} nearest that Chroma finds", _shared(near, exact), ""
    )
    shelf = {EVERY_TEAM: base.known}
    exactly = ExactSearch(lambda team: shelf.get(team, []), prepared, MemoryCache())
    best = [_ids(exactly, query) for query in base.asked]
    yield Figure(
        f"{many}, share of the {FOUND} best that the search finds", _shared(found, best), ""
    )


def stretched(
    known: Sequence[KnownIssue], real: Vectors, count: int
) -> tuple[list[KnownIssue], Vectors]:
    """Return `known`, and up to `count` issues that lie between two near neighbours of them."""
    draw = np.random.default_rng(0)
    more = max(count - len(known), 0)
    cosines = real @ real.T
    np.fill_diagonal(cosines, -1)
    near = np.argsort(-cosines, axis=1)[:, :NEIGHBOURS]
    ones = draw.integers(len(known), size=more)
    others = near[ones, draw.integers(near.shape[1], size=more)]
    share = draw.uniform(0.2, 0.8, size=(more, 1)).astype(np.float32)
    lying = normalised(share * real[ones] + (1 - share) * real[others])
    made = (
        between(known[one], known[other], number)
        for number, (one, other) in enumerate(zip(ones, others, strict=True), start=len(known))
    )
    return [*known, *made], np.concatenate([real, lying]) if more else real


def _shared(found: Sequence[set[str]], wanted: Sequence[set[str]]) -> float:
    shares = [len(a & b) / FOUND for a, b in zip(found, wanted, strict=True)]
    return float(np.mean(shares))


def _ids(search: Index | ExactSearch, query: Redacted) -> set[str]:
    return {hit.issue.id for hit in search.search(EVERY_TEAM, query, FOUND)}


def _nearest(vectors: Vectors, query: Vectors) -> list[int]:
    """Return the rows nearest to `query`."""
    places: list[int] = np.argpartition(vectors @ query, -FOUND)[-FOUND:].tolist()
    return places


def _timed(
    ask: Callable[[Query], Answer], queries: Iterable[Query]
) -> tuple[list[Answer], list[float]]:
    """Return each answer, and the seconds that it took."""
    answers, seconds = [], []
    for query in queries:
        began = time.perf_counter()
        answers.append(ask(query))
        seconds.append(time.perf_counter() - began)
    return answers, seconds
