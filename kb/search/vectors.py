"""Vectors of known issues: made once per text and embedding model, and kept in a cache."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.triage.errors import Rejected
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import Redacted, redact
from kb.search.refusals import NO_DIRECTION, Sieve

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from bot.triage.issue import KnownIssue

Vectors = NDArray[np.float32]
"""One row a text, each of length 1."""

EMBEDDED_AT_ONCE = 512
"""Texts between two writes to the cache: what an interrupted import loses at most."""

ROUNDING = 1e-3
"""How far from 1 the length of a sound vector may be."""

STORED = np.dtype("<f4")


class Embedder(Protocol):
    """Turns redacted texts into vectors."""

    @property
    def model(self) -> str:
        """Return the id under which vectors are cached; equal ids mean comparable vectors."""

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text; `on_progress` hears how many texts are done so far."""


class VectorCache(Protocol):
    """Keeps vectors by model and text hash; the values are float32, little endian."""

    def get(self, model: str, hashes: Collection[str]) -> dict[str, bytes]:
        """Return what is known of `hashes`."""

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors by text hash; safe to repeat."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A known issue whose text the embedding model does not take, and why."""

    issue: KnownIssue
    reason: str

    def __str__(self) -> str:
        """Return it for people."""
        return f"{self.issue.id} ({self.reason})"


class Embedded(NamedTuple):
    """The vectors asked for, in order, and how many texts had to be embedded for them."""

    issues: tuple[KnownIssue, ...]
    """Those that have a vector, in the order of `vectors`."""
    vectors: Vectors
    fresh: int
    refused: tuple[Refusal, ...] = ()


def vectors_for(
    issues: Sequence[KnownIssue],
    embedder: Embedder,
    cache: VectorCache,
    on_progress: Callable[[int], None] | None = None,
) -> Embedded:
    """Return a vector for each issue whose text is not refused; see `vectors_of`.

    Those that are refused hold up no other.
    """
    sieve = Sieve(embedder)
    texts = [searchable(issue) for issue in issues]
    found, fresh = _found(texts, sieve, cache, on_progress)
    keys = [_hash(text) for text in texts]
    taken = [(issue, found[key]) for issue, key in zip(issues, keys, strict=True) if key in found]
    return Embedded(
        tuple(issue for issue, _ in taken),
        _stacked([row for _, row in taken]),
        fresh,
        tuple(
            Refusal(issue, str(sieve.refused[key]))
            for issue, key in zip(issues, keys, strict=True)
            if key not in found
        ),
    )


def vectors_of(
    texts: Sequence[Redacted],
    embedder: Embedder,
    cache: VectorCache,
    on_progress: Callable[[int], None] | None = None,
) -> Vectors:
    """Return a vector for each text, embedding only those that the cache does not hold.

    `on_progress` hears how many texts are done so far. Rejected if one of them is refused.
    """
    sieve = Sieve(embedder)
    found, _ = _found(texts, sieve, cache, on_progress)
    for refusal in sieve.refused.values():
        raise refusal
    return _stacked([found[_hash(text)] for text in texts])


def _found(
    texts: Sequence[Redacted],
    sieve: Sieve,
    cache: VectorCache,
    on_progress: Callable[[int], None] | None,
) -> tuple[dict[str, Vectors], int]:
    """Return the vectors by the hashes of their texts, and how many of them are fresh."""
    distinct = {_hash(text): text for text in texts}
    known = _decoded(cache.get(sieve.embedder.model, distinct.keys()))
    missing = {key: text for key, text in distinct.items() if key not in known}
    fresh = _embed(missing, sieve, cache, _after(len(texts) - len(missing), on_progress))
    if _widths(known, fresh) > 1:
        known, fresh = {}, _embed(distinct, sieve, cache, on_progress)
    return known | fresh, len(fresh)


def searchable(issue: KnownIssue) -> Redacted:
    """Return what is embedded of `issue`, redacted and cleaned as the text of a ticket is."""
    return cleaned(redact(issue.searchable_text))


def normalised(vectors: NDArray[np.floating]) -> Vectors:
    """Return the rows at length 1; Rejected if one has no direction or isn't finite."""
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.isfinite(lengths).all() or not lengths.all():
        raise Rejected("the embedding model returned a vector without direction", code=NO_DIRECTION)
    return np.asarray(vectors / lengths, dtype=np.float32)


def _embed(
    texts: Mapping[str, Redacted],
    sieve: Sieve,
    cache: VectorCache,
    on_progress: Callable[[int], None] | None,
) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for keys in _chunks(list(texts)):
        rows = sieve.embed({key: texts[key] for key in keys}, _after(len(found), on_progress))
        stored = {key: row.astype(STORED).tobytes() for key, row in rows.items()}
        cache.put(sieve.embedder.model, stored)
        found |= rows
    return found


def _after(done: int, on_progress: Callable[[int], None] | None) -> Callable[[int], None] | None:
    """Return a callback that adds `done` to what it is told, having told it once."""
    if on_progress is None:
        return None
    on_progress(done)
    return lambda more: on_progress(done + more)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _decoded(stored: Mapping[str, bytes]) -> dict[str, Vectors]:
    """Return what can be read of `stored`; damaged values count as unknown."""
    whole = {key: value for key, value in stored.items() if len(value) % STORED.itemsize == 0}
    rows = {key: np.frombuffer(value, STORED) for key, value in whole.items()}
    return {key: row for key, row in rows.items() if abs(np.linalg.norm(row) - 1) < ROUNDING}


def _widths(*found: Mapping[str, Vectors]) -> int:
    return len({row.size for rows in found for row in rows.values()})


def _stacked(rows: Sequence[Vectors]) -> Vectors:
    return np.stack(rows).astype(np.float32) if rows else np.empty((0, 0), np.float32)


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    starts: Iterable[int] = range(0, len(keys), EMBEDDED_AT_ONCE)
    return (keys[start : start + EMBEDDED_AT_ONCE] for start in starts)
