"""What the tests of the knowledge base are built from."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from bot.triage.errors import Rejected
from bot.triage.redaction import redact
from kb.search.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.triage.errors import TriageError
    from bot.triage.redaction import Redacted
    from kb.search.vectors import Embedder, Vectors

CATEGORIES = ("Billing", "Login", "Performance", "Bug", "Question/How-To")
QUERY = redact("the export never ends")


class MemoryCache:
    """A vector cache in a dict."""

    def __init__(self) -> None:
        self.stored: dict[tuple[str, str], bytes] = {}

    def get(self, model: str, hashes: Collection[str]) -> dict[str, bytes]:
        return {key: self.stored[model, key] for key in hashes if (model, key) in self.stored}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self.stored |= {(model, key): vector for key, vector in vectors.items()}


class WordEmbedder:
    """A quick embedder: texts that share words are near each other."""

    def __init__(self, model: str = "words", width: int = 64) -> None:
        self.model = model
        self.width = width

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        words = [["", *text.lower().split()] for text in texts]
        rows = [sum(_direction(word, self.width) for word in row) for row in words]
        if on_progress is not None:
            on_progress(len(texts))
        return normalised(np.array(rows, np.float32).reshape(len(texts), self.width))


@cache
def _direction(word: str, width: int) -> Vectors:
    digest = sha256(word.encode("utf-8", "surrogatepass")).digest()
    scale = 1.0 if word else 0.01
    return (np.random.default_rng(list(digest)).normal(size=width) * scale).astype(np.float32)


class CountingEmbedder:
    """Passes on to another embedder and remembers what it was asked."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = WordEmbedder() if embedder is None else embedder
        self.texts: list[Redacted] = []

    @property
    def model(self) -> str:
        return self._embedder.model

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        self.texts += texts
        return self._embedder.embed(texts, on_progress)


class PickyEmbedder(WordEmbedder):
    """Refuses a request in which any text says what it doesn't take, as a server does."""

    def __init__(self, poison: str = "poison", code: str = "400") -> None:
        super().__init__()
        self.poison = poison
        answered = f"the embedding server answered {code}"
        self.failure: TriageError = Rejected(answered, code=code)
        self.refusals = 0

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        if any(self.poison in text for text in texts):
            self.refusals += 1
            raise self.failure
        return super().embed(texts, on_progress)
