"""What touches a mask is found as in the whole text, though only looked for around such masks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.triage.sensitive.finding import HELD
from bot.triage.sensitive.glued import GLUED, _glued

PIECES = st.sampled_from(
    [*(HELD, "219-48-6071", "a@b.co", ",", "/", ".", "-", "(", "+", " ", "\n", "é1"), "1" * 61]
)


@given(st.lists(PIECES | st.just(HELD), max_size=16).map("".join))
@settings(max_examples=400, deadline=None)
def test_what_touches_a_mask_is_found_as_in_the_whole_text(text: str) -> None:
    found = [match.span() for match in _glued(text)]

    assert found == [match.span() for match in GLUED.finditer(text) if HELD in text]
