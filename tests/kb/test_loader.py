"""Files of known issues are read all or nothing, and every bad row is named with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.triage.errors import Rejected
from bot.triage.issue import EVERY_TEAM, KnownIssue
from kb.files.bad_rows import BadRows
from kb.loader import dump, load, write
from tests.builders import an_issue
from tests.kb.parts import CATEGORIES

ROW: dict[str, object] = {
    "id": "KB-1",
    "title": "Export never ends",
    "category": "Bug",
    "symptoms": ["the export hangs", "no file arrives"],
    "recommended_action": "Split the export by month.",
}
ISSUE = KnownIssue(
    id="KB-1",
    title="Export never ends",
    category="Bug",
    symptoms=("the export hangs", "no file arrives"),
    recommended_action="Split the export by month.",
)
HEADER = "id,title,category,symptoms,recommended_action,url"
SYMPTOMS = "the export hangs|no file arrives"
CSV_ROW = f"KB-1,Export never ends,Bug,{SYMPTOMS},Split the export by month.,"
FRONT = """---
id: KB-1
title: Export never ends
category: Bug
symptoms:
  - the export hangs
  - no file arrives
"""
UNKNOWN_CATEGORY = f"category is unknown; one of these was expected: {', '.join(CATEGORIES)}"
NO_ID = "id must begin with a letter or digit and hold only letters, digits and ._-"
NO_URL = "url must be an address such as https://help.example.com/a"
IN_LINES = '"the export hangs\nno file arrives"'
IN_JSON = '"[""the export hangs"", ""no file arrives""]"'
ACTION = "Split the export by month."


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows_file(folder: Path, *rows: object) -> Path:
    """Save `rows` as a JSON array, the first on line 2, each on a line of its own."""
    lines = ",\n".join(json.dumps(row) for row in rows)
    return saved(folder, "issues.json", f"[\n{lines}\n]")


def faults(path: Path) -> list[str]:
    """Return what is wrong with `path`, as `file:line: reason`."""
    with pytest.raises(BadRows) as refusal:
        load(path, CATEGORIES)
    for row in refusal.value.rows:
        assert str(row) in str(refusal.value)
    return [f"{row.place.file.name}:{row.place.line}: {row.reason}" for row in refusal.value.rows]


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
    for name in ("b.md", "a.md", "sub/c.md"):
        saved(tmp_path, name, FRONT.replace("KB-1", name[-4]) + f"---\n{ACTION}")
    saved(tmp_path, "notes.txt", "not read")

    assert [issue.id for issue in load(tmp_path, CATEGORIES)] == ["a", "b", "c"]


def test_a_file_of_a_folder_that_cannot_be_read_is_one_bad_row_among_others(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere")
    (tmp_path / "drafts.md").mkdir()
    saved(tmp_path, "z.md", "no front matter")

    with pytest.raises(BadRows) as raised:
        load(tmp_path, CATEGORIES)

    assert [row.place.file.name for row in raised.value.rows] == ["a.md", "z.md"]


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
        ("", "1: not valid JSON: an array of known issues was expected (column 1)"),
        ("{}", "1: not valid JSON: an array of known issues was expected (column 1)"),
        ("[\n5 6]", "2: not valid JSON: ',' or ']' was expected (column 3)"),
        ('[\n"a"\n', "3: not valid JSON: ',' or ']' was expected (column 1)"),
        ("[\n", "2: not valid JSON: Expecting value (column 1)"),
        ("[5,]", "1: not valid JSON: Expecting value (column 4)"),
        ("[]\n x", "2: not valid JSON: nothing was expected after the array (column 2)"),
        ('[\n{"id": "a\nb"}]', "2: not valid JSON: Invalid control character at (column 10)"),
        ("[" * 100_000, "1: not valid JSON that we read: nested too deeply"),
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


def test_a_symptom_may_begin_with_a_bracket(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.csv", f"{HEADER}\nKB-1,t,Bug,[iOS] hangs|x,act,")

    assert load(path, CATEGORIES)[0].symptoms == ("[iOS] hangs", "x")


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
        ("---\nid: " + "[" * 1500 + "\n---\n", "1: the front matter is not valid YAML"),
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


def test_yaml_words_and_numbers_stay_the_text_that_stands_there(tmp_path: Path) -> None:
    front = FRONT.replace("KB-1", "007").replace("Export never ends", "no")

    (issue,) = load(saved(tmp_path, "a.md", f"{front}---\n{ACTION}"), CATEGORIES)

    assert (issue.id, issue.title) == ("007", "no")


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


AWKWARD = [
    an_issue("plain"),
    an_issue("link", url="https://help.example.com/a?b=c%7Cd"),
    an_issue("bars", symptoms=("a|b", "c, d; e", 'say "hi"')),
    an_issue("semicolon", symptoms=("slow; at night",)),
    an_issue("titled", recommended_action="# Look\n\nand see"),
    an_issue("bracket", symptoms=("[iOS] hangs", "x")),
    an_issue("formula", title="=1+1", symptoms=("@sum", "-x"), recommended_action="'=cmd"),
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


def test_ids_that_differ_in_case_are_not_written_to_one_folder(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="differ only in case"):
        write([an_issue("a"), an_issue("A")], tmp_path / "out")


def test_a_folder_with_something_in_it_is_not_written_to(tmp_path: Path) -> None:
    saved(tmp_path, "old.md", "x")

    with pytest.raises(Rejected, match="is not empty"):
        write([an_issue()], tmp_path)


@pytest.mark.parametrize("name", ["a.pdf", "-"])
def test_a_kind_that_can_not_be_written_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(Rejected, match=r"(\.pdf|-) is none of the kinds"):
        write([an_issue()], tmp_path / name)

    assert not list(tmp_path.iterdir())


def test_a_place_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="can't be written: No such file or directory"):
        write([an_issue()], tmp_path / "none" / "a.json")


def test_the_shipped_issues_are_sound() -> None:
    issues = load(Path(__file__).parents[2] / "kb/shipped/known_issues.json", CATEGORIES)

    assert len(issues) >= 20
    assert {issue.category for issue in issues} == set(CATEGORIES)
