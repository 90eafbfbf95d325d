"""How quick the index finds known issues, beside plain numpy over the same vectors."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from bot.triage.cleaning import cleaned
from bot.triage.issue import EVERY_TEAM
from bot.triage.redaction import redact
from kb.chroma import open_folder
from kb.exact import ExactSearch
from kb.index import Index
from kb.vectors import normalised, searchable
from tests.bench.figures import Figure, milliseconds, percentile
from tests.bench.texts import known_issues, some_tickets
from tests.kb.parts import MemoryCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from bot.triage.redaction import Redacted
    from kb.vectors import Embedder, Vectors

Query = TypeVar("Query")
Answer = TypeVar("Answer")

FOUND = 10
NOISE = 0.02


class Prepared:
    """An embedder that holds every vector already, so that only the search is timed."""

    model = "prepared"

    def __init__(self, texts: Sequence[Redacted], vectors: Vectors) -> None:
        self._rows = dict(zip(texts, vectors, strict=True))

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text."""
        del on_progress
        return np.stack([self._rows[text] for text in texts])


def searches(
    embedder: Embedder, folder: Path, *, issues: int, real: int, queries: int
) -> Iterator[Figure]:
    """Yield how long a search among `issues` takes, without embedding the query.

    Only the first `real` issues have their own vectors, the others lie between two of those:
    to embed 10,000 texts takes minutes.
    """
    known = known_issues(issues)
    texts = [searchable(issue) for issue in known]
    asked = [cleaned(redact(text)) for text in some_tickets(queries, seed=4)]
    vectors = stretched(embedder.embed(texts[:real]), issues)
    questions = embedder.embed(asked)
    prepared = Prepared([*texts, *asked], np.concatenate([vectors, questions]))
    with closing(Index(open_folder(folder), prepared, MemoryCache())) as index:
        index.sync(EVERY_TEAM, known)
        found, took = _timed(lambda query: _ids(index, query), asked)
    _, took_exactly = _timed(lambda query: _nearest(vectors, query), questions)
    shelf = {EVERY_TEAM: known}
    exactly = ExactSearch(lambda team: shelf.get(team, []), prepared, MemoryCache())
    exact = [_ids(exactly, query) for query in asked]
    yield from milliseconds(f"{issues:,} issues, index", took, 50, 99)
    yield from milliseconds(f"{issues:,} issues, plain numpy", took_exactly, 50, 99)
    ratio = percentile(took, 50) / percentile(took_exactly, 50)
    yield Figure(f"{issues:,} issues, index / numpy, p50", ratio, "x")
    same = [len(a & b) / FOUND for a, b in zip(found, exact, strict=True)]
    yield Figure(f"{issues:,} issues, share of the {FOUND} best found", float(np.mean(same)), "")


def stretched(real: Vectors, count: int) -> Vectors:
    """Return `real` and, up to `count` rows, points between two of them, a little off the line."""
    draw = np.random.default_rng(0)
    pairs = draw.integers(len(real), size=(2, max(count - len(real), 0)))
    share = draw.uniform(0.2, 0.8, size=(pairs.shape[1], 1))
    between = share * real[pairs[0]] + (1 - share) * real[pairs[1]]
    noise = draw.normal(scale=NOISE, size=between.shape)
    return np.concatenate([real, normalised((between + noise).astype(np.float32))])


def _ids(search: Index | ExactSearch, query: Redacted) -> set[str]:
    return {hit.issue.id for hit in search.search(EVERY_TEAM, query, FOUND)}


def _nearest(vectors: Vectors, query: Vectors) -> set[int]:
    """Return the rows nearest to `query`."""
    return set(np.argpartition(vectors @ query, -FOUND)[-FOUND:].tolist())


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
