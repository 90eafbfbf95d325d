"""Whether a ticket says too little to be judged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bot.analysts.classifier import Classifier, fitted
from bot.analysts.words import telling_words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

_STRENGTH = 1.0
_VECTOR_WEIGHT = 3.0
_ENOUGH = 2.0
"""Logarithm of a number of words: more of them make nothing clearer, some people write a page
about having trouble."""
_LONG_WORD = 5

_QUESTION = re.compile(
    r"^\W*(?:how|can|could|is|are|do|does|what|where|which|when|who|why)\b|\bhow (?:do|can|to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“'`«].{4,}[\"”'`»]")
_CIRCUMSTANCE = re.compile(
    r"\b(?:when|after|since|while|because|but|until|before|if)\b", re.IGNORECASE
)

_HEDGE = re.compile(
    r"\b(?:something|somehow|somewhere|some(?:body|one)|some of|things?|stuff|strange|weird|odd|"
    r"funny|whatever|perhaps|maybe|as (?:discussed|agreed|usual)|as (?:it|they) should|not right|"
    r"isn't right|wrong|again|same|not sure|don't know|no idea|nobody|can't say|"
    r"(?:call|contact) me|talk to|look (?:at|into)|check|explain|issue|problem|trouble)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:it|this|that|these|those|they)\b", re.IGNORECASE)

_VAGUE, _SUFFICIENT = "vague", "sufficient"


@dataclass(frozen=True, slots=True)
class VaguenessModel:
    """Tells how probable it is that a person would have to ask back."""

    classifier: Classifier

    def probability(self, text: str, vector: NDArray[np.float32]) -> float:
        """Return how probably `text` says too little; 1 if none of its words says anything."""
        if not telling_words(text):
            return 1.0
        shares = self.classifier.shares(_features([text], vector[np.newaxis])[0])
        return shares.get(_VAGUE, 0.0)


def learn_vagueness(
    texts: Sequence[str], vectors: NDArray[np.float32], needs_info: Sequence[bool]
) -> VaguenessModel:
    """Return the model of `texts`, of which those that `needs_info` marks said too little."""
    labels = [_VAGUE if vague else _SUFFICIENT for vague in needs_info]
    return VaguenessModel(fitted(_features(texts, vectors), labels, _STRENGTH))


def _features(texts: Sequence[str], vectors: NDArray[np.float32]) -> Matrix:
    said = np.array([_how_much(text) for text in texts], dtype=np.float64)
    return np.hstack([_VECTOR_WEIGHT * vectors.astype(np.float64), said])


def _how_much(text: str) -> list[float]:
    telling = telling_words(text)
    said = max(len(words(text)), 1)
    concrete = {word for word in telling if len(word) >= _LONG_WORD or not word.isalpha()}
    return [
        *(min(float(np.log1p(each)), _ENOUGH) for each in (said, len(telling), len(concrete))),
        len(telling) / said * 2,
        len(_HEDGE.findall(text)) / said * 4,
        len(_POINTING.findall(text)) / said * 4,
        float(any(character.isdigit() for character in text)),
        float("?" in text),
        float(_QUESTION.search(text) is not None),
        float(_QUOTED.search(text) is not None),
        float(_CIRCUMSTANCE.search(text) is not None),
        float("!" in text),
    ]
