"""The lexical index weighs words by how rare they are, and follows the issues exactly."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kb.search import lexical
from kb.search.lexical import NO_WORDS, sought, text_of
from tests.builders import an_issue

if TYPE_CHECKING:
    from kb.search.lexical import Lexicon

TEXTS = {
    "upload": "Upload error 1013 with big files",
    "invoice": "Invoice lacks the tax number",
    "login": "Login error after the password was changed",
}


def ranked(lexicon: Lexicon, text: str, most: int = 3) -> list[str]:
    return lexicon.best(sought(text, [lexicon]).coverage(lexicon), most)


def shares(lexicon: Lexicon, text: str) -> dict[str, float]:
    found = sought(text, [lexicon]).coverage(lexicon)
    return {key: float(found[place]) for key, place in lexicon.places.items()}


def test_the_issue_that_says_the_rarest_words_comes_first() -> None:
    lexicon = NO_WORDS.holding(TEXTS)

    assert ranked(lexicon, "error 1013 again") == ["upload", "login"]
    assert ranked(lexicon, "the tax on my invoices") == ["invoice"]


def test_no_more_than_asked_for_and_none_without_a_word_in_common() -> None:
    lexicon = NO_WORDS.holding(TEXTS)

    assert len(ranked(lexicon, "error", most=1)) == 1
    assert ranked(lexicon, "nothing of that") == []
    assert ranked(lexicon, "") == []
    assert ranked(NO_WORDS, "error") == []


@pytest.mark.parametrize("most", [1, 3, 10, 40, 60])
def test_the_best_come_first_however_far_they_are_ahead(most: int) -> None:
    lexicon = NO_WORDS.holding({f"KB-{n}": f"text {n}" for n in range(50)})
    steps = np.random.default_rng(1).permutation(50)
    scores = (0.8**steps).astype(np.float32)
    scores[steps >= 45] = 0

    found = lexicon.best(scores, most)

    in_order = sorted(lexicon.places, key=lambda key: -scores[lexicon.places[key]])
    assert found == in_order[: min(most, 45)]


def test_an_issue_that_says_all_of_it_covers_about_all() -> None:
    found = shares(NO_WORDS.holding(TEXTS), TEXTS["invoice"])

    assert found["invoice"] == pytest.approx(1, abs=0.15)
    assert found["login"] == 0


def test_a_word_that_no_issue_knows_lowers_what_is_covered() -> None:
    lexicon = NO_WORDS.holding(TEXTS)

    alone, with_more = (shares(lexicon, text)["upload"] for text in ("1013", "1013 zebra"))

    assert 0 < with_more < 0.7 * alone


def test_two_lexicons_are_one_collection() -> None:
    own = NO_WORDS.holding({"upload": TEXTS["upload"]})
    shared = NO_WORDS.holding({key: TEXTS[key] for key in ("invoice", "login")})
    together = sought("error 1013", [own, shared])
    whole = shares(NO_WORDS.holding(TEXTS), "error 1013")

    assert together.coverage(own)[0] == pytest.approx(whole["upload"])
    assert together.coverage(shared)[shared.places["login"]] == pytest.approx(whole["login"])


def test_however_it_came_about_a_lexicon_of_the_same_texts_answers_alike() -> None:
    draw = random.Random(5)
    words = [f"word{n}" for n in range(60)]
    lexicon = NO_WORDS
    for _ in range(30):
        texts = {
            f"KB-{n}": " ".join(draw.choices(words, k=draw.randrange(1, 9)))
            for n in draw.sample(range(20), draw.randrange(20))
        }
        lexicon = lexicon.holding(texts)
        query = " ".join(draw.choices(words, k=5))

        assert shares(lexicon, query) == shares(NO_WORDS.holding(texts), query)
        assert len(lexicon) == len(texts)


def test_a_lexicon_that_is_being_read_never_changes() -> None:
    before = NO_WORDS.holding(TEXTS)
    covered = shares(before, "error 1013")

    after = before.holding({"login": "Everything else", "new": "error 1013 here too"})

    assert shares(before, "error 1013") == covered
    assert ranked(after, "error 1013") == ["new"]


def test_in_a_large_collection_common_words_are_not_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lexicon = NO_WORDS.holding({f"KB-{n}": f"common text {n}" for n in range(50)})
    monkeypatch.setattr(lexical, "MOST_LOOKED_UP", 40)

    looked_for = sought("common text 7", [lexicon])

    assert set(looked_for.weights) == {"7"}
    assert looked_for.said == 3
    assert np.count_nonzero(looked_for.coverage(lexicon)) == 1


def test_an_issue_is_found_by_its_id() -> None:
    issue = an_issue("KB-101")

    assert ranked(NO_WORDS.holding({"KB-101": text_of(issue)}), "same as kb-101?") == ["KB-101"]
