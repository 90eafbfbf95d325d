"""Keeps a language model's answers in a file: a measurement that goes on pays for none twice."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING

import structlog
from pydantic import TypeAdapter, ValidationError

from bot.analysts.language_model.completions import Completion
from bot.triage.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.analysts.language_model.completions import Said
    from bot.analysts.language_model.tries import Completes

_COMPLETION = TypeAdapter(Completion)

log = structlog.stdlib.get_logger("analysts.remembered")


class Remembered:
    """A language model that is asked everything only once; safe to share between threads.

    The same question is the same prompt to the last character, so ticket, known issues, wording
    and taxonomy; put to the same model at the same `address` with the same `temperature`. Only
    answers are kept, no failures. Rejected if what was kept can't be read.
    """

    def __init__(
        self, model: Completes, path: Path, address: str, temperature: float | None = None
    ) -> None:
        self._model = model
        self._path = path
        self._put = [address] if temperature is None else [address, temperature]
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
        asked = json.dumps([*self._put, self.name, said, schema], sort_keys=True)
        return sha256(asked.encode()).hexdigest()

    def _keep(self, key: str, answer: Completion) -> None:
        line = json.dumps({"key": key, "answer": asdict(answer)}, ensure_ascii=False)
        with self._lock:
            self._answers[key] = answer
            try:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(f"\n{line}")
            except OSError as error:
                # The answer is as good; only a repetition would pay for it once more.
                log.warning("answer_not_kept", reason=error.strerror or type(error).__name__)


def _read(path: Path) -> dict[str, Completion]:
    """Return what is kept in `path`; a line that a crash cut short is passed over.

    Each line is written after a line break, so that it never goes on with one that was cut.
    """
    answers: dict[str, Completion] = {}
    for line in _lines(path):
        try:
            kept = json.loads(line)
            answers[kept["key"]] = _COMPLETION.validate_python(kept["answer"])
        except (ValueError, ValidationError, TypeError, KeyError):
            continue
    return answers


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", "replace").split("\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Rejected(f"{path} can't be read: {error.strerror}") from error
