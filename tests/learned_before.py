"""What the offline analyst learns from what ships, learned once for many desks and many bots."""

from __future__ import annotations

import pickle
from functools import wraps
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from bot.analysts import groundwork
from bot.analysts.learning.general import learn_general
from bot.analysts.reading.vagueness import learn_vagueness
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

P = ParamSpec("P")
Model = TypeVar("Model")

KNOWN: dict[str, Any] = {}
"""What came of each lesson."""


def learn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the same examples with the same vectors learned only once."""
    for name, quick in QUICK.items():
        monkeypatch.setattr(groundwork, name, quick)


def learn_nothing_again(file: Path) -> None:
    """Have this process, to its end, learn nothing that is written down in `file`."""
    recall(file)
    for name, quick in QUICK.items():
        setattr(groundwork, name, quick)


def remember_in(file: Path) -> None:
    """Write down what this process has learned."""
    file.write_bytes(pickle.dumps(KNOWN))


def recall(file: Path) -> None:
    """Have known what another process wrote down in `file`."""
    if not KNOWN:
        KNOWN.update(pickle.loads(file.read_bytes()))  # noqa: S301 - written by ourselves


def _once(learn: Callable[P, Model]) -> Callable[P, Model]:
    @wraps(learn)
    def learned(*args: P.args, **kwargs: P.kwargs) -> Model:
        lesson = [each for each in args if not hasattr(each, "embed")]
        key = f"{learn.__name__} {_digest((lesson, [type(each) for each in args], kwargs))}"
        if key not in KNOWN:
            KNOWN[key] = learn(*args, **kwargs)
        known: Model = KNOWN[key]
        return known

    return learned


def _digest(lesson: object) -> str:
    """Return what is the same in all processes: also where one text is two objects elsewhere."""
    written = BytesIO()
    pickler = pickle.Pickler(written)
    pickler.fast = True
    pickler.dump(lesson)
    return sha256(written.getvalue()).hexdigest()


QUICK: dict[str, object] = {
    "redact": _once(redact),
    "learn_general": _once(learn_general),
    "learn_vagueness": _once(learn_vagueness),
}
