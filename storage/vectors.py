"""Embeddings by text hash and model, so that no text is ever embedded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from storage.inserts import insert_new
from storage.schema import vectors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from storage.database import Database

BATCH = 500
"""Below SQLite's limit of bound values, and short enough to let other writers in between."""

INSERT = insert_new(vectors)
BY_HASHES = sa.select(vectors.c.text_hash, vectors.c.vector).where(
    vectors.c.model == sa.bindparam("of_model"),
    vectors.c.text_hash.in_(sa.bindparam("hashes", expanding=True)),
)


class Vectors:
    """Cached vectors as bytes: float32, little endian; hashes and vectors hold no readable text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, model: str, hashes: Collection[str]) -> dict[str, bytes]:
        """Return the vectors of those of `hashes` that are known."""
        found: dict[str, bytes] = {}
        with self._database.read() as connection:
            for batch in _batches(list(hashes)):
                rows = connection.execute(BY_HASHES, {"of_model": model, "hashes": batch})
                found.update((row.text_hash, row.vector) for row in rows)
        return found

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep `vectors` by their text's hash; what is there already stays."""
        for batch in _batches(list(vectors)):
            rows = [{"model": model, "text_hash": key, "vector": vectors[key]} for key in batch]
            with self._database.write(durable=False) as connection:
                connection.execute(INSERT, rows)


def _batches(hashes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (hashes[start : start + BATCH] for start in range(0, len(hashes), BATCH))
