"""Vectors come back as they were kept, by text and by model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.storage.store import Store


def test_kept_vectors_come_back_and_unknown_ones_are_left_out(store: Store) -> None:
    store.vectors.put("minilm", {"a": b"\x00\x01", "b": b"\x02"})

    assert store.vectors.get("minilm", ["a", "c"]) == {"a": b"\x00\x01"}
    assert store.vectors.get("minilm", []) == {}


def test_models_are_never_mixed(store: Store) -> None:
    store.vectors.put("minilm", {"a": b"1"})

    assert store.vectors.get("openai", ["a"]) == {}


def test_putting_twice_changes_nothing(store: Store) -> None:
    store.vectors.put("minilm", {"a": b"1"})
    store.vectors.put("minilm", {"a": b"1", "b": b"2"})
    store.vectors.put("minilm", {})

    assert store.vectors.get("minilm", ["a", "b"]) == {"a": b"1", "b": b"2"}


def test_many_vectors_go_in_batches(store: Store) -> None:
    vectors = {f"hash{number}": number.to_bytes(4, "little") for number in range(2_000)}

    store.vectors.put("minilm", vectors)

    assert store.vectors.get("minilm", list(vectors)) == vectors
