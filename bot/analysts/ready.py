"""The groundwork in a file, made at install: a start reads it instead of learning it again.

It holds numbers and names, under a key of all that it was made of. A file that is missing, made
of something else or damaged is as good as none: the same is learned again, in seconds.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from bot.analysts.groundwork import Groundwork
from bot.analysts.learning.general import General
from bot.analysts.reading.categories import CategoryModel
from bot.analysts.reading.classifier import Classifier
from bot.analysts.reading.phrases import Phrases
from bot.analysts.reading.severity import SeverityModel
from bot.analysts.reading.vagueness import VaguenessModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from bot.triage.judgement import Taxonomy

    Arrays = Mapping[str, NDArray[np.generic]]

_MADE_OF = (Path(__file__).parent, Path(__file__).parents[1] / "triage")
"""The examples, the cues, what learns them, and what redacts them first."""
_READ = {".py", ".jsonl", ".txt"}
_MADE_WITH = ("numpy", "scikit-learn")
_LEARNED, _DESCRIBED, _VAGUENESS = "learned", "described", "vagueness"
_STEPS, _CUELESS = "steps", "cueless"


def key_of(embedding_model: str, taxonomy: Taxonomy) -> str:
    """Return a digest of everything that the groundwork of the shipped examples depends on."""
    categories = [(category.name, category.meaning) for category in taxonomy.categories]
    versions = [version(name) for name in _MADE_WITH]
    basis = repr((embedding_model, categories, taxonomy.severity_names, versions))
    digest = sha256(basis.encode("utf-8", "surrogatepass"))
    for file in sorted(file for folder in _MADE_OF for file in folder.rglob("*")):
        if file.suffix in _READ:
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def write(path: Path, key: str, groundwork: Groundwork) -> None:
    """Write `groundwork` to `path`, beside it first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"unfinished-{path.name}")
    np.savez(unfinished, allow_pickle=False, **_arrays(key, groundwork))
    unfinished.rename(path)


def read(path: Path, key: str) -> Groundwork | None:
    """Return the groundwork in the file `path`; None if there is none under that key."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return _groundwork(stored) if str(stored["key"]) == key else None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _arrays(key: str, groundwork: Groundwork) -> dict[str, NDArray[np.generic]]:
    general, phrases = groundwork.general, groundwork.vagueness.phrases
    arrays: dict[str, NDArray[np.generic]] = {
        "key": np.array(key),
        "categories": np.array(general.category_names),
        "severities": np.array(general.severity_names),
        "texts": _as_bytes(general.texts),
        "vectors": general.vectors,
        "category labels": _as_bytes(general.category_labels),
        "severity labels": np.array(general.severity_labels),
        "phrases": _as_bytes(tuple(phrases.places)),
        "rarity": phrases.rarity,
    }
    for name, model in _classifiers(groundwork):
        arrays |= {
            f"{name} labels": np.array(model.labels),
            f"{name} weights": model.weights,
            f"{name} bias": model.bias,
            f"{name} temperature": np.array(model.temperature),
        }
    return arrays


def _classifiers(groundwork: Groundwork) -> Iterator[tuple[str, Classifier]]:
    categories, severity = groundwork.general.categories, groundwork.general.severity
    single = {
        _LEARNED: categories.learned,
        _DESCRIBED: categories.described,
        _VAGUENESS: groundwork.vagueness.classifier,
    }
    yield from ((name, model) for name, model in single.items() if model is not None)
    for name, models in ((_STEPS, severity.steps), (_CUELESS, severity.cueless)):
        yield from ((f"{name} {place}", model) for place, model in enumerate(models))


def _groundwork(arrays: Arrays) -> Groundwork:
    severities = _names(arrays["severities"])
    places = range(len(severities) - 1)
    general = General(
        category_names=_names(arrays["categories"]),
        severity_names=severities,
        categories=CategoryModel(_classifier(_LEARNED, arrays), _classifier(_DESCRIBED, arrays)),
        severity=SeverityModel(
            severities,
            tuple(_certain(f"{_STEPS} {place}", arrays) for place in places),
            tuple(_certain(f"{_CUELESS} {place}", arrays) for place in places),
        ),
        texts=_from_bytes(arrays["texts"]),
        vectors=arrays["vectors"].astype(np.float32),
        category_labels=_from_bytes(arrays["category labels"]),
        severity_labels=_names(arrays["severity labels"]),
    )
    phrases = {phrase: place for place, phrase in enumerate(_from_bytes(arrays["phrases"]))}
    rarity = arrays["rarity"].astype(np.float64)
    vagueness = VaguenessModel(_classifier(_VAGUENESS, arrays), Phrases(phrases, rarity))
    return Groundwork(general, vagueness)


def _classifier(name: str, arrays: Arrays) -> Classifier | None:
    return _certain(name, arrays) if f"{name} labels" in arrays else None


def _certain(name: str, arrays: Arrays) -> Classifier:
    return Classifier(
        _names(arrays[f"{name} labels"]),
        arrays[f"{name} weights"].astype(np.float64),
        arrays[f"{name} bias"].astype(np.float64),
        float(arrays[f"{name} temperature"].astype(np.float64)),
    )


def _names(array: NDArray[np.generic]) -> tuple[str, ...]:
    return tuple(array.tolist())


def _as_bytes(texts: tuple[str | None, ...]) -> NDArray[np.uint8]:
    """Return texts of very different lengths, some of which are none."""
    return np.frombuffer(json.dumps(texts).encode(), np.uint8)


def _from_bytes(array: NDArray[np.generic]) -> tuple[Any, ...]:
    return tuple(json.loads(array.tobytes()))
