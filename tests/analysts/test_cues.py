"""What tells how urgent a text is, besides its meaning."""

from __future__ import annotations

import pytest

from bot.analysts.cues import cue_counts, register


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How do I change the address?", 2),
        ("can you tell me the price", 1),
        ("When I press Save, nothing is stored", 0),
        ("Which is strange: the list is empty", 0),
    ],
)
def test_a_sentence_that_begins_like_a_question_may_be_a_report(text: str, asks: int) -> None:
    assert cue_counts(text)[-2] == asks


def test_a_developers_note_is_told_from_a_persons_mail() -> None:
    note = register("NullPointerException in SessionPool.close when fs.pool.size is 0")
    mail = register("Hi, we can't open our invoices, could you please help me?")

    assert note[0] > 0.5 > mail[0]
    assert mail[1] > 0.5 > note[1]


def test_a_cue_counts_three_times_at_most_and_a_page_below_not_at_all() -> None:
    assert max(cue_counts("down " * 50)) == 3
    assert cue_counts("x" * 3_000 + " everyone is down!") == cue_counts("x")
