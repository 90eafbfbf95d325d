"""What lets a request in is found wherever it stands, also where its end is looked for first."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.sensitive.finding import each_at
from bot.triage.sensitive.secrets.requests import ENCODED, _encoded

PIECES = st.sampled_from(
    [
        *("a", "Zm9vYmFyOmJheg", "QQ", "/", "+", "-", "_", "=", "==", "===", " ", "\n", "é"),
        "b" * 199,
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
@settings(deadline=None)
def test_encoded_pairs_are_found_by_their_end_as_in_the_whole_text(text: str) -> None:
    found = [match.span() for match in _encoded(text)]

    assert found == [match.span() for match in ENCODED.finditer(text)]


def test_a_pattern_is_tried_where_its_word_stands_in_any_case_of_letters() -> None:
    text = "Cookie: a cookie COOKIE: b cookie: cookie: c"

    found = each_at("cookie", re.compile("cookie: ([a-z]+)", re.IGNORECASE), text, text.lower())

    assert [match[1] for match in found] == ["a", "b", "cookie"]
