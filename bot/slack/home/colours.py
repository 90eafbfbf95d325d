"""A coloured mark for each category, since Slack has no coloured text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.rendering import Mrkdwn, joined, mrkdwn

if TYPE_CHECKING:
    from bot.triage.judgement import Taxonomy

MARKS = (*"🟦🟩🟧🟪🟨🟥🟫⬛⬜", *"🔵🟢🟠🟣🟡🔴🟤⚫⚪")
NO_MARK = "▫️"
"""Of a category that the team no longer has."""


def mark(category: str, taxonomy: Taxonomy) -> str:
    """Return the mark of a category, by its place in the configuration."""
    names = taxonomy.category_names
    return MARKS[names.index(category) % len(MARKS)] if category in names else NO_MARK


def legend(taxonomy: Taxonomy) -> Mrkdwn:
    """Return which mark stands for which category."""
    named = [mrkdwn("{} {}", mark(name, taxonomy), name) for name in taxonomy.category_names]
    return joined("  ", named)
