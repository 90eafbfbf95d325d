from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.triage.known_issues.wording import Fate, differences


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.fate.value, piece.text) for piece in differences(before, after)]


def test_words_that_changed_stand_where_they_were() -> None:
    assert told("Send the old invoice", "Send the corrected invoice again") == [
        ("kept", "Send the"),
        ("removed", " old"),
        ("added", " corrected"),
        ("kept", " invoice"),
        ("added", " again"),
    ]


def test_equal_texts_do_not_differ() -> None:
    assert told("the same", "the same") == [("kept", "the same")]
    assert told("", "") == []


def test_lines_count_as_white_space() -> None:
    assert told("one\ntwo", "one\ntwo\nthree") == [("kept", "one\ntwo"), ("added", "\nthree")]


def test_a_word_said_again_and_again_in_long_texts_is_not_weighed_each_against_each() -> None:
    assert told("one " * 450, "two " * 450) == [
        ("removed", "one" + " one" * 449),
        ("added", "two" + " two" * 449),
        ("kept", " "),
    ]


@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_both_texts_can_be_read_from_what_differs(before: str, after: str) -> None:
    pieces = differences(before, after)

    assert "".join(each.text for each in pieces if each.fate is not Fate.ADDED) == before
    assert "".join(each.text for each in pieces if each.fate is not Fate.REMOVED) == after
