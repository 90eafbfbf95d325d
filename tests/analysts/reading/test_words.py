from __future__ import annotations

from bot.analysts.reading.words import is_of_letters, words


def test_words_keep_the_marks_without_which_they_are_none() -> None:
    assert words("लॉगिन नहीं हो रहा") == ["लॉगिन", "नहीं", "हो", "रहा"]


def test_a_code_is_not_of_letters_alone() -> None:
    assert is_of_letters("लॉगिन")
    assert is_of_letters("Zürich")
    assert not is_of_letters("e1207")
    assert not is_of_letters("e-mail")
