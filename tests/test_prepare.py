from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from bot.analysts.examples import shipped
from bot.first_issues import shipped_issues
from bot.prepare import main
from bot.storeroom import PREPARED
from kb.local_model import LocalEmbedder
from kb.prepared import Collected, PreparedVectors
from kb.vectors import vectors_for

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_that_ships_is_embedded_after_the_install(tmp_path: Path) -> None:
    file = tmp_path / "vectors.npz"
    if PREPARED.exists():  # by `make install`: what it has is not made again
        shutil.copy(PREPARED, file)

    main(file)

    cache = PreparedVectors(file, Collected())
    made = vectors_for(shipped_issues(), LocalEmbedder(), cache)
    assert made.fresh == 0
    assert file.stat().st_size > 1000 * len(shipped())
