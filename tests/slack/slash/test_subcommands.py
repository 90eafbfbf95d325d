"""What asks something, and what is a ticket though it begins alike."""

from __future__ import annotations

import pytest

from bot.slack.slash.subcommands import Ask, Format, Topic, Usage, read


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("mine", Ask(Topic.MINE)),
        ("OPEN", Ask(Topic.OPEN)),
        ("open ALL", Ask(Topic.OPEN, "all")),
        ("open Payments EU", Ask(Topic.OPEN, "payments EU")),
        ("settings", Ask(Topic.SETTINGS)),
        ("search invoice May", Ask(Topic.SEARCH, "invoice May")),
        ('search "timeout error"', Ask(Topic.SEARCH, "timeout error")),
        ("kb two-factor codes", Ask(Topic.KB, "two-factor codes")),
        ("stats", Ask(Topic.STATS, days=7)),
        ("stats 30d", Ask(Topic.STATS, days=30)),
        ("stats 999 days", Ask(Topic.STATS, days=366)),
        ("stats 0d", Ask(Topic.STATS, days=1)),
        ("stats 30", Ask(Topic.STATS, days=30)),
        ("export csv 1000d", Ask(Topic.EXPORT, days=366, format=Format.CSV)),
        ("export csv", Ask(Topic.EXPORT, days=30, format=Format.CSV)),
        ("Export JSON 90d", Ask(Topic.EXPORT, days=90, format=Format.JSON)),
    ],
)
def test_asks(text: str, ask: Ask) -> None:
    assert read(text, ["payments EU", "access"]) == ask


@pytest.mark.parametrize("topic", [Topic.SEARCH, Topic.KB, Topic.EXPORT])
def test_what_says_too_little_is_told_how(topic: Topic) -> None:
    assert read(topic.value) == Usage(topic)


@pytest.mark.parametrize(
    "text",
    [
        "export xml",
        "export Excel 30d",
        "export 30d",
        "export 30 days csv",
        "export 30 json",
    ],
)
def test_an_export_that_is_not_offered_is_told_which_are(text: str) -> None:
    assert read(text) == Usage(Topic.EXPORT)


@pytest.mark.parametrize(
    "text",
    [
        "open tickets can't be closed any more",
        "open the door of the server room",
        "mine is broken too",
        "settings page is blank",
        "search is broken",
        "search doesn't find anything",
        "search results are empty",
        "Search bar missing",
        "search finds nothing since we moved to the new plan",
        "search\nline two of a report",
        "kb articles can't be opened",
        "stats page is empty",
        "stats yesterday",
        "export is empty",
        "export 500",
        "export 30 rows csv",
        "export csv is broken",
        "exports fail",
        "",
    ],
)
def test_a_report_is_a_ticket(text: str) -> None:
    assert read(text) is None
