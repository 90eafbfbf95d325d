"""Keeps a language model's answers in a file: a measurement that goes on pays for none twice."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from bot.analysts.completions import Completion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.analysts.completions import Said
    from bot.analysts.tries import Completes

_COMPLETION = TypeAdapter(Completion)


class Remembered:
    """A language model that is asked everything only once; safe to share between threads.

    The same question is the same prompt to the last character, so ticket, known issues, wording
    and taxonomy; put to the same model at the same `address`. Only answers are kept, no failures.
    """

    def __init__(self, model: Completes, path: Path, address: str) -> None:
        self._model = model
        self._path = path
        self._address = address
        self._lock = Lock()
        self._answers = _read(path)

    @property
    def name(self) -> str:
        """Return the name of the model that is asked for."""
        return self._model.name

    def complete(
        self, messages: Sequence[Said], schema: dict[str, object], seconds: float
    ) -> Completion:
        """Return the model's answer, now or then."""
        key = self._key(messages, schema)
        with self._lock:
            answer = self._answers.get(key)
        if answer is None:
            answer = self._model.complete(messages, schema, seconds)
            self._keep(key, answer)
        return answer

    def _key(self, messages: Sequence[Said], schema: dict[str, object]) -> str:
        said = [asdict(each) for each in messages]
        asked = json.dumps([self._address, self.name, said, schema], sort_keys=True)
        return sha256(asked.encode()).hexdigest()

    def _keep(self, key: str, answer: Completion) -> None:
        line = json.dumps({"key": key, "answer": asdict(answer)}, ensure_ascii=False)
        with self._lock:
            self._answers[key] = answer
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"\n{line}")


def _read(path: Path) -> dict[str, Completion]:
    """Return what is kept in `path`; a line that a crash cut short is passed over.

    Each line is written after a line break, so that it never goes on with one that was cut.
    """
    answers: dict[str, Completion] = {}
    if path.exists():
        for line in path.read_text("utf-8", "replace").split("\n"):
            try:
                kept = json.loads(line)
                answers[kept["key"]] = _COMPLETION.validate_python(kept["answer"])
            except (ValueError, ValidationError, TypeError, KeyError):
                continue
    return answers
