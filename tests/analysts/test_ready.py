from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.analysts import ready
from bot.analysts.examples import shipped
from bot.analysts.groundwork import Groundwork, lay_groundwork
from bot.analysts.offline import OfflineAnalyst
from tests.analysts.cases import a_case

if TYPE_CHECKING:
    from pathlib import Path

    from bot.parts.embedders import CachedEmbedder
    from bot.triage.judgement import Category, Taxonomy

SOME = shipped()[::12]
TEXTS = (
    "I was charged twice for the March invoice",
    "it does not work again",
    "Every page shows a 503 for all of us since 9:40",
    "Die Anmeldung geht seit heute fr\u00fch nicht mehr",
)


@pytest.fixture(scope="module")
def learned(embedder: CachedEmbedder, taxonomy: Taxonomy) -> Groundwork:
    return lay_groundwork(embedder, taxonomy, SOME)


def read_again(groundwork: Groundwork, folder: Path) -> Groundwork:
    ready.write(folder / "made" / "ready.npz", "key", groundwork)
    found = ready.read(folder / "made" / "ready.npz", "key")
    assert found is not None
    return found


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_made_ready_judges_as_what_is_learned_now(
    learned: Groundwork, embedder: CachedEmbedder, taxonomy: Taxonomy, tmp_path: Path, text: str
) -> None:
    found = read_again(learned, tmp_path)

    one, other = (
        OfflineAnalyst(embedder, taxonomy, each, None, monotonic=lambda: 0.0)
        for each in (learned, found)
    )

    assert one.judge(a_case(text)) == other.judge(a_case(text))


def test_what_workspaces_learn_from_is_read_as_it_was(learned: Groundwork, tmp_path: Path) -> None:
    before, found = learned.general, read_again(learned, tmp_path).general

    assert found.texts == before.texts
    assert (found.vectors == before.vectors).all()
    assert found.category_labels == before.category_labels
    assert found.severity_labels == before.severity_labels
    assert (found.category_names, found.severity_names) == (
        before.category_names,
        before.severity_names,
    )


def test_categories_known_by_their_description_are_made_ready_too(
    embedder: CachedEmbedder, taxonomy: Taxonomy, tmp_path: Path
) -> None:
    own = replace(taxonomy, categories=(*taxonomy.categories, a_category("Hardware")))
    learned = lay_groundwork(embedder, own, [each for each in SOME if not each.needs_info])

    found = read_again(learned, tmp_path)

    vector = embedder.embed(learned.general.texts[:1])[0]
    assert found.vagueness.classifier is None
    assert found.general.category_shares(vector) == learned.general.category_shares(vector)


def a_category(name: str) -> Category:
    from bot.triage.judgement import Category  # noqa: PLC0415

    return Category(name, "Broken screens, keyboards and cables", "Send a new one")


def test_a_file_of_something_else_is_as_good_as_none(learned: Groundwork, tmp_path: Path) -> None:
    file = tmp_path / "ready.npz"
    ready.write(file, "key", learned)

    assert ready.read(file, "another key") is None


@pytest.mark.parametrize("keep", [0, 10, 5000])
def test_a_damaged_file_is_as_good_as_none(learned: Groundwork, tmp_path: Path, keep: int) -> None:
    file = tmp_path / "ready.npz"
    ready.write(file, "key", learned)
    file.write_bytes(file.read_bytes()[:keep])

    assert ready.read(file, "key") is None
    assert ready.read(tmp_path / "none.npz", "key") is None


def test_a_file_that_lacks_something_is_as_good_as_none(tmp_path: Path) -> None:
    np.savez(tmp_path / "ready.npz", key=np.array("key"))

    assert ready.read(tmp_path / "ready.npz", "key") is None


def test_the_key_tells_apart_what_is_learned_differently(taxonomy: Taxonomy) -> None:
    fewer = replace(taxonomy, categories=taxonomy.categories[1:])
    asking = replace(taxonomy.categories[0], missing=("Which one?",))
    asking_otherwise = replace(taxonomy, categories=(asking, *taxonomy.categories[1:]))

    key = ready.key_of("model", taxonomy)

    assert ready.key_of("another model", taxonomy) != key
    assert ready.key_of("model", fewer) != key
    assert ready.key_of("model", asking_otherwise) == key
