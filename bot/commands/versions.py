"""What the command line says of what was learned."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.bad_input import BadInputError

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.triage.judging.learned import LearnedVersion


def the_one_workspace(team: str | None, teams: Collection[str]) -> str:
    """Return `team`, else the only one of `teams`; BadInputError if that is not clear."""
    if team is not None and team not in teams:
        raise BadInputError(f"nobody has corrected or resolved a ticket in {team} yet")
    if team is not None:
        return team
    if not teams:
        raise BadInputError("nobody has corrected or resolved a ticket yet")
    if len(teams) > 1:
        raise BadInputError(f"there are several workspaces: {', '.join(teams)}; name one: --team")
    return next(iter(teams))


def as_line(version: LearnedVersion) -> str:
    """Return a version for a person."""
    figures = version.figures
    own = f"own tickets {figures.shipped:.0%} as shipped, {figures.before:.0%} before"
    return "\t".join(
        (
            version.team,
            f"version {version.number}",
            f"{version.at:%Y-%m-%d %H:%M} UTC",
            version.state.value,
            f"{len(version.tickets)} tickets",
            f"{own}, {figures.after:.0%} with it",
            f"shipped examples {figures.elsewhere_before:.0%}, {figures.elsewhere:.0%} with it",
        )
    )


def as_record(version: LearnedVersion) -> dict[str, Any]:
    """Return a version for other programs."""
    figures = {name: round(value, 4) for name, value in asdict(version.figures).items()}
    return {
        "team": version.team,
        "version": version.number,
        "at": version.at.isoformat(),
        "state": version.state.value,
        "tickets": len(version.tickets),
        **figures,
    }


def rolled_back(team: str, version: LearnedVersion | None) -> str:
    """Return what judges by now."""
    now = (
        "the shipped models alone judge" if version is None else f"version {version.number} judges"
    )
    return f"{team}: {now} from the next ticket on; nothing is learned until triage learning resume"
