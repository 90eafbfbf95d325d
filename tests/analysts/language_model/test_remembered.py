from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.analysts.language_model.completions import Completion, Said
from bot.analysts.language_model.remembered import Remembered
from bot.triage.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ASKED = (Said("system", "Triage."), Said("user", "The export hangs"))
SCHEMA: dict[str, object] = {"type": "object"}


class CountingModel:
    """Answers with how often it was asked; fails while it is told to."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0
        self.is_down = False

    def complete(self, _: Sequence[Said], __: dict[str, object], ___: float) -> Completion:
        if self.is_down:
            raise Unavailable("down")
        self.asked += 1
        return Completion(f"answer {self.asked}", "counting-1", 10, 5, cut_off=True)


@pytest.fixture
def model() -> CountingModel:
    return CountingModel()


def test_what_was_answered_once_is_not_asked_again_after_a_restart(
    model: CountingModel, tmp_path: Path
) -> None:
    path = tmp_path / "answers.jsonl"
    first = Remembered(model, path, "a server").complete(ASKED, SCHEMA, 1.0)

    again = Remembered(model, path, "a server").complete(ASKED, SCHEMA, 1.0)

    assert again == first == Completion("answer 1", "counting-1", 10, 5, cut_off=True)
    assert model.asked == 1


def test_another_question_model_or_server_is_asked_anew(
    model: CountingModel, tmp_path: Path
) -> None:
    path = tmp_path / "answers.jsonl"
    remembered = Remembered(model, path, "a server")
    remembered.complete(ASKED, SCHEMA, 1.0)

    remembered.complete((*ASKED, Said("user", "?")), SCHEMA, 1.0)
    remembered.complete(ASKED, {"type": "string"}, 1.0)
    Remembered(model, path, "another").complete(ASKED, SCHEMA, 1.0)
    Remembered(model, path, "a server", 0.7).complete(ASKED, SCHEMA, 1.0)
    model.name = "a new one"
    Remembered(model, path, "a server").complete(ASKED, SCHEMA, 1.0)

    assert model.asked == 6


def test_an_answer_that_can_not_be_kept_counts_all_the_same(
    model: CountingModel, tmp_path: Path
) -> None:
    remembered = Remembered(model, tmp_path / "no folder" / "answers.jsonl", "a server")

    first = remembered.complete(ASKED, SCHEMA, 1.0)

    assert remembered.complete(ASKED, SCHEMA, 1.0) == first
    assert model.asked == 1


def test_what_was_kept_and_can_not_be_read_is_said_at_once(
    model: CountingModel, tmp_path: Path
) -> None:
    with pytest.raises(Rejected, match="can't be read"):
        Remembered(model, tmp_path, "a server")


def test_a_failure_is_not_kept(model: CountingModel, tmp_path: Path) -> None:
    remembered = Remembered(model, tmp_path / "answers.jsonl", "a server")
    model.is_down = True
    with pytest.raises(Unavailable):
        remembered.complete(ASKED, SCHEMA, 1.0)
    model.is_down = False

    assert remembered.complete(ASKED, SCHEMA, 1.0).text == "answer 1"


def test_a_line_that_was_cut_short_costs_only_its_own_answer(
    model: CountingModel, tmp_path: Path
) -> None:
    path = tmp_path / "answers.jsonl"
    Remembered(model, path, "a server").complete(ASKED, SCHEMA, 1.0)
    path.write_bytes(path.read_bytes()[:-9])
    Remembered(model, path, "a server").complete(ASKED, SCHEMA, 1.0)

    Remembered(model, path, "a server").complete(ASKED, SCHEMA, 1.0)

    assert model.asked == 2
