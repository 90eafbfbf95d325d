"""No cell of an export is a formula."""

from __future__ import annotations

import csv
import time
from io import StringIO

import pytest

from bot.triage.spreadsheet import cell, text_in


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A",
        " =1",
        "\u200b=1",
        "\u2003=1",
        "\u200e=1",
        "\u2060=1",
        "\xad=1",
        "\x00=1",
        "\ufe661",
    ],
)
def test_what_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Help;=cmd|' /C calc'!A0", "Help;'=cmd|' /C calc'!A0"),
        ("Help; =1", "Help; '=1"),
        ("Help\t@SUM(A1)", "Help\t'@SUM(A1)"),
        ("Help\n+1\n-2", "Help\n'+1\n'-2"),
        ("=1;=2", "'=1;'=2"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
    ],
)
def test_what_is_a_cell_of_its_own_where_semicolons_separate_them_is_marked_too(
    text: str, safe: str
) -> None:
    assert cell(text) == safe


@pytest.mark.parametrize(
    "text",
    [
        "a;\"=cmd|' /C calc'!A0;x",
        'a;"\u200b"=1;x',
        "\n=cmd|' /C calc'!A0;x",
        '"\n"=1;x',
        'a;"";+1',
    ],
)
def test_nothing_is_run_where_what_was_written_with_commas_is_read_with_semicolons(
    text: str,
) -> None:
    written = StringIO(newline="")
    csv.writer(written).writerow(["T-1", cell(text), "Bug"])

    rows = csv.reader(StringIO(written.getvalue(), newline=""), delimiter=";")

    assert [
        one for row in rows for one in row if one.strip("\u200b \n").startswith(tuple("=+-@"))
    ] == []


@pytest.mark.parametrize("text", ["a; b", "a;b=c", "x = y; z"])
def test_semicolons_alone_change_nothing(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    "text",
    ["=1", "'=1", "''\u200b=1", "Help;=1", "Help;'=1", "Look:\n- a\n'- b\n- c", "it's", "\t'", ""],
)
def test_what_was_marked_is_read_as_it_was(text: str) -> None:
    marked = cell(text)

    assert text_in(marked) == text
    assert text_in(cell(marked)) == marked


@pytest.mark.parametrize("unit", ["\n", ";", " ", "\u200b", ";\u200b"])
def test_long_runs_of_what_is_not_seen_take_no_time_to_speak_of(unit: str) -> None:
    begin = time.thread_time()

    cell(f"a{unit * 40_000}b")

    assert time.thread_time() - begin < 1


@pytest.mark.parametrize("text", ["", "The invoice", "1 = 1", "a-b", "'quoted'", "2026-01-05"])
def test_other_text_stays(text: str) -> None:
    assert cell(text) == text
