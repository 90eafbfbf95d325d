"""Files of known issues are taken all or not at all: every bad row is named with its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.triage.errors import Rejected
from kb.files.bad_rows import BadRows
from kb.loader import load
from tests.kb.files.samples import (
    ACTION,
    CSV_ROW,
    FRONT,
    HEADER,
    ROW,
    UNKNOWN_CATEGORY,
    faults,
    rows_file,
    saved,
)
from tests.kb.parts import CATEGORIES

if TYPE_CHECKING:
    from pathlib import Path

NO_ID = "id must begin with a letter or digit and hold only letters, digits and ._-"
NO_URL = "url must be an address such as https://help.example.com/a"


def test_a_file_of_a_folder_that_cannot_be_read_is_one_bad_row_among_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "drafts.md").mkdir()
    saved(tmp_path, "z.md", "no front matter")

    with pytest.raises(BadRows) as raised:
        load(tmp_path, CATEGORIES)

    assert [row.place.file.name for row in raised.value.rows] == ["a.md", "z.md"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "id must be text, not null"),
        ({"id": 7}, "id must be text, not a number"),
        ({"id": " "}, "id is empty"),
        ({"id": "a b"}, NO_ID),
        ({"id": "../x"}, NO_ID),
        ({"id": "x" * 65}, "id has 65 characters, at most 64 are allowed"),
        ({"title": ""}, "title is empty"),
        ({"title": "\ud800\0"}, "title is empty"),
        ({"title": "x" * 201}, "title has 201 characters, at most 200 are allowed"),
        ({"title": ["x"]}, "title must be text, not a list"),
        ({"title": True}, "title must be text, not true or false"),
        ({"category": "Weather"}, UNKNOWN_CATEGORY),
        ({"category": "bug"}, UNKNOWN_CATEGORY),
        ({"symptoms": "it hangs"}, "symptoms must be a list of texts, not text"),
        ({"symptoms": {"a": 1}}, "symptoms must be a list of texts, not an object"),
        ({"symptoms": []}, "symptoms is empty"),
        ({"symptoms": ["ok", " "]}, "symptom 2 is empty"),
        ({"symptoms": ["ok", 3]}, "symptom 2 must be text, not a number"),
        ({"symptoms": ["x" * 501]}, "symptom 1 has 501 characters, at most 500 are allowed"),
        ({"symptoms": ["x"] * 21}, "symptoms has 21 entries, at most 20 are allowed"),
        (
            {"recommended_action": "x" * 2001},
            "recommended_action has 2001 characters, at most 2000 are allowed",
        ),
        ({"url": "javascript:alert(1)"}, NO_URL),
        ({"url": "https://"}, NO_URL),
        ({"url": "https://[x/"}, NO_URL),
        ({"url": "https://a:99999/"}, NO_URL),
        ({"url": "https://bank@evil.example/"}, NO_URL),
        ({"url": "https://a.example/|<!channel>"}, NO_URL),
        ({"url": 5}, "url must be text, not a number"),
        ({"tilte": "x"}, 'unknown key "tilte"; did you mean "title"?'),
        ({"owner": "x"}, 'unknown key "owner"'),
    ],
)
def test_a_bad_value_is_named_with_its_line(
    tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    path = rows_file(tmp_path, ROW | {"id": "KB-0"}, ROW | changes)

    assert faults(path) == [f"issues.json:3: {reason}"]


def test_all_bad_rows_are_named_and_none_is_taken(tmp_path: Path) -> None:
    path = rows_file(tmp_path, {}, ROW, 5, ROW | {"title": "", "category": "x"}, None)

    assert faults(path) == [
        *(f"issues.json:2: {field} is missing" for field in sorted(ROW)),
        "issues.json:4: an object with the fields of a known issue was expected",
        f"issues.json:5: {UNKNOWN_CATEGORY}",
        f"issues.json:5: id KB-1 stands there twice: first at {path}:3",
        "issues.json:5: title is empty",
        "issues.json:6: an object with the fields of a known issue was expected",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: a JSON array of known issues was expected"),
        ("{}", "1: a JSON array of known issues was expected"),
        ("[\n5 6]", "2: not valid JSON: ',' or ']' was expected (column 3)"),
        ('[\n"a"\n', "3: not valid JSON: ',' or ']' was expected (column 1)"),
        ("[\n", "2: not valid JSON: Expecting value (column 1)"),
        ("[5,]", "1: not valid JSON: Expecting value (column 4)"),
        ("[]\n x", "2: not valid JSON: nothing was expected after the array (column 2)"),
        ('[\n{"id": "a\nb"}]', "2: not valid JSON: Invalid control character at (column 10)"),
        ("[" * 700_000, "1: not valid JSON that we read: nested too deeply"),
        ('[\n{"id": "a", "id": "b"}]', '2: the key "id" stands there twice'),
    ],
)
def test_a_fault_of_json_is_named_with_its_place(tmp_path: Path, text: str, fault: str) -> None:
    assert f"a.json:{fault}" in faults(saved(tmp_path, "a.json", text))


def test_numbers_of_any_length_are_only_bad_values(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.json", json.dumps([ROW]).replace('"Bug"', "9" * 5000))

    assert faults(path) == ["a.json:1: category must be text, not a number"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [f"1: the column {name} is missing in the first row" for name in sorted(ROW)]),
        (
            HEADER.replace("title", "tilte"),
            [
                "1: the column title is missing in the first row",
                '1: unknown key "tilte"; did you mean "title"?',
            ],
        ),
        (f"{HEADER},url", ["1: the column url stands there twice"]),
        (f"{HEADER}\n\nKB-1,a", ["3: the row has 2 cells, the header 6"]),
        (f'{HEADER}\n"x"y,1', ["2: not valid CSV: ',' expected after '\"'"]),
        (f'{HEADER}\n{CSV_ROW}\n"x\n\n', ["3: not valid CSV: unexpected end of data"]),
        (
            f'{HEADER}\n"KB-1",t,Bug,"a\nb",act,\nKB-2,,Bug,|,act,',
            ["4: symptoms is empty", "4: title is empty"],
        ),
        (f"{HEADER}\nKB-1,t,Bug,[5],act,", ["2: symptom 1 must be text, not a number"]),
    ],
)
def test_a_fault_of_csv_is_named_with_its_line(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    assert faults(saved(tmp_path, "a.csv", text)) == [f"a.csv:{fault}" for fault in expected]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# Export\n", "1: front matter between two lines of --- was expected"),
        ("---\nid: a\n", "1: front matter between two lines of --- was expected"),
        ("---\n- a\n---\n", "1: the front matter must hold keys and values, such as id: KB-001"),
        (
            "---\nid: a\nb: [\n---\n",
            "4: not valid YAML: expected the node content, but found '<stream end>'",
        ),
        ("---\nid: \x01\n---\n", "1: the front matter is not valid YAML"),
        ("---\nid: " + "[" * 700 + "\n---\n", "1: the front matter is not valid YAML"),
        ("---\nid: a\nid: b\n---\n", '3: the key "id" stands there twice'),
        ("---\nid: {a: b}\n---\n", "2: a text or a list of texts was expected"),
        ("---\nid: a\nsymptoms: [a, [b]]\n---\n", "3: a text or a list of texts was expected"),
        (
            f"{FRONT}recommended_action: x\n---\n## Recommended action\ny",
            "11: recommended_action stands there twice",
        ),
        (
            f"{FRONT}---\n## Symptoms\n- x\n## Recommended action\ny",
            "10: symptoms stands there twice",
        ),
        (f"{FRONT}---\nIntro\n## Recommended action\nx", "9: text stands before the first section"),
        (f"{FRONT.replace('Bug', 'Bag')}---\nx", f"4: {UNKNOWN_CATEGORY}"),
        (f"{FRONT}---\n", "1: recommended_action is missing"),
    ],
)
def test_a_fault_of_markdown_is_named_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    assert faults(saved(tmp_path, "a.md", text)) == [f"a.md:{fault}"]


def test_an_id_in_two_files_is_named_with_both(tmp_path: Path) -> None:
    saved(tmp_path, "a.md", f"{FRONT}---\n{ACTION}")
    saved(tmp_path, "b.md", f"{FRONT}---\n{ACTION}")

    assert faults(tmp_path) == [f"b.md:2: id KB-1 stands there twice: first at {tmp_path}/a.md:2"]


@pytest.mark.parametrize("name", ["a.json", "a.csv", "a.md"])
def test_another_encoding_is_named_with_line_and_byte(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, name, b"[\n\n\xe9t\xe9")

    assert faults(path) == [f"{name}:3: not UTF-8 (byte 0xe9): save the file as UTF-8"]


@pytest.mark.parametrize("name", ["none.json", "none.csv", "none.md", "none", "none.pdf"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(Rejected, match=f"{name} does not exist"):
        load(tmp_path / name, CATEGORIES)


def test_a_kind_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="none of the kinds that can be read"):
        load(saved(tmp_path, "a.pdf", "x"), CATEGORIES)


def test_what_can_not_be_opened_is_named(tmp_path: Path) -> None:
    looped = tmp_path / "x.json"
    looped.symlink_to(looped)

    with pytest.raises(Rejected, match="can't be read: Too many levels of symbolic links"):
        load(looped, CATEGORIES)


def test_a_folder_without_markdown_is_named(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match=r"holds no \.md files"):
        load(tmp_path, CATEGORIES)
