"""The local embedding model: one query, bulk, and many threads at once, by its settings."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bot.triage.redaction import redact
from kb.local_model import THREADS, TOKENS_A_BATCH, LocalEmbedder
from tests.bench.figures import Figure, milliseconds
from tests.bench.texts import some_tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.triage.redaction import Redacted

CROWD = 64
ROUNDS = 3
QUERY_AIM_MS = 10.0


def embedding(
    queries: int, bulk: int, threads_tried: Sequence[int], batches_tried: Sequence[int]
) -> Iterator[Figure]:
    """Yield the times of the settings in use, then those of others for comparison."""
    texts = [redact(text) for text in some_tickets(queries + 2 * bulk, seed=5)]
    single, many, crowded = texts[:queries], texts[queries:-bulk], texts[-bulk:]
    chosen = LocalEmbedder()
    yield from milliseconds("one query", [_seconds(chosen, [one]) for one in single], 50, 99)
    yield _rate(f"one query each from {CROWD} threads", bulk, lambda: _crowd(chosen, crowded))
    for threads in threads_tried:
        embedders = [LocalEmbedder(threads=threads, tokens_a_batch=most) for most in batches_tried]
        took = [_seconds(embedders[0], [one]) for one in single]
        (middle,) = milliseconds(f"{threads} threads, one query", took, 50)
        yield replace(middle, aim=QUERY_AIM_MS)
        for most, embedder in zip(batches_tried, embedders, strict=True):
            name = f"{threads} threads, batches of {most} tokens"
            yield _rate(name + _mark(threads, most), bulk, partial(embedder.embed, many))


def _mark(threads: int, most: int) -> str:
    return " (in use)" if (threads, most) == (THREADS, TOKENS_A_BATCH) else ""


def _rate(name: str, count: int, work: Callable[[], object]) -> Figure:
    """Return the median of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        rounds.append(count / (time.perf_counter() - began))
    return Figure(name, median(rounds), "texts/s")


def _seconds(embedder: LocalEmbedder, texts: list[Redacted]) -> float:
    began = time.perf_counter()
    embedder.embed(texts)
    return time.perf_counter() - began


def _crowd(embedder: LocalEmbedder, texts: list[Redacted]) -> None:
    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(lambda text: embedder.embed([text]), texts))
