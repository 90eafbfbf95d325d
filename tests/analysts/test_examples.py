"""The texts that the offline analyst learns from, and that none of them is also its exam."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import numpy as np
import pytest
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from bot.analysts.examples import shipped
from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.parts.embedders import CachedEmbedder

ROOT = Path(__file__).parents[2]
CATEGORIES = {"Billing", "Login", "Performance", "Bug", "Question/How-To"}
SEVERITIES = {"Low", "Medium", "High", "Critical"}
TOO_NEAR = 0.9
SETS = ("chatter", "joining")
SENTENCE = re.compile(r'"([A-Za-z][a-z][^"\\\n]*)"')
MOST_WORDS = 8

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Category = Annotated[str, Field(pattern=f"^({'|'.join(CATEGORIES)})$")]
Severity = Annotated[str, Field(pattern=f"^({'|'.join(SEVERITIES)})$")]


class Row(BaseModel):
    """What every labelled ticket has."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Text
    category: Category | None
    severity: Severity
    needs_info: bool = False


class HeldOut(Row):
    gold: list[str] | None = None


class Note(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: Text
    severity: Severity


class Short(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    text: Text
    needs_info: bool


class Issue(BaseModel):
    id: str
    category: Category


Shape = TypeVar("Shape", bound=BaseModel)


def rows(shape: type[Shape], path: str) -> list[Shape]:
    """Return the lines of a JSONL file of the repository, each checked against `shape`."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return [shape.model_validate(json.loads(line)) for line in lines]


@pytest.fixture(scope="module")
def examples() -> list[Row]:
    return rows(Row, "bot/analysts/examples.jsonl")


@pytest.fixture(scope="module")
def held_out() -> list[HeldOut]:
    return rows(HeldOut, "tests/data/tickets.jsonl")


@pytest.fixture(scope="module")
def issues() -> list[Issue]:
    shipped = (ROOT / "kb/shipped/known_issues.json").read_bytes()
    return TypeAdapter(list[Issue]).validate_json(shipped)


def test_no_example_stands_twice(examples: list[Row]) -> None:
    count = Counter(" ".join(row.text.casefold().split()) for row in examples)

    assert [text for text, times in count.items() if times > 1] == []


def test_every_category_and_every_severity_has_enough_examples(examples: list[Row]) -> None:
    by_category = Counter(row.category for row in examples if not row.needs_info)
    by_severity = Counter(row.severity for row in examples)

    assert {name for name in CATEGORIES if by_category[name] < 80} == set()
    assert {name for name in SEVERITIES if by_severity[name] < 60} == set()


def test_everything_but_a_question_comes_in_every_severity(examples: list[Row]) -> None:
    pairs = Counter((row.category, row.severity) for row in examples)
    wanted = {(c, s) for c in CATEGORIES for s in SEVERITIES} - {("Question/How-To", "Critical")}

    assert {pair for pair in wanted if pairs[pair] < 10} == set()


def test_examples_without_a_category_are_all_vague(examples: list[Row]) -> None:
    assert [row.text for row in examples if row.category is None and not row.needs_info] == []


def test_developers_notes_come_in_every_severity_and_none_twice() -> None:
    notes = rows(Note, "bot/analysts/tracker_notes.jsonl")

    assert min(Counter(note.severity for note in notes).values()) >= 15
    assert len({note.text.casefold() for note in notes}) == len(notes)


def test_short_tickets_are_of_both_kinds_and_none_stands_twice(examples: list[Row]) -> None:
    short = rows(Short, "bot/analysts/short_tickets.jsonl")

    assert Counter(row.needs_info for row in short).keys() == {True, False}
    assert max(len(row.text.split()) for row in short) <= 20
    texts = [row.text.casefold() for row in short] + [row.text.casefold() for row in examples]
    assert len(set(texts)) == len(texts)


def test_some_vague_examples_are_long_and_some_clear_ones_short(examples: list[Row]) -> None:
    words = [(row.needs_info, len(row.text.split())) for row in examples]

    assert sum(vague for vague, _ in words) >= 60
    assert sum(count >= 15 for vague, count in words if vague) >= 5
    assert sum(count <= 6 for vague, count in words if not vague) >= 20


def test_examples_reach_from_a_few_words_to_a_page_of_logs(examples: list[Row]) -> None:
    lengths = sorted(len(row.text) for row in examples if not row.needs_info)

    assert lengths[len(lengths) // 20] < 40
    assert lengths[-10] > 700
    assert sum("\n" in row.text for row in examples) >= 20


def test_every_shipped_issue_is_asked_about_twice(
    held_out: list[HeldOut], issues: list[Issue]
) -> None:
    asked = Counter(issue for row in held_out for issue in row.gold or [])

    assert asked == dict.fromkeys((issue.id for issue in issues), 2)


def test_a_ticket_has_the_category_of_its_issue(
    held_out: list[HeldOut], issues: list[Issue]
) -> None:
    categories = {issue.id: issue.category for issue in issues}

    for row in held_out:
        assert {categories[issue] for issue in row.gold or []} <= {row.category}


def test_held_out_tickets_cover_known_new_and_vague(held_out: list[HeldOut]) -> None:
    assert sum(row.gold == [] for row in held_out) >= 40
    assert sum(row.needs_info for row in held_out) == 20
    assert not any(row.gold for row in held_out if row.needs_info)


def test_no_text_of_the_demo_or_of_a_test_is_near_an_example(embedder: CachedEmbedder) -> None:
    learnt = [example.text for example in shipped()]
    exam = sorted({*texts_of_sets(), *alike(texts_of_tests(), learnt)})
    vectors = embedder.embed([cleaned(redact(text)) for text in learnt])
    cosines = embedder.embed([cleaned(redact(text)) for text in exam]) @ vectors.T

    near = [text for text, row in zip(exam, cosines, strict=True) if np.max(row) >= TOO_NEAR]
    assert near == []


def texts_of_sets() -> Iterator[str]:
    """Yield what is judged in the demo and in the sets on which figures are measured."""
    data = ROOT / "tests/data"
    files = [ROOT / "bot/demo_tickets.jsonl", data / "tickets.jsonl", data / "eval/vague.jsonl"]
    files += [file for name in SETS for file in sorted((data / name).glob("*.jsonl"))]
    for line in (line for file in files for line in file.read_text("utf-8").splitlines()):
        row = json.loads(line)
        yield from (row[name] for name in ("text", "before", "then") if name in row)
        yield from row.get("replies", ())


def texts_of_tests() -> set[str]:
    """Return the short sentences that stand in tests; none of the longer ones was ever near."""
    files = (ROOT / "tests").rglob("*.py")
    return {text for file in files for text in SENTENCE.findall(file.read_text("utf-8"))}


def alike(texts: Iterable[str], others: Iterable[str]) -> Iterator[str]:
    """Yield those of `texts` with half of their words, two at least, in a short one of `others`."""
    bags = [bag for bag in map(words, others) if len(bag) <= MOST_WORDS]
    for text in texts:
        said = words(text)
        fewest = max(len(said) / 2, 2)
        if len(said) <= MOST_WORDS and any(len(said & bag) >= fewest for bag in bags):
            yield text


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
