from __future__ import annotations

import pytest

from bot.triage.known_issues.story import without_placeholders


@pytest.mark.parametrize(
    ("redacted", "read"),
    [
        ("The export hangs.", "The export hangs."),
        ("Write to [email 1] about it", "Write to … about it"),
        ("[person 1]: the export hangs", "the export hangs"),
        ("the export hangs for [person 2] ([email 1], [phone 1]).", "the export hangs for …"),
        ("Restarted it for [person 1]", "Restarted it for …"),
        ("Does it hang for [person 1]?", "Does it hang for …?"),
        ("The export hangs, [person 1]!", "The export hangs!"),
        ("[person 1]", ""),
        ("[person 1] and the team of [person 2] can't log in", "and the team of … can't log in"),
        ("Call [person 1] on [phone 1]!", "Call … on …!"),
        ("[email] [phone], [id]", ""),
        ("Call\n[phone 1]\nfirst", "Call\nfirst"),
        ("a list [1] stays, as does [note 2]", "a list [1] stays, as does [note 2]"),
        ("", ""),
    ],
)
def test_a_gap_stands_where_a_value_was_unless_it_was_set_apart_at_an_end(
    redacted: str, read: str
) -> None:
    assert without_placeholders(redacted) == read
