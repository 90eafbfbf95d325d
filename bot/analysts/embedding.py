"""What the offline analyst needs of an embedder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from bot.triage.redaction import Redacted


class Embed(Protocol):
    """Turns texts into vectors."""

    def embed(self, texts: Sequence[Redacted]) -> NDArray[np.float32]:
        """Return one row of length 1 per text."""
