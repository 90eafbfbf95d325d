from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.analysts.reading.trimming import cut, cut_middle, fair_length, one_line
from tests.characters import CHARACTERS


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert cut("short enough", 12) == "short enough"
    assert cut_middle("short enough", 12) == "short enough"


def test_a_cut_falls_between_words_and_shows() -> None:
    assert cut("the export of the report hangs", 20) == "the export of the…"


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    assert cut("x" * 50, 10) == "x" * 9 + "…"


def test_nothing_is_left_where_there_is_no_room() -> None:
    assert cut("anything", 0) == cut("anything", -5) == ""


def test_what_short_texts_leave_goes_to_the_longer_ones() -> None:
    assert fair_length([10, 100, 100], 110) == 50
    assert fair_length([10, 20], 30) == 30
    assert fair_length([], 7) == 7
    assert fair_length([5, 5], -1) < 0


def test_an_emoji_with_modifiers_is_not_halved() -> None:
    family = "👨\u200d👩\u200d👧"

    assert cut(f"abcdef{family}{family}", 10) == "abcdef…"


def test_the_middle_is_cut_so_that_start_and_end_stay() -> None:
    text = "start " + "x" * 1_000 + " end"

    shortened = cut_middle(text, 100)

    assert len(shortened) <= 100
    assert shortened.startswith("start")
    assert "[… cut …]" in shortened
    assert shortened.endswith("end")


def test_line_breaks_become_spaces() -> None:
    assert one_line(" a\n\tb  c ") == "a b c"


@given(st.text(CHARACTERS), st.integers(min_value=20, max_value=60))
def test_nothing_is_ever_longer_than_asked(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit
    assert len(cut_middle(text, limit)) <= limit
