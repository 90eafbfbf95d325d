"""Whether a ticket says too little to be judged: its meaning, its words, and how much they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import regex

from bot.analysts.reading.classifier import Classifier, plainly_fitted
from bot.analysts.reading.empty_abroad import is_empty
from bot.analysts.reading.phrases import Phrases
from bot.analysts.reading.words import is_of_letters, telling_words, words
from bot.triage.judging.cleaning import cleaned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.triage.redaction import Redacted

    Matrix = NDArray[np.float64]

_STRENGTH = 1.0
_VECTOR_WEIGHT = 3.0
_WORDS_WEIGHT = 3.0
_SAID_TWICE = 3
"""In so many examples a word or pair of words stands that tells anything."""
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

_CODE = re.compile(r"[a-z][-_.]?\d{2,}")
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Katakana}]\p{Hiragana}{2}|\p{Hiragana}{2}[\p{Han}\p{Katakana}]|\p{Han}{5}"
)
"""More than one word where none are parted by spaces: a noun and what is said of it."""

_HEDGE = re.compile(
    r"\b(?:something|somehow|somewhere|some(?:body|one)|some of|things?|stuff|strange|weird|odd|"
    r"funny|whatever|perhaps|maybe|as (?:discussed|agreed|usual)|as (?:it|they) should|not right|"
    r"isn't right|wrong|again|same|not sure|don't know|no idea|nobody|can't say|"
    r"(?:call|contact) me|talk to|look (?:at|into)|check|explain|issue|problem|trouble)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:it|this|that|these|those|they)\b", re.IGNORECASE)

_VAGUE, _SUFFICIENT = "vague", "sufficient"


SAYS_NOTHING = 12.0
"""The margin of a text none of whose words says anything."""


@dataclass(frozen=True, slots=True)
class VaguenessModel:
    """Tells how probable it is that a person would have to ask back."""

    classifier: Classifier | None
    """None where no example was vague, or all were."""
    phrases: Phrases

    def margin(self, text: Redacted, vector: NDArray[np.float32]) -> float:
        """Return the logarithm of the odds that `text` says too little."""
        if is_empty(telling_words(text)):
            return SAYS_NOTHING
        if self.classifier is None:
            return -SAYS_NOTHING
        features = _features([text], vector[np.newaxis], self.phrases)[0]
        return max(-SAYS_NOTHING, min(self.classifier.margin(_VAGUE, features), SAYS_NOTHING))


def is_worded(text: str) -> bool:
    """Return True if `text` asks a whole question, or more than one of its words says anything.

    A code says as much as a sentence; Japanese and Chinese part no words.
    """
    telling = telling_words(text)
    says_more = any(_CODE.search(word) or _UNSPACED.search(word) for word in telling)
    return says_more or len(telling) > 1 or _QUESTION.search(text) is not None


def learn_vagueness(
    texts: Sequence[Redacted], vectors: NDArray[np.float32], needs_info: Sequence[bool]
) -> VaguenessModel:
    """Return the model of `texts`, of which those that `needs_info` marks said too little."""
    phrases = Phrases.of([cleaned(text) for text in texts], _SAID_TWICE)
    if len(set(needs_info)) == 1:
        return VaguenessModel(None, phrases)
    labels = [_VAGUE if vague else _SUFFICIENT for vague in needs_info]
    return VaguenessModel(
        plainly_fitted(_features(texts, vectors, phrases), labels, _STRENGTH), phrases
    )


def _features(texts: Sequence[Redacted], vectors: NDArray[np.float32], phrases: Phrases) -> Matrix:
    said = np.array([_how_much(text) for text in texts], dtype=np.float64)
    worded = phrases.said_in([cleaned(text) for text in texts])
    return np.hstack([_VECTOR_WEIGHT * vectors.astype(np.float64), said, _WORDS_WEIGHT * worded])


def _how_much(text: str) -> list[float]:
    telling = telling_words(text)
    said = max(len(words(text)), 1)
    concrete = {word for word in telling if len(word) >= _LONG_WORD or not is_of_letters(word)}
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
