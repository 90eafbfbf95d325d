"""What is written is read back as it was, in every format."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected
from kb.loader import dump, load, write
from tests.builders import an_issue
from tests.kb.files.samples import ISSUE, rows_file, saved
from tests.kb.parts import CATEGORIES

if TYPE_CHECKING:
    from pathlib import Path

AWKWARD = [
    an_issue("plain"),
    an_issue("link", url="https://help.example.com/a?b=c%7Cd"),
    an_issue("bars", symptoms=("a|b", "c, d; e", 'say "hi"')),
    an_issue("semicolon", symptoms=("slow; at night",)),
    an_issue("titled", recommended_action="# Look\n\nand see"),
    an_issue("bracket", symptoms=("[iOS] hangs", "x")),
    an_issue("formula", title="=1+1", symptoms=("@sum", "-x"), recommended_action="'=cmd"),
    an_issue(
        "columns",
        title="\u200b=1",
        symptoms=("slow;=1", "x\t@y", "'+z"),
        recommended_action="Look:\n- a\n'- b;''=c",
    ),
    an_issue("lines", recommended_action="First.\n\n- one\n- two\n\n---\n\n```\ncode\n```"),
    an_issue(
        "headings", recommended_action="Look.\n\n## Symptoms\n- x\n\n## Recommended action\ny"
    ),
    an_issue("yaml", title="yes: no # [x] & *y", symptoms=("007", "null", "- a", "~")),
    an_issue(
        "wide",
        title="\uff1d1 é 👩‍👩‍👧 \u2028x",
        symptoms=("日本語", "\ufeffbom", "\ufffe"),
        recommended_action="a\u2028b\u0085c",
    ),
]


@pytest.mark.parametrize("name", ["a.json", "a.csv", "a"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    source = rows_file(tmp_path, *json.loads(dump(AWKWARD)))
    issues = sorted(load(source, CATEGORIES), key=lambda issue: issue.id)

    write(issues, tmp_path / name)

    assert load(tmp_path / name, CATEGORIES) == issues


def test_a_dump_is_read_back(tmp_path: Path) -> None:
    issues = [ISSUE, replace(ISSUE, id="KB-2", url="https://help.example.com/ä")]

    assert load(saved(tmp_path, "a.json", dump(issues)), CATEGORIES) == issues


def test_no_cell_is_a_formula_to_a_spreadsheet(tmp_path: Path) -> None:
    write([an_issue("x", title="=1+1", symptoms=("@a",))], tmp_path / "a.csv")

    assert ",'=1+1,Billing,'@a," in (tmp_path / "a.csv").read_text()


def test_no_cell_is_a_formula_where_spreadsheets_separate_cells_by_semicolons(
    tmp_path: Path,
) -> None:
    action = "Look;=cmd|' /C calc'!A0;\n+1\n\u200b-1"
    write([an_issue("x", title="\u2060=1", recommended_action=action)], tmp_path / "a.csv")

    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell.strip("\u200b") for row in csv.reader(file, delimiter=";") for cell in row]

    assert [cell for cell in cells if cell.startswith(tuple("=+-@"))] == []


def test_ids_that_differ_in_case_are_not_written_to_one_folder(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="differ only in case"):
        write([an_issue("a"), an_issue("A")], tmp_path / "out")


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    saved(tmp_path, "old.md", "x")

    with pytest.raises(Rejected, match="is not empty"):
        write([an_issue()], tmp_path)


@pytest.mark.parametrize("name", ["a.json", "out"])
def test_a_folder_that_is_missing_on_the_way_is_not_made(tmp_path: Path, name: str) -> None:
    with pytest.raises(Rejected, match="No such file"):
        write([an_issue()], tmp_path / "misspelt" / name)


@pytest.mark.parametrize("name", ["a.pdf", "-"])
def test_a_kind_that_can_not_be_written_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(Rejected, match=r"(\.pdf|-) is none of the kinds"):
        write([an_issue()], tmp_path / name)

    assert not list(tmp_path.iterdir())


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="can't be written: No such file or directory"):
        write([an_issue()], tmp_path / "none" / "a.json")
