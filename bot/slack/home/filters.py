"""The filters above the open tickets of the home, and what is said of what they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import BUTTON_LIMIT, actions, button, plain_text, select
from bot.slack.rendering import Mrkdwn
from bot.triage.overview.place import ALL_TEAMS, NO_TEAM, OWN_TEAMS, Due, Filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.slack.blocks import Json
    from bot.triage.judgement import Taxonomy

SEVERITY = "home_severity"
CATEGORY = "home_category"
ASSIGNEE = "home_assignee"
CHANNEL = "home_channel"
DUE = "home_due"
TEAM = "home_team"
CLEAR = "home_clear"
ANY = "*"
"""The choice that is none."""
OWN = "~"
"""What a menu has for one's own teams: an empty value is no choice to Slack."""
_DUE = (
    ("All deadlines", ANY),
    ("Overdue", f"={Due.OVERDUE}"),
    ("Due within 24 hours", f"={Due.SOON}"),
    ("No deadline", f"={Due.NEVER}"),
)
NOTHING = Mrkdwn("Nothing is open. New tickets appear here as soon as they are posted.")
NOTHING_OF_YOURS = Mrkdwn("Nothing is open for your team. “All teams” shows what others have.")
NOTHING_LIKE_THAT = Mrkdwn("No open ticket is like that. “Clear filters” takes the filters off.")


def filter_row(
    filters: Filters, taxonomy: Taxonomy, routes: Sequence[str], *, has_team: bool
) -> Json:
    """Return the row; teams can be chosen where there are `routes`."""
    severities = _choices("All severities", reversed(taxonomy.severity_names))
    categories = _choices("All categories", taxonomy.category_names)
    row = [
        *([_teams(filters.team, routes, has_team=has_team)] if routes else []),
        select(SEVERITY, "Severity", severities, _value(filters.severity)),
        select(DUE, "Deadline", _DUE, _value(filters.due)),
        select(CATEGORY, "Category", categories, _value(filters.category)),
        _people(filters.assignee),
        _channels(filters.channel),
    ]
    is_filtered = filters != Filters()
    return actions([*row, *([button("Clear filters", CLEAR, "-")] if is_filtered else [])])


def headline(filters: Filters, routes: Sequence[str], *, has_team: bool) -> str:
    """Return whose open tickets stand below."""
    if filters.team in routes:
        return f"Open tickets of {filters.team}"
    if filters.team == NO_TEAM and routes:
        return "Open tickets of no team"
    is_own = filters.team == OWN_TEAMS and has_team
    return "Open tickets of your team" if is_own else "Open tickets"


def nothing(filters: Filters, *, has_team: bool) -> Mrkdwn:
    """Return what stands where no ticket is."""
    if filters != Filters():
        return NOTHING_LIKE_THAT
    return NOTHING_OF_YOURS if has_team else NOTHING


def chosen(value: str) -> str:
    """Return what a menu's choice stands for; empty for all."""
    return value.removeprefix("=") if value.startswith("=") else ""


def chosen_deadline(value: str) -> str:
    """Return which deadlines a choice means; empty for all."""
    due = chosen(value)
    return due if due in set(Due) else ""


def chosen_team(value: str) -> str:
    """Return whose tickets a choice means, as `Filters` has it."""
    if value in {ALL_TEAMS, NO_TEAM}:
        return value
    return chosen(value)


def _teams(team: str, routes: Sequence[str], *, has_team: bool) -> Json:
    choices = [
        *([("My team's, or nobody's", OWN)] if has_team else []),
        ("All teams", ALL_TEAMS),
        *((name, f"={name}") for name in routes),
        ("No team", NO_TEAM),
    ]
    usual = OWN if has_team else ALL_TEAMS
    values = {OWN_TEAMS: usual, ALL_TEAMS: ALL_TEAMS, NO_TEAM: NO_TEAM}
    return select(TEAM, "Team", choices, values.get(team, f"={team}"))


def _value(name: str) -> str:
    return f"={name}" if name else ANY


def _choices(everything: str, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(everything, ANY), *((name, _value(name)) for name in names)]


def _people(assignee: str) -> Json:
    menu: Json = {
        "type": "users_select",
        "action_id": ASSIGNEE,
        "placeholder": plain_text("Who works on it", BUTTON_LIMIT),
    }
    return menu | ({"initial_user": assignee} if assignee else {})


def _channels(channel: str) -> Json:
    kinds = {"include": ["public", "private"]}
    menu: Json = {
        "type": "conversations_select",
        "action_id": CHANNEL,
        "placeholder": plain_text("Channel", BUTTON_LIMIT),
        "filter": kinds,
    }
    return menu | ({"initial_conversation": channel} if channel else {})
