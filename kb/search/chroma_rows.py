"""The rows of one collection of Chroma: known issues with their vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.triage.errors import Unavailable
from kb.search.rows import content_hash, packed, row_id, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chromadb.api.models.Collection import Collection

    from bot.triage.issue import KnownIssue
    from kb.search.vectors import Vectors

ROWS_A_WRITE = 1000
"""Chroma takes 5,461 a call, and its server refuses bodies of more than 40 MB."""

ROWS_A_READ = 5000

SAMPLE = 50
"""Rows whose vectors are read back to see if they are there: a lost segment fails on the first."""

WRONG = "index_wrong"
"""The code of what is raised of rows that are not as they were written."""

PROBES = 5
SAME = 0.01
"""Distance below which a vector has found itself."""


class Rows:
    """The rows of one collection: an issue each, found by its vector."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @property
    def width(self) -> int:
        """Return the number of dimensions of its vectors."""
        return int(str(self._collection.metadata["width"]))

    def hashes(self) -> dict[str, str]:
        """Return the content hash of every row, by row id.

        In pages: asked for all at once, Chroma fails beyond some 32,000 rows.
        """
        found: dict[str, str] = {}
        for offset in range(0, self._collection.count(), ROWS_A_READ):
            rows = self._collection.get(limit=ROWS_A_READ, offset=offset, include=["metadatas"])
            hashes = (str(row["hash"]) for row in rows["metadatas"] or ())
            found.update(zip(rows["ids"], hashes, strict=True))
        return found

    def nearest(self, query: Vectors, count: int) -> list[tuple[str, float]]:
        """Return up to `count` row ids with their cosine, nearest first; `query` is one vector."""
        answer = self._collection.query(
            query_embeddings=query[np.newaxis], n_results=count, include=["distances"]
        )
        (keys,), (distances,) = answer["ids"], answer["distances"] or [[]]
        return [(key, 1 - distance) for key, distance in zip(keys, distances, strict=True)]

    def vectors(self, row_ids: Sequence[str]) -> dict[str, Vectors]:
        """Return the vectors of those of `row_ids` that there are."""
        rows = self._collection.get(ids=list(row_ids), include=["embeddings"])
        vectors = np.asarray(rows["embeddings"], np.float32)
        return dict(zip(rows["ids"], vectors, strict=True))

    def issues(self, row_ids: Sequence[str]) -> dict[str, KnownIssue]:
        """Return the issues in those of `row_ids` that have a content, by row id."""
        rows = self._collection.get(ids=list(row_ids), include=["metadatas"])
        found = zip(rows["ids"], rows["metadatas"] or (), strict=True)
        return {key: unpacked(str(row["issue"])) for key, row in found if row}

    def write(self, issues: Sequence[KnownIssue], vectors: Vectors) -> None:
        """Add or replace the rows of `issues`."""
        for start in range(0, len(issues), ROWS_A_WRITE):
            some = issues[start : start + ROWS_A_WRITE]
            self._collection.upsert(
                ids=[row_id(issue.id) for issue in some],
                embeddings=vectors[start : start + ROWS_A_WRITE],
                metadatas=[{"hash": content_hash(issue), "issue": packed(issue)} for issue in some],
            )

    def delete(self, row_ids: Sequence[str]) -> None:
        """Remove rows; unknown ids are nothing to remove."""
        for start in range(0, len(row_ids), ROWS_A_WRITE):
            self._collection.delete(ids=list(row_ids[start : start + ROWS_A_WRITE]))

    def count_sound(self) -> int:
        """Return how many rows there are; Unavailable if none of a sample is found by its vector.

        Counting isn't enough: Chroma counts rows whose vectors are lost, and skips them silently.
        Reading vectors back fails if their segment is lost.
        """
        count = self._collection.count()
        sample = self._collection.get(limit=SAMPLE, include=["embeddings"])["embeddings"]
        if count and not self._finds(np.asarray(sample, np.float32)[:PROBES]):
            raise Unavailable("the index does not find what it holds", code=WRONG)
        return count

    def _finds(self, vectors: Vectors) -> bool:
        """Return True if a row stands where one of `vectors` points."""
        answer = self._collection.query(
            query_embeddings=vectors, n_results=1, include=["distances"]
        )
        return any(found[:1] and found[0] < SAME for found in answer["distances"] or ())
