"""A memory of recent texts, so that a ticket is embedded once and not by each who looks at it."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.triage.redaction import Redacted
    from kb.search.vectors import Embedder, Vectors

LONGEST_QUERY = 16
"""Calls with more texts are bulk work, which must not push the queries out."""


class RecentTexts:
    """An embedder that remembers the vectors of the last `size` texts; safe to share."""

    def __init__(self, embedder: Embedder, size: int = 256) -> None:
        self._embedder = embedder
        self._size = size
        self._vectors: OrderedDict[Redacted, Vectors] = OrderedDict()
        self._lock = Lock()

    @property
    def model(self) -> str:
        """Return the id of the model behind it."""
        return self._embedder.model

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text, embedding only those not seen lately."""
        if not 0 < len(texts) <= LONGEST_QUERY:
            return self._embedder.embed(texts, on_progress)
        known = self._recall(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known |= zip(missing, self._embedder.embed(missing, on_progress), strict=True)
            self._remember(known)
        return np.stack([known[text] for text in texts])

    def _recall(self, texts: Sequence[Redacted]) -> dict[Redacted, Vectors]:
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
            for text in known:
                self._vectors.move_to_end(text)
            return known

    def _remember(self, vectors: dict[Redacted, Vectors]) -> None:
        with self._lock:
            self._vectors.update(vectors)
            while len(self._vectors) > self._size:
                self._vectors.popitem(last=False)
