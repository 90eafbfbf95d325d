from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.evaluation.json_lines import BadLinesError
from bot.evaluation.labelled import LabelledTicket
from bot.evaluation.rows import read_issues, read_tickets
from tests.builders import a_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


def a_file(folder: Path, *rows: object) -> Path:
    """Write a file of rows; text is written as it is."""
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path = folder / "rows.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_a_ticket_has_the_labels_that_its_row_has(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {"text": "Help", "needs_info": True, "severity": None, "domain": "shop", "split": "dev"},
        "",
        {"title": "No mail", "body": "since noon", "gold": ["KB-1", 2], "category": "bug"},
        {"title": "No mail", "gold": []},
        {"text": " ", "title": "No mail"},
    )

    assert read_tickets(path, a_taxonomy()) == [
        LabelledTicket("Help", needs_info=True, tags={"domain": "shop", "split": "dev"}),
        LabelledTicket("No mail\nsince noon", "Bug", gold=frozenset({"KB-1", "2"})),
        LabelledTicket("No mail", gold=frozenset()),
        LabelledTicket("No mail"),
    ]


def test_every_bad_line_is_named_with_its_reason(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {"text": "fine"},
        {"text": " ", "title": ""},
        {"text": "x", "category": "Sales"},
        {"text": "x", "needs_info": "yes", "gold": "KB-1"},
        "[1]",
        "{",
    )

    with pytest.raises(BadLinesError) as refused:
        read_tickets(path, a_taxonomy())

    said = str(refused.value)
    assert f"{path}:1:" not in said
    assert f"{path}:2: text: is empty" in said
    assert f"{path}:3: category: Sales is none of Billing, Login" in said
    assert f"{path}:4: needs_info: " in said
    assert f"{path}:4: gold: " in said
    assert f"{path}:5: " in said
    assert f"{path}:6: " in said


def test_known_issues_of_any_origin_are_taken(tmp_path: Path) -> None:
    path = a_file(
        tmp_path,
        {"id": 7, "title": "Disk full", "body": "x" * 3000},
        {"id": "B/2", "title": "T", "symptoms": ["a", "b"], "recommended_action": "Restart."},
        {"id": "c", "title": "T", "symptoms": "a", "category": "Hardware"},
    )

    plainest, listed, single = read_issues(path)

    assert (plainest.id, plainest.category, plainest.recommended_action) == ("7", "", "")
    assert plainest.searchable_text == "Disk full\n" + "x" * 3000
    assert (listed.symptoms, listed.recommended_action) == (("a", "b"), "Restart.")
    assert (single.symptoms, single.category) == (("a",), "Hardware")


def test_an_issue_that_says_nothing_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, {"id": "a", "title": " ", "symptoms": [""]})

    with pytest.raises(BadLinesError, match=r"rows\.jsonl:1: title: is empty, and so is the rest"):
        read_issues(path)


def test_an_id_that_says_nothing_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, {"id": "", "title": "T"}, {"id": " ", "title": "U"})

    with pytest.raises(BadLinesError, match=r"rows\.jsonl:1: id: is empty\n.*:2: id: is empty"):
        read_issues(path)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, {"id": "a", "title": "T"}, {"id": "a", "title": "U"})

    with pytest.raises(BadLinesError, match=r"rows\.jsonl:2: id: a stands there twice"):
        read_issues(path)


@pytest.mark.parametrize(("content", "reason"), [(b"", "holds no rows"), (b"\xff", "is not UTF-8")])
def test_a_file_without_rows_or_text_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadLinesError, match=reason):
        read_issues(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadLinesError, match=r"none\.jsonl can't be read: No such file"):
        read_tickets(tmp_path / "none.jsonl", a_taxonomy())
