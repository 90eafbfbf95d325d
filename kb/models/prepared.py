"""Vectors of the texts that ship with the app, made once at install and only read afterwards."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from kb.search.vectors import STORED

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kb.search.vectors import VectorCache, Vectors


class PreparedVectors:
    """A cache that answers from a file first and from the cache `behind` it where that is silent.

    A file that is missing or can't be read is as good as empty: everything still works, slower.
    """

    def __init__(self, path: Path, behind: VectorCache) -> None:
        self._path = path
        self._behind = behind

    def get(self, model: str, hashes: Collection[str]) -> dict[str, bytes]:
        """Return what is known of `hashes`."""
        known, prepared = self._content
        found = {key: prepared[key] for key in hashes if key in prepared} if known == model else {}
        missing = [key for key in hashes if key not in found]
        return found | (self._behind.get(model, missing) if missing else {})

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors in the cache behind; the file stays as it is."""
        self._behind.put(model, vectors)

    @cached_property
    def _content(self) -> tuple[str, dict[str, bytes]]:
        model, keys, rows = _read(self._path)
        return model, {key: row.tobytes() for key, row in zip(keys, rows, strict=True)}


class Collected:
    """A cache in memory, to be written to the file that `PreparedVectors` reads.

    What is asked for and stands in the `earlier` file is taken over from there; the rest of that
    file is not.
    """

    def __init__(self, earlier: Path | None = None) -> None:
        self._vectors: dict[str, bytes] = {}
        self._model = ""
        self._earlier = None if earlier is None else PreparedVectors(earlier, Collected())

    def get(self, model: str, hashes: Collection[str]) -> dict[str, bytes]:
        """Return what is known of `hashes`."""
        if self._earlier is not None:
            self.put(model, self._earlier.get(model, hashes))
        return {key: self._vectors[key] for key in hashes if key in self._vectors}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors of one model."""
        self._model = model
        self._vectors |= vectors

    def write(self, path: Path) -> int:
        """Write all to `path`, beside it first; return how many."""
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"unfinished-{path.name}")
        rows = [np.frombuffer(vector, "<f4") for vector in self._vectors.values()]
        np.savez(
            unfinished,
            model=np.array(self._model),
            hashes=np.array(list(self._vectors)),
            vectors=np.stack(rows),
        )
        unfinished.rename(path)
        return len(rows)


def middle(path: Path, model: str) -> Vectors | None:
    """Return the mean of a file's vectors; None if there are none of that model."""
    prepared_for, _, rows = _read(path)
    return rows.mean(axis=0) if prepared_for == model and len(rows) else None


def _read(path: Path) -> tuple[str, list[str], Vectors]:
    """Return the model, the hashes, and a row for each; nothing of a file that can't be read."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            model, hashes = str(stored["model"]), stored["hashes"].tolist()
            return model, hashes, stored["vectors"].astype(STORED)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return "", [], np.empty((0, 0), STORED)
