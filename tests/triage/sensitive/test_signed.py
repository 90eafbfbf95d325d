"""A pattern that is tried near its sign only finds what it would find in the whole text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.sensitive.disguised_emails import MIXED
from bot.triage.sensitive.emails import (
    ADDRESS,
    BRACKETED,
    ENCODED,
    QUOTED,
    SPACED,
    SPOKEN,
    SPOKEN_LOUD,
)
from bot.triage.sensitive.secrets.pairs import OF_A_DOMAIN
from bot.triage.sensitive.signed import MOST_SIGNS, Signed
from tests.characters import CHARACTERS

PATTERNS = (QUOTED, BRACKETED, ENCODED, MIXED, SPACED, SPOKEN, SPOKEN_LOUD, OF_A_DOMAIN)
FAR = "The printer on the second floor prints nothing since this morning.\n" * 20
PIECES = st.sampled_from(
    [
        *("ann", "ann.lee", "b-c", "_x", '"', "'", "~a^", "example", "example.com", "com", "%2B"),
        *("@", " @ ", "@ ", "[at]", "(AT)", " at ", " AT ", "%40", "%2540", " &#64; ", "&commat;"),
        *("\\u0040", "\\\\x40", "=40", "{a}", "@*", ".", "[dot]", " dot ", " DOT ", "%2e", "\\."),
        *("corp\\", "\\ann", " zx81!mines", "/", "+x", "-corp.eu\\a.b "),
        *(" ", "\n", "\t", ",", "-", "a" * 65, FAR),
    ]
)
TEXTS = st.lists(PIECES | st.text(CHARACTERS, max_size=4), max_size=30).map("".join)


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: one.pattern.pattern[:40])
@given(before=TEXTS, after=TEXTS)
@settings(max_examples=150, deadline=None)
def test_near_its_sign_a_pattern_finds_what_it_finds_in_the_whole_text(
    pattern: Signed, before: str, after: str
) -> None:
    text = f"{FAR}{before}{FAR}{after}{FAR}"

    found = [match.span() for match in pattern.finditer(text)]

    assert found == [match.span() for match in pattern.pattern.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        (QUOTED, '"ann lee of the first floor"@example.com'),
        (BRACKETED, "ann [dot] lee [dot] of [dot] it [at] example [dot] com"),
        (ENCODED, "ann.lee &#64;example.com"),
        (MIXED, "ann.lee &#64; example&#46;com"),
        (MIXED, "ann.lee\\\\@example\\.com"),
        (SPACED, "ann.lee @ example.com"),
        (SPOKEN, "ann.lee at example dot com"),
        (SPOKEN_LOUD, "ann.lee AT example DOT com"),
        (OF_A_DOMAIN, "corp\\ann Zx81!Spectrum".lower()),
    ],
)
def test_words_and_spaces_before_the_sign_belong_to_the_address(
    pattern: Signed, address: str
) -> None:
    found = pattern.finditer(f"{FAR}to {address} please\n{FAR}")

    assert [match.start() for match in found] == [len(f"{FAR}to ")]


@given(before=TEXTS, after=TEXTS)
@settings(max_examples=150, deadline=None)
def test_where_no_quote_ends_before_a_sign_words_are_enough(before: str, after: str) -> None:
    text = f"{FAR}{before}{FAR}{after}{FAR}".replace('"@', "@")

    found = [match.span() for match in ADDRESS.finditer(text)]

    assert found == [match.span() for match in ADDRESS.pattern.finditer(text)]


def test_a_text_full_of_signs_is_searched_as_a_whole() -> None:
    text = "a@b.co " * (MOST_SIGNS + 1)

    found = [match.span() for match in ADDRESS.finditer(text)]

    assert found == [match.span() for match in ADDRESS.pattern.finditer(text)]
