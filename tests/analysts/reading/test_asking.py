"""When a question is worth the reporter's time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.analysts.reading.asking import ASK_FROM, Stakes, expected_gain
from bot.analysts.reading.vagueness import SAYS_NOTHING, is_worded

OPEN = Stakes(category=0.5, severity=0.5, known=0.2, is_worded=True)
SETTLED = Stakes(category=0.97, severity=0.97, known=0.2, is_worded=True)
RECOGNISED = Stakes(category=0.5, severity=0.5, known=0.7, is_worded=True)


def test_the_less_a_ticket_says_the_more_asking_gains() -> None:
    gains = [expected_gain(vagueness, OPEN) for vagueness in (-3.0, 0.0, 3.0)]

    assert gains == sorted(gains)
    assert gains[0] < ASK_FROM <= gains[-1]


def test_nothing_is_gained_where_no_answer_could_change_the_judgement() -> None:
    assert expected_gain(4.0, OPEN) >= ASK_FROM > expected_gain(4.0, SETTLED)


def test_a_recognised_ticket_is_worth_less_of_a_question() -> None:
    assert expected_gain(0.0, RECOGNISED) < expected_gain(0.0, OPEN)


def test_a_ticket_that_says_nothing_is_asked_about_whatever_is_thought_of_it() -> None:
    assert expected_gain(SAYS_NOTHING, SETTLED) == 1.0


def test_a_single_word_settles_nothing() -> None:
    assert expected_gain(1.0, replace(SETTLED, is_worded=False)) >= ASK_FROM


def test_an_article_that_surely_fits_says_what_is_missing() -> None:
    assert expected_gain(4.0, replace(OPEN, known=0.9)) < ASK_FROM


def test_no_article_surely_fits_a_single_word() -> None:
    assert expected_gain(4.0, replace(OPEN, known=0.9, is_worded=False)) >= ASK_FROM


@pytest.mark.parametrize("text", ["refund", "返金", "エクスポート", "ログイン", "退款"])
def test_a_single_word_is_one_in_every_script(text: str) -> None:
    assert not is_worded(text)


@pytest.mark.parametrize(
    "text",
    ["返金されません", "ログインできません", "エクスポートが失敗する", "导出一直卡住", "QV-4471"],
)
def test_a_sentence_without_spaces_says_more_than_a_word(text: str) -> None:
    assert is_worded(text)


def test_what_is_surely_grave_waits_for_no_answer() -> None:
    assert expected_gain(4.0, replace(OPEN, is_grave=True)) < ASK_FROM
    assert expected_gain(4.0, replace(OPEN, is_grave=True, is_worded=False)) >= ASK_FROM
