"""What the offline analyst learns from what ships, learned once for all desks of a test process."""

from __future__ import annotations

import pickle
from functools import cache, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.analysts import groundwork
from bot.analysts.learning.general import learn_general
from bot.analysts.reading.vagueness import learn_vagueness
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

P = ParamSpec("P")
Model = TypeVar("Model")


def learn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the same examples with the same vectors learned only once."""
    for name, quick in QUICK.items():
        monkeypatch.setattr(groundwork, name, quick)


def _once(learn: Callable[P, Model]) -> Callable[P, Model]:
    known: dict[bytes, Model] = {}

    @wraps(learn)
    def learned(*args: P.args, **kwargs: P.kwargs) -> Model:
        lesson = [each for each in args if not hasattr(each, "embed")]
        key = pickle.dumps((lesson, [type(each) for each in args], kwargs))
        if key not in known:
            known[key] = learn(*args, **kwargs)
        return known[key]

    return learned


QUICK: dict[str, object] = {
    "redact": cache(redact),
    "learn_general": _once(learn_general),
    "learn_vagueness": _once(learn_vagueness),
}
