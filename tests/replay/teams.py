"""The made-up teams of `tests/data/replay`: what they post, and what they make of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.evaluation.rows import read_issues
from tests.evaluation import sets

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue

FOLDER = Path(__file__).parents[1] / "data" / "replay"
DOMAINS = {
    "ledger": "billing_saas",
    "helpdesk": "internal_it",
    "pocket": "mobile_app",
    "lake": "data_platform",
}
"""The choices were made on the first two; the others were only scored."""
SCORED = ("pocket", "lake")


@dataclass(frozen=True, slots=True)
class Told:
    """A ticket, and how the team leaves it."""

    text: str
    category: str
    severity: str
    issue: str | None
    """None = it is about none of their known issues."""
    is_habit: bool
    """Whether the team decides it in its own way."""


@dataclass(frozen=True, slots=True)
class MadeUpTeam:
    """A workspace with habits of its own."""

    name: str
    first: tuple[Told, ...]
    """What its people correct."""
    then: tuple[Told, ...]
    """What is judged afterwards."""
    issues: tuple[KnownIssue, ...]


def the_team(name: str) -> MadeUpTeam:
    """Return the team called `name`."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]
    usual = {row["id"]: row for row in sets.rows("tickets")}
    told = [(row["half"], _told(row, usual)) for row in rows]
    return MadeUpTeam(
        name,
        tuple(each for half, each in told if half == 1),
        tuple(each for half, each in told if half == 2),
        tuple(read_issues(FOLDER / f"{name}.issues.jsonl")),
    )


def issues_of_its_trade(name: str) -> list[KnownIssue]:
    """Return the known issues of the team's domain, which any firm in it could have."""
    own = {row["id"] for row in sets.rows("known_issues") if row["domain"] == DOMAINS[name]}
    return [issue for issue in read_issues(sets.SETS / "known_issues.jsonl") if issue.id in own]


def tickets_of_its_trade(name: str) -> list[Told]:
    """Return tickets about these, and about none, in which the team has no way of its own."""
    return [
        Told(row["text"], "", "", next(iter(row["gold"]), None), is_habit=False)
        for row in sets.rows("known_tickets")
        if row["domain"] == DOMAINS[name]
    ]


def _told(row: dict[str, Any], usual: dict[str, dict[str, Any]]) -> Told:
    if "ticket" in row:
        known = usual[row["ticket"]]
        return Told(known["text"], known["category"], known["severity"], None, is_habit=False)
    issue = next(iter(row["gold"]), None)
    return Told(row["text"], row["category"], row["severity"], issue, is_habit=True)
