"""Scores redaction on labelled text; `python -m tests.redaction.scores` prints it."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.triage.redaction import redact
from bot.triage.sensitive.finding import Kind
from bot.triage.sensitive.spelling import one_spelling

DATA = Path(__file__).parents[1] / "data" / "redaction"
LABELS = {"national_id": Kind.ID, "name": Kind.PERSON}
"""Where the data's word for a kind is not the placeholder's."""
SEAM = "⟦⟧"
"""Parts tokens in the file, so that secret scanners leave it alone; rows with `join` hold it."""
SETS = ("open", "sealed", "blind", "fresh", "classes", "outside", "late", "stranger", "passerby")
PART = 4
"""A value counts as found if no part of so many characters is left."""
PLACEHOLDER = re.compile(rf"\[({'|'.join(Kind)}) \d+\]")


@dataclass(frozen=True)
class Row:
    """A text, what is to be hidden in it, and who is in the thread."""

    text: str
    values: tuple[tuple[Kind, str], ...]
    people: tuple[str, ...]


@dataclass
class Score:
    """How many values there were and stayed, and how many placeholders were made and wrong."""

    values: Counter[Kind] = field(default_factory=Counter)
    missed: Counter[Kind] = field(default_factory=Counter)
    masked: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Kind] = field(default_factory=Counter)

    def recall(self, *kinds: Kind) -> float:
        """Return the share of the values of `kinds` (default all) that were hidden."""
        return 1 - _total(self.missed, kinds) / max(1, _total(self.values, kinds))

    def precision(self, *kinds: Kind) -> float:
        """Return the share of the placeholders of `kinds` that hide something labelled so."""
        return 1 - _total(self.wrong, kinds) / max(1, _total(self.masked, kinds))


def rows(half: str) -> list[Row]:
    """Return the rows of one of the `SETS`."""
    lines = (DATA / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [_row(json.loads(line)) for line in lines if line.strip()]


@cache
def score(half: str) -> Score:
    """Redact every row of a half and count, by the rules in the data's README."""
    result = Score()
    for row in rows(half):
        output = redact(row.text, row.people)
        left = PLACEHOLDER.sub(" ", output)
        for kind, value in row.values:
            result.values[kind] += 1
            result.missed[kind] += any(part in left for part in _parts(value))
        for kind, original in replaced(one_spelling(row.text), output):
            result.masked[kind] += 1
            result.wrong[kind] += not any(v in original or original in v for _, v in row.values)
    return result


def replaced(text: str, output: str) -> list[tuple[Kind, str]]:
    """Return what each placeholder in `output` stands for in `text`."""
    literals = map(re.escape, PLACEHOLDER.split(output)[::2])
    originals = re.fullmatch("(.+?)".join(literals), text, re.DOTALL)
    assert originals is not None
    kinds = (Kind(word) for word in PLACEHOLDER.findall(output))
    return list(zip(kinds, originals.groups(), strict=True))


def table(half: str) -> str:
    """Return recall and precision per kind as lines of text."""
    result = score(half)
    lines = [f"{half:10}{'values':>8}{'recall':>8}{'masked':>8}{'precision':>11}"]
    for kinds in (*((kind,) for kind in Kind), tuple(Kind)):
        name = kinds[0] if len(kinds) == 1 else "all"
        counts = _total(result.values, kinds), _total(result.masked, kinds)
        shares = result.recall(*kinds), result.precision(*kinds)
        lines.append(f"{name:10}{counts[0]:8}{shares[0]:8.3f}{counts[1]:8}{shares[1]:11.3f}")
    return "\n".join(lines)


def _row(entry: dict[str, object]) -> Row:
    def whole(text: str) -> str:
        return text.replace(SEAM, "") if entry.get("join") else text

    text, values, people = entry["text"], entry["values"], entry.get("people", [])
    assert isinstance(text, str)
    assert isinstance(values, list)
    assert isinstance(people, list)
    labelled = (
        (LABELS.get(value["kind"]) or Kind(value["kind"]), one_spelling(whole(value["value"])))
        for value in values
    )
    return Row(whole(text), tuple(labelled), tuple(people))


def _parts(value: str) -> list[str]:
    """Return all parts of PART characters, or the value itself if it is shorter."""
    return [value[start : start + PART] for start in range(max(1, len(value) - PART + 1))]


def _total(counts: Counter[Kind], kinds: tuple[Kind, ...]) -> int:
    return sum(counts[kind] for kind in kinds or tuple(Kind))


if __name__ == "__main__":
    sys.stdout.write("\n\n".join(table(half) for half in SETS) + "\n")
