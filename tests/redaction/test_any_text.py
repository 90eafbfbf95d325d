"""Whatever the text: what was hidden stays hidden, and nothing around a value saves it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.redaction import redact, redact_all
from tests.characters import CHARACTERS

SNIPPETS = st.sampled_from(
    [
        *("a@b.co", "x%40y.org", "<mailto:a@b.co|a>", "@", "+49 171 3920081", "(202) 555-0143"),
        *("4111111111111111", "DE44500105175407324931", "219-48-6071", "BSN 123456782", "10.0.0.1"),
        *("2001:db8::1", "password=", "token: ", "hunter22!", "pass ", "-p ", "://", "eyJhbGciOi."),
        *("eyJzdWIiOi.x", "-----BEGIN PRIVATE KEY-----", "-----END", "[email 1]", "[secret 2]"),
        *("[ip ", "]", "Anna", "Bob", "\u200b", "\uff11", "٣", "\ud800", "\ue000", "é", "ﬁ"),
        *(" ", "\n", "\t", ".", ",", "-", "(", ")", "'", '"', "=", "&", "9", "0"),
    ]
)
PIECES = SNIPPETS | st.text(CHARACTERS, max_size=6)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(CHARACTERS)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, max_size=3))
def test_any_text_can_be_redacted_and_twice_is_once(texts: list[str]) -> None:
    people = ("Anna Bob",)
    once = redact_all(texts, people)

    assert redact_all(once, people) == once


@settings(max_examples=100, deadline=None)
@given(
    before=TEXTS,
    after=TEXTS,
    value=st.sampled_from(
        ["jane.porter@example.com", "4539723067318633", "ghp_uxmLTpD4Wrf02RPToJJ46QASlorSmwIOufCo"]
    ),
)
def test_no_surrounding_text_saves_a_value(before: str, after: str, value: str) -> None:
    assert value not in redact(f"{before} {value} {after}")
