from __future__ import annotations

import pytest

from bot.analysts.reading.repetition import was_asked


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        ("Since when does it happen?", "When did it start?"),
        ("Which error message do you see?", "What does the message say, and on which page?"),
        ("So which export is it?", "Which export?"),
        ("Which invoice is it?", "About “help”: Which invoice or charge is this about?"),
        ("Seit wann passiert das genau?", "Seit wann passiert das genau"),
        ("いつから発生していますか?", "いつから発生していますか。"),
        ("", "Since when?"),
    ],
)
def test_a_question_in_other_words_is_the_same(question: str, earlier: str) -> None:
    assert was_asked(question, ["Which plan?", earlier])


@pytest.mark.parametrize(
    ("question", "earlier"),
    [
        ("Since when?", "On which page?"),
        ("Which export format do you use?", "Which export?"),
        ("Which browser do you use?", "Which plan do you use?"),
        ("What is the number of the order?", "What is the number of the invoice?"),
        ("Which export?", "About “the export hangs”: Since when?"),
        ("どの画面ですか?", "いつから発生していますか?"),
    ],
)
def test_a_question_about_something_else_is_not(question: str, earlier: str) -> None:
    assert not was_asked(question, [earlier])
