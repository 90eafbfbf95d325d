"""Text that every part of the app can carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.plain_text import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00b\x1bc\x7fd\x85e", "abcde"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("lone \ud83d and \udc00", "lone  and "),
        ("e\u0301", "é"),
        ("👩\u200d👩\u200d👧 zero\u200bwidth", "👩\u200d👩\u200d👧 zero\u200bwidth"),
    ],
)
def test_controls_and_surrogates_go_and_the_rest_stays(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(st.characters(categories=None)))  # surrogates too
def test_plain_text_can_be_encoded_and_is_final(text: str) -> None:
    once = plain(text)

    assert once.encode().decode() == once
    assert plain(once) == once
