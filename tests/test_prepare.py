from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.analysts import ready
from bot.analysts.examples import shipped
from bot.configuration.rules import load_rules
from bot.parts.first_issues import shipped_issues
from bot.parts.storeroom import PREPARED, READY
from bot.prepare import main
from kb.models.local_model import LocalEmbedder
from kb.models.prepared import Collected, PreparedVectors
from kb.search.vectors import vectors_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `make install` makes; vectors that it has made already are not made again."""
    file = tmp_path_factory.mktemp("share") / "vectors.npz"
    if PREPARED.exists():
        shutil.copy(PREPARED, file)
    main(file)
    return file


def test_nothing_that_ships_is_embedded_after_the_install(made: Path) -> None:
    vectors = vectors_for(shipped_issues(), LocalEmbedder(), PreparedVectors(made, Collected()))

    assert vectors.fresh == 0
    assert made.stat().st_size > 1000 * len(shipped())


def test_what_the_examples_teach_is_not_learned_again_after_the_install(made: Path) -> None:
    key = ready.key_of(LocalEmbedder.model, load_rules(None).taxonomy)

    assert ready.read(made.with_name(READY.name), key) is not None
