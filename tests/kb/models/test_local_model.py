"""The local model is the reviewed one, gives the same vector in any company, and takes any text."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.triage.errors import Rejected
from bot.triage.redaction import Redacted, redact
from kb.models.eight_bits import is_quicker
from kb.models.local_model import (
    AS_IT_IS,
    DIMENSIONS,
    FOLDER,
    IN_EIGHT_BITS,
    PACKAGE,
    SHA256,
    LocalEmbedder,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kb.models.local_model import Manner
    from tests.processes import Triage

VARIED = [
    redact(text)
    for text in (
        "I was billed two times",
        "help",
        "500 Internal Server Error on POST /api/v2/orders since 10:15, all customers in the EU",
        "Die Rechnung vom Mai fehlt",
        "print(frame.groupby('key').sum())",
        "Where do I change the language of the app? " * 20,
    )
]
TEXTS = [redact("word " * n) for n in (1, 40, 3, 300, 7, 120, 2)]


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    installed = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
    (tmp_path / "onnx").mkdir()
    for name in SHA256:
        (tmp_path / name).symlink_to(installed / name)
    return tmp_path


def test_each_text_has_a_row_of_length_one(local: LocalEmbedder) -> None:
    vectors = local.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_a_text_has_the_same_vector_alone_and_in_company(local: LocalEmbedder) -> None:
    together = local.embed(TEXTS)
    alone = np.concatenate([local.embed([text]) for text in TEXTS])

    assert np.allclose(together, alone, atol=1e-5)


def test_eight_bits_point_where_the_model_as_it_is_points() -> None:
    eight, plain = LocalEmbedder(manner=IN_EIGHT_BITS), LocalEmbedder(manner=AS_IT_IS)

    found, expected = eight.embed(VARIED), plain.embed(VARIED)

    assert eight.model == plain.model
    assert np.min((found * expected).sum(axis=1)) > 0.99


@pytest.mark.parametrize("manner", [IN_EIGHT_BITS, AS_IT_IS])
def test_texts_keep_their_order_however_they_are_batched(manner: Manner) -> None:
    embedder = LocalEmbedder(manner=manner)

    together = embedder.embed(VARIED)

    assert np.allclose(together, [embedder.embed([text])[0] for text in VARIED], atol=1e-5)


@pytest.mark.parametrize(
    ("flags", "expected"), [("fpu avx512_vnni", True), ("avx_vnni", True), ("fpu avx2", False)]
)
def test_eight_bits_are_for_processors_that_are_quick_with_them(
    tmp_path: Path, flags: str, *, expected: bool
) -> None:
    processors = tmp_path / "cpuinfo"
    processors.write_text(f"flags\t\t: {flags} sse\n")

    assert is_quicker(processors) is expected


def test_eight_bits_are_not_used_where_nothing_says_what_the_processor_is(tmp_path: Path) -> None:
    assert not is_quicker(tmp_path / "nothing")


def test_similar_meaning_is_near_and_other_meaning_far(local: LocalEmbedder) -> None:
    texts = ("I was billed two times", "We got charged twice", "The map shows no streets")

    query, near, far = local.embed([redact(text) for text in texts])

    assert query @ near > 0.6
    assert query @ far < 0.2


def test_words_beyond_the_original_models_128_count(local: LocalEmbedder) -> None:
    start = "word " * 150

    plain, longer = local.embed([redact(start), redact(f"{start} the invoice is wrong")])

    assert plain @ longer < 0.99


@pytest.mark.parametrize(
    "text", ["", "\ud800", "a\0b", "x" * 40_000, "é " * 20_000, "👩‍👩‍👧" * 500, "\u202e"]
)
def test_any_text_has_a_vector(local: LocalEmbedder, text: str) -> None:
    for given in (Redacted(text), redact(text)):
        assert np.isfinite(local.embed([given])).all()


def test_no_texts_are_no_rows(local: LocalEmbedder) -> None:
    assert local.embed([]).shape == (0, DIMENSIONS)


def test_progress_is_told_up_to_the_last_text(local: LocalEmbedder) -> None:
    heard: list[int] = []

    local.embed(TEXTS, heard.append)

    assert heard == sorted(heard)
    assert heard[-1] == len(TEXTS)
    assert len(heard) > 1


def test_threads_share_one_model(local: LocalEmbedder) -> None:
    expected = local.embed(TEXTS)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: local.embed([text])[0], TEXTS * 4))

    assert np.allclose(found, np.tile(expected, (4, 1)), atol=1e-5)


def replace(file: Path) -> None:
    content = file.read_bytes()[:-1]
    file.unlink()
    file.write_bytes(content)


@pytest.mark.parametrize("name", SHA256)
@pytest.mark.parametrize(
    ("spoil", "complaint"), [(replace, "is not the reviewed file"), (Path.unlink, "can't be read")]
)
def test_a_wrong_or_missing_file_is_refused_by_name(
    model_folder: Path, name: str, spoil: Callable[[Path], None], complaint: str
) -> None:
    spoil(model_folder / name)

    with pytest.raises(Rejected, match=complaint) as refusal:
        LocalEmbedder(model_folder)
    assert str(model_folder / name) in str(refusal.value)


def test_a_missing_package_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.models.local_model.PACKAGE", "no-such-package")

    with pytest.raises(Rejected, match="no-such-package is not installed: run `make install`"):
        LocalEmbedder()


def test_the_files_may_lie_elsewhere(model_folder: Path, local: LocalEmbedder) -> None:
    elsewhere = LocalEmbedder(model_folder)

    assert np.array_equal(elsewhere.embed(TEXTS[:1]), local.embed(TEXTS[:1]))
    shutil.rmtree(model_folder)


def test_the_runtime_reports_to_nobody_and_writes_nothing_into_the_home(triage: Triage) -> None:
    program = "from kb.models.local_model import LocalEmbedder\nLocalEmbedder().embed(['vat'])"

    subprocess.run([sys.executable, "-c", program], env=triage.environment(), check=True)

    assert not list(triage.home.rglob("*onnxruntime*"))
