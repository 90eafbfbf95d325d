from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kb.models.prepared import Collected, PreparedVectors, middle

if TYPE_CHECKING:
    from pathlib import Path

ROW = np.arange(4, dtype="<f4").tobytes()
OTHER = np.ones(4, dtype="<f4").tobytes()


def prepared(path: Path, behind: Collected | None = None) -> PreparedVectors:
    collected = Collected()
    collected.put("model-1", {"a": ROW})
    assert collected.write(path) == 1
    return PreparedVectors(path, behind or Collected())


def test_what_was_prepared_is_found(tmp_path: Path) -> None:
    cache = prepared(tmp_path / "share" / "vectors.npz")

    assert cache.get("model-1", ["a", "b"]) == {"a": ROW}


def test_vectors_of_another_model_are_never_mixed_in(tmp_path: Path) -> None:
    cache = prepared(tmp_path / "vectors.npz")

    assert cache.get("model-2", ["a"]) == {}


def test_what_is_not_prepared_comes_from_behind(tmp_path: Path) -> None:
    behind = Collected()
    cache = prepared(tmp_path / "vectors.npz", behind)

    cache.put("model-1", {"b": OTHER})

    assert cache.get("model-1", ["a", "b"]) == {"a": ROW, "b": OTHER}
    assert behind.get("model-1", ["b"]) == {"b": OTHER}


def test_what_was_prepared_before_is_taken_over_and_what_nobody_asks_for_is_left(
    tmp_path: Path,
) -> None:
    prepared(tmp_path / "vectors.npz")
    collected = Collected(tmp_path / "vectors.npz")

    assert collected.get("model-1", ["a", "b"]) == {"a": ROW}
    assert collected.write(tmp_path / "next.npz") == 1
    assert Collected(tmp_path / "vectors.npz").get("model-2", ["a"]) == {}


def test_a_missing_or_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.npz"
    prepared(damaged)
    damaged.write_bytes(damaged.read_bytes()[:200])

    assert PreparedVectors(damaged, Collected()).get("model-1", ["a"]) == {}
    assert PreparedVectors(tmp_path / "none.npz", Collected()).get("model-1", ["a"]) == {}


def test_the_middle_of_a_file_is_the_mean_of_its_vectors(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    collected = Collected()
    collected.put("model-1", {"a": ROW, "b": OTHER})
    collected.write(path)

    found = middle(path, "model-1")

    assert found is not None
    assert found.tolist() == [0.5, 1, 1.5, 2]
    assert middle(path, "model-2") is None
    assert middle(tmp_path / "missing.npz", "model-1") is None
