from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.analysts.examples import shipped
from bot.analysts.reading.phrases import Phrases

TEXTS = [example.text for example in shipped()[::5]]


def test_phrases_weigh_what_they_weigh_in_scikit_learn() -> None:
    theirs = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True).fit(TEXTS)

    ours = Phrases.of(TEXTS, 3)

    assert list(ours.places) == theirs.get_feature_names_out().tolist()
    assert ours.rarity == pytest.approx(theirs.idf_)
    assert np.allclose(ours.said_in(TEXTS), theirs.transform(TEXTS).toarray())


def test_a_text_that_says_no_phrase_is_a_row_of_zeros() -> None:
    assert not np.any(Phrases.of(TEXTS, 3).said_in(["xyzzy", ""]))
