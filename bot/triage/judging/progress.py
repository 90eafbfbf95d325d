"""What a ticket's judging reports while it runs, for those who watch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.triage.judgement import Hit, Judgement, Question


class Node(StrEnum):
    """The steps of judging a ticket, in order."""

    SEARCH = "search_known_issues"
    CLASSIFY = "classify"


@dataclass(frozen=True, slots=True)
class Started:
    """A node began."""

    node: Node


@dataclass(frozen=True, slots=True)
class Found:
    """The search is done; best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A node ended."""

    node: Node


@dataclass(frozen=True, slots=True)
class Asked:
    """The ticket says too little; this is asked."""

    question: Question


@dataclass(frozen=True, slots=True)
class Decided:
    """The judgement stands."""

    judgement: Judgement


Progress = Started | Found | Finished | Asked | Decided
