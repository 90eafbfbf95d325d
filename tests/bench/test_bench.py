"""The bench itself, run small: it must not rot between the times when somebody looks at it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kb.models.local_model import LocalEmbedder
from storage.arrivals.last_seen import LastSeen
from storage.database import Database
from tests.bench.enduring import Sampled
from tests.bench.figures import Figure, Section, as_json, percentile, table
from tests.bench.growing import growth
from tests.bench.machine import this_machine
from tests.bench.plan import PARTS, Plan, measure
from tests.bench.recovering import waiting_tickets
from tests.bench.searching import Base
from tests.bench.stage import Running, stage
from tests.bench.texts import some_tickets
from tests.builders import NOON

if TYPE_CHECKING:
    from pathlib import Path

SMALL = Plan(
    model_seconds=0.05,
    restarts=False,
    singles=1,
    bursts=((2, 1),),
    events=2,
    issues=(30,),
    real_vectors=20,
    queries=2,
    bulk=2,
    threads=(1,),
    batches=(512,),
)


def test_a_small_bench_measures_every_part_with_the_real_bot(tmp_path: Path) -> None:
    begun: list[str] = []

    sections = list(measure(SMALL, tmp_path, begun.append))

    figures = {figure.name: figure for section in sections for figure in section.figures}
    assert len(sections) == PARTS
    assert len(begun) >= PARTS
    assert figures["message to card, p50"].value > 50
    assert 0 < figures["2 at once to the last card, median"].value < 60
    assert figures["30 issues, share of the 10 nearest that Chroma finds"].value == 1.0
    assert all(figure.value > 0 for figure in figures.values())


@pytest.mark.parametrize(("percent", "expected"), [(50, 2.0), (75, 3.0), (99, 4.0), (1, 1.0)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, expected: float) -> None:
    assert percentile([4.0, 2.0, 1.0, 3.0], percent) == expected


def test_a_missed_aim_is_shown_in_red() -> None:
    late, quick = Figure("late", 7.3, "s", aim=6.0), Figure("quick", 5.9, "s", aim=6.0)

    styled = [
        cell
        for column in table([Section("Bursts", (late, quick), 1.0)]).columns
        for cell in column.cells
    ]

    assert "[red]≤ 6.00 s[/]" in styled
    assert "[green]≤ 6.00 s[/]" in styled


def test_the_json_holds_the_machine_and_every_figure() -> None:
    section = Section("Search", (Figure("1,000 issues", 1.5, "ms"),), 0.3)

    body = json.loads(as_json([section], this_machine()))

    assert body["machine"]["cores"] >= 1
    assert body["sections"][0]["figures"][0]["value"] == 1.5


def test_tickets_are_the_same_for_the_same_seed_and_never_twice() -> None:
    first = some_tickets(300, seed=1)

    assert first == some_tickets(300, seed=1)
    assert len(set(first)) == 300


def test_tickets_that_wait_before_a_kill_have_an_open_question(tmp_path: Path) -> None:
    with stage(tmp_path) as on:
        roots = waiting_tickets(on, 3)

    database = Database(f"sqlite:///{tmp_path / 'data' / 'triage.db'}")
    found = LastSeen(database).awaited_threads(on.app_bot.team_id, NOON, 9)
    database.dispose()
    assert {ts for _, ts in found} == {root.ts for root in roots}


def test_memory_is_looked_at_for_as_long_as_it_is_used() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        with Sampled(Running(process, 0.0)) as memory:
            time.sleep(0.05)
        process.kill()

    figures = {figure.name: figure for figure in memory.figures()}
    assert figures["resident memory, most"].value > 0
    assert abs(figures["growth since that quarter"].value) < 100


def test_a_knowledge_base_is_measured_from_import_to_update(tmp_path: Path) -> None:
    figures = {
        figure.name: figure
        for figure in growth(LocalEmbedder(), tmp_path, issues=40, real=20, queries=2)
    }

    assert figures["import of 20 texts"].value > 0
    assert figures["40 issues, share of the 10 best that the search finds"].value == 1.0
    assert figures["texts embedded at the next start"].value == 0
    assert figures["updates that were not found"].value == 0


def test_no_two_issues_that_are_searched_share_a_text(tmp_path: Path) -> None:
    said = [f"The export of report {number} stops after some seconds" for number in range(9)]
    signed = [f"{text}, and that is all I know.\n-- \nAnn, extension {text[21]}" for text in said]
    texts = tmp_path / "texts.jsonl"
    rows = [*said, *signed, *(f"{text}\nBest regards" for text in signed)]
    texts.write_text("\n".join(json.dumps({"text": text}) for text in rows), "utf-8")

    base = Base.of(LocalEmbedder(), issues=200, real=25, queries=2, texts=texts)

    assert len(set(base.texts)) == len(base.texts) == len(base.vectors) == 200
