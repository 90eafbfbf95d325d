"""Cases to judge, built from words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from bot.analysts.examples import shipped
from bot.configuration.rules import load_rules
from bot.triage.issue import KnownIssue
from bot.triage.judgement import Case, Hit, Standing, Taxonomy, Turn
from bot.triage.redaction import Redacted

if TYPE_CHECKING:
    from bot.analysts.prompts import Prompt

ROOT = Path(__file__).parents[2]
FAR_AHEAD = Standing(nearness=3.0, lead=3.0)
FEW = shipped()[::6]
"""Enough to learn from where the quality is not the point."""


def a_case(
    text: str = "The export hangs", *hits: Hit, may_ask: bool = True, then: tuple[Turn, ...] = ()
) -> Case:
    return Case((Turn("reporter", Redacted(text)), *then), hits, may_ask)


def asked(text: str) -> Turn:
    return Turn("bot", Redacted(text))


def answered(text: str) -> Turn:
    return Turn("reporter", Redacted(text))


def shipped_taxonomy() -> Taxonomy:
    return load_rules(None).taxonomy


def shipped_issues() -> list[KnownIssue]:
    rows = json.loads((ROOT / "kb/shipped/known_issues.json").read_text("utf-8"))
    return [KnownIssue(**{**row, "symptoms": tuple(row["symptoms"])}) for row in rows]


def size(prompt: Prompt) -> int:
    """Return the characters of all that a model is sent."""
    schema = json.dumps(prompt.schema, ensure_ascii=False)
    return len(prompt.system) + len(prompt.user) + len(schema)
