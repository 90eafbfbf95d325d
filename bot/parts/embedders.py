"""Opens the embedder that the settings choose, and the local one that is always there."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.configuration.choices import EmbeddingsChoice
from kb.models.local_model import LocalEmbedder
from kb.models.multilingual import MultilingualEmbedder
from kb.models.recent import RecentTexts
from kb.search.vectors import vectors_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.settings import Settings
    from bot.triage.delivery.retries import Patience, Timing
    from bot.triage.redaction import Redacted
    from kb.search.vectors import Embedder, VectorCache


@dataclass(frozen=True, slots=True)
class CachedEmbedder:
    """Embeds what ships with the app once for good: its vectors are prepared, or kept in SQL."""

    embedder: Embedder
    vectors: VectorCache

    @property
    def model(self) -> str:
        """Return the id of the embedding model."""
        return self.embedder.model

    def embed(self, texts: Sequence[Redacted]) -> NDArray[np.float32]:
        """Return one normalised row per text."""
        if len(texts) == 1:
            return self.embedder.embed(texts)
        return vectors_of(texts, self.embedder, self.vectors)


@contextmanager
def open_embedder(settings: Settings, patience: Patience, timing: Timing) -> Iterator[Embedder]:
    """Open what turns texts into vectors; a server is asked with `patience`."""
    if is_local(settings) or settings.openai_api_key is None:
        yield RecentTexts(_local_embedder(settings))
        return
    # OpenAI's library is a sixth of a start; who embeds on this machine does without.
    from kb import embeddings  # noqa: PLC0415

    endpoint = embeddings.Endpoint(
        settings.openai_api_key, settings.openai_embedding_model, settings.openai_base_url
    )
    with embeddings.connected(endpoint, patience, timing) as embedder:
        yield RecentTexts(embedder)


def _local_embedder(settings: Settings) -> Embedder:
    if settings.embeddings is not EmbeddingsChoice.MULTILINGUAL:
        return LocalEmbedder()
    return MultilingualEmbedder()


def local_one() -> Embedder:
    """Return the embedder that needs no network, whatever the settings choose."""
    return RecentTexts(LocalEmbedder())


def is_local(settings: Settings) -> bool:
    """Return True if the chosen embedder needs no network."""
    return settings.embeddings is not EmbeddingsChoice.OPENAI
