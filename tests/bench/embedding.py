"""The local embedding model: one query, bulk, and many threads at once, by its settings."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from bot.triage.redaction import redact
from kb.models.local_model import LocalEmbedder, Manner, quickest
from tests.bench.figures import Figure, milliseconds
from tests.bench.texts import some_tickets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bot.triage.redaction import Redacted

CROWD = 64
ROUNDS = 3
REPEATED = 40
QUERY_AIM_MS = 10.0
LENGTHS = (13, 28, 41, 86, 256)
"""Of the texts written for this repository 5, 50, 75 and 95 in a hundred are shorter than that; and
the longest that the model reads."""


def embedding(
    queries: int, bulk: int, threads_tried: Sequence[int], batches_tried: Sequence[int]
) -> Iterator[Figure]:
    """Yield the times of the manner in use, then those of others for comparison."""
    texts = [redact(text) for text in some_tickets(queries + 2 * bulk, seed=5)]
    single, many, crowded = texts[:queries], texts[queries:-bulk], texts[-bulk:]
    chosen = LocalEmbedder()
    yield from milliseconds("one query", [_seconds(chosen, [one]) for one in single], 50, 99)
    yield _rate(f"one query each from {CROWD} threads", bulk, lambda: _crowd(chosen, crowded))
    yield _rate("in bulk", bulk, partial(chosen.embed, many))
    for in_eight_bits in (True, False):
        for threads in threads_tried:
            manner = Manner(in_eight_bits, threads, batches_tried[0])
            yield from _of_one(manner, single)
            for most in batches_tried:
                yield _of_many(replace(manner, tokens_a_batch=most), many)


def _of_one(manner: Manner, texts: Sequence[Redacted]) -> Iterator[Figure]:
    """Yield the time of one text; for a single thread it is CPU time, also by length in tokens.

    On a quiet machine that is the time that passes.
    """
    embedder, said = LocalEmbedder(manner=manner), _said(manner)
    if manner.threads > 1:
        took = [_seconds(embedder, [one]) for one in texts]
        yield from milliseconds(f"{said}, one query", took, 50)
        return
    took = [_seconds(embedder, [one], time.thread_time) for one in texts]
    (middle,) = milliseconds(f"{said}, one query", took, 50)
    yield replace(middle, aim=QUERY_AIM_MS)
    for tokens in LENGTHS:
        # Each word is a token, and two enclose the text.
        text = redact("word " * (tokens - 2))
        took = [_seconds(embedder, [text], time.thread_time) for _ in texts[:REPEATED]]
        yield from milliseconds(f"{said}, {tokens} tokens", took, 50)


def _of_many(manner: Manner, texts: Sequence[Redacted]) -> Figure:
    embedder = LocalEmbedder(manner=manner)
    name = f"{_said(manner)}, batches of {manner.tokens_a_batch} tokens"
    return _rate(name + _mark(manner), len(texts), partial(embedder.embed, texts))


def _said(manner: Manner) -> str:
    weights = "eight bits" if manner.in_eight_bits else "as it is"
    return f"{weights}, {manner.threads} thread{'s' * (manner.threads > 1)}"


def _mark(manner: Manner) -> str:
    return " (in use)" if manner == quickest() else ""


def _rate(name: str, count: int, work: Callable[[], object]) -> Figure:
    """Return the median of a few rounds."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        rounds.append(count / (time.perf_counter() - began))
    return Figure(name, median(rounds), "texts/s")


def _seconds(
    embedder: LocalEmbedder,
    texts: list[Redacted],
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    began = clock()
    embedder.embed(texts)
    return clock() - began


def _crowd(embedder: LocalEmbedder, texts: list[Redacted]) -> None:
    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(lambda text: embedder.embed([text]), texts))
