"""Vectors of the texts that ship with the app, made once at install and only read afterwards."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from kb.vectors import VectorCache


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
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                rows = stored["vectors"].astype("<f4")
                keys = stored["hashes"].tolist()
                model = str(stored["model"])
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return "", {}
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
