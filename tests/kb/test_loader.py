"""Every format of known issues is read, however people and programs write it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.triage.issue import EVERY_TEAM
from kb.loader import load
from tests.kb.files.samples import (
    ACTION,
    CSV_ROW,
    FRONT,
    HEADER,
    ISSUE,
    ROW,
    SYMPTOMS,
    rows_file,
    saved,
)
from tests.kb.parts import CATEGORIES

IN_LINES = '"the export hangs\nno file arrives"'
IN_JSON = '"[""the export hangs"", ""no file arrives""]"'
SECTIONS = f"""{FRONT.partition("symptoms")[0]}---
## Symptoms
- the export
  hangs

1. no file arrives

## Recommended Action ##
{ACTION}
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("issues.json", json.dumps([ROW])),
        ("ISSUES.JSON", "\ufeff" + json.dumps([ROW], indent=3)),
        ("searched.json", json.dumps([ROW | {"similarity_score": 0.87, "url": None}])),
        ("issues.csv", f"{HEADER}\n{CSV_ROW}\n"),
        ("excel.csv", f"\ufeff{HEADER}\r\n\r\n{CSV_ROW}\r\n".replace(",", ";")),
        ("tabs.csv", f"{HEADER}\n{CSV_ROW}".replace(",", "\t")),
        ("names.csv", f"{HEADER.replace('_', ' ').title()}\n{CSV_ROW}"),
        ("semicolons.csv", f"{HEADER}\n" + CSV_ROW.replace("|", "; ")),
        ("lines.csv", f"{HEADER}\n" + CSV_ROW.replace(SYMPTOMS, IN_LINES)),
        ("list.csv", f"{HEADER}\n" + CSV_ROW.replace(SYMPTOMS, IN_JSON)),
        ("one.md", f"{FRONT}---\n\n{ACTION}\n"),
        ("windows.md", f"\ufeff{FRONT}---\n{ACTION}".replace("\n", "\r\n")),
        ("front.md", f"{FRONT}recommended_action: {ACTION}\nurl:\n---"),
        ("note.md", f"{FRONT}recommended_action: {ACTION}\n---\n\nSeen since spring."),
        ("titled.md", f"{FRONT}---\n\n# Export never ends\n\n{ACTION}\n"),
        ("section.md", f"{FRONT}---\n## Recommended action\n\n{ACTION}\n"),
        ("sections.md", SECTIONS),
    ],
)
def test_every_format_is_read(tmp_path: Path, name: str, content: str) -> None:
    assert load(saved(tmp_path, name, content), CATEGORIES) == [ISSUE]


def test_a_folder_of_markdown_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.MD", "a.md", "sub/c.md"):
        saved(tmp_path, name, FRONT.replace("KB-1", name[-4]) + f"---\n{ACTION}")
    saved(tmp_path, "notes.txt", "not read")

    assert [issue.id for issue in load(tmp_path, CATEGORIES)] == ["a", "b", "c"]


def test_issues_belong_to_the_team_that_is_named(tmp_path: Path) -> None:
    path = rows_file(tmp_path, ROW)

    assert load(path, CATEGORIES)[0].team == EVERY_TEAM
    assert load(path, CATEGORIES, "T1")[0].team == "T1"


def test_texts_are_trimmed_and_cleaned(tmp_path: Path) -> None:
    row = ROW | {
        "title": "  Export\n never\0 ends\ud800 ",
        "recommended_action": "\r\nFirst.\r\nThen.\n",
        "url": " https://help.example.com/a?b=c#d ",
    }

    (issue,) = load(rows_file(tmp_path, row), CATEGORIES)

    assert issue.title == "Export never ends"
    assert issue.recommended_action == "First.\nThen."
    assert issue.url == "https://help.example.com/a?b=c#d"


def test_no_rows_are_no_issues(tmp_path: Path) -> None:
    assert load(saved(tmp_path, "a.json", " [ ] \n"), CATEGORIES) == []
    assert load(saved(tmp_path, "a.csv", HEADER), CATEGORIES) == []


def test_a_symptom_may_begin_with_a_bracket(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.csv", f"{HEADER}\nKB-1,t,Bug,[iOS] hangs|x,act,")

    assert load(path, CATEGORIES)[0].symptoms == ("[iOS] hangs", "x")


def test_yaml_words_and_numbers_stay_the_text_that_stands_there(tmp_path: Path) -> None:
    front = FRONT.replace("KB-1", "007").replace("Export never ends", "no")

    (issue,) = load(saved(tmp_path, "a.md", f"{front}---\n{ACTION}"), CATEGORIES)

    assert (issue.id, issue.title) == ("007", "no")


def test_the_shipped_issues_are_sound() -> None:
    issues = load(Path(__file__).parents[2] / "kb/shipped/known_issues.json", CATEGORIES)

    assert len(issues) >= 20
    assert {issue.category for issue in issues} == set(CATEGORIES)
