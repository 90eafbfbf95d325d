"""What people write, and what a model says that obeys whatever it reads."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from bot.workspace import typed

if TYPE_CHECKING:
    import random

    from tests.standins.openai_requests import Request

TICKETS = (
    "The invoice of May counts every seat twice since we changed the plan",
    "Nobody of us can log in since 8:00, the page says 'session expired'",
    "The CSV export ends after 100 rows, in every browser",
    "How do I move a project to another workspace?",
    "Production is down for everybody, we are losing orders",
    "The weekly report shows a data loss: all of Monday is missing",
    "Das Laden der Übersicht dauert seit gestern über 30 Sekunden",
)
VAGUE = ("it's broken", "does not work", "help please", "something is odd again")
BRIEF = ("and the report too", "since Monday", "in Firefox")
NOISE = ("good morning everybody", "thanks a lot!", ":tada: :tada:", "lol, happy friday")
REPLIES = (
    "It happens when I drag a card to another column",
    "since yesterday, in Firefox and Safari",
    "no idea",
    "Only for admins; the others see nothing of it",
)
NASTY = (
    "<!channel>",
    "<!here|here>",
    "<@U0AGENT>",
    "<@W0BOSS|boss>",
    "<#C0SECRET|layoffs>",
    "<!subteam^S0ONCALL|@oncall>",
    "<!date^1767225600^{date_num}|soon>",
    "<https://evil.example/login|https://bank.example>",
    "<<!everyone>>",
    "<\u200b!channel>",
    "&lt;!channel&gt;",
    "\u202egnp.exe",
    "```",
)
"""What must act nowhere: real tokens, typed ones, nested, hidden."""
SECRET_WORDS = (
    "token xoxb-{digits}-{letters}",
    "the key is AKIA{capitals}",
    "we use ghp_{letters}{letters}",
    "Authorization: Bearer {letters}.{letters}.{letters}",
    "postgres://app:{letters}@db.internal:5432/main",
)
ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def secret(chance: random.Random) -> tuple[str, str]:
    """Return a sentence with a secret in it, and the secret."""

    def some(letters: str, count: int) -> str:
        return "".join(chance.choice(letters) for _ in range(count))

    parts = {
        "digits": some("123456789", 12),
        "letters": some(ALPHABET, 24),
        "capitals": some("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
    }
    shape = chance.choice(SECRET_WORDS)
    known_by = "capitals" if "{capitals}" in shape else "letters"
    return shape.format(**parts), parts[known_by]


def nasty(chance: random.Random) -> str:
    """Return something that must act nowhere, as it may come from Slack."""
    token = chance.choice(NASTY)
    return token if chance.random() < 0.5 else typed(token)


def judged(request: Request) -> dict[str, Any]:
    """Return what the model says: decided by the text alone, and never harmless."""
    said = request.user_text
    dice = int.from_bytes(hashlib.sha256(said.encode("utf-8", "replace")).digest()[:8], "big")
    fields = request.schema["properties"]
    if "symptoms" in fields:
        return _written_up(said, NASTY[dice % len(NASTY)])
    kinds = fields["matched_issue_id"].get("anyOf", [])
    issues = [*(issue for kind in kinds for issue in kind.get("enum", [])), None]
    token = NASTY[dice % len(NASTY)]
    summary = f"{token} {_first_words(said)}"
    may_ask = "anyOf" in fields["question"]
    return {
        "summary": summary,
        "category": _picked(fields["category"]["enum"], dice >> 8),
        "severity": _picked(fields["severity"]["enum"], dice >> 16),
        "matched_issue_id": _picked(issues, dice >> 24),
        "issue_type": "new_issue",
        "next_action": f"Tell {token} at https://evil.example/reset?u=1",
        "question": _question(token) if may_ask and (dice >> 32) % 3 == 0 else None,
        "confidence": {"category": 0.8, "severity": 0.7, "issue_type": 0.6},
    }


def _written_up(said: str, token: str) -> dict[str, Any]:
    """Return a known issue in the words of a thread."""
    return {
        "title": f"{token} {_first_words(said)}",
        "symptoms": [_first_words(said), token],
        "recommended_action": f"Ask {token}, or read what stands in the thread",
    }


def _question(token: str) -> dict[str, Any]:
    return {
        "text": f"Which page is it, {token}?",
        "suggestions": [f"The start page {token}", "Every page"],
    }


def _first_words(said: str) -> str:
    reporter = re.search(r"reporter: (.*)", said)
    return reporter[1][:80] if reporter else "Something is wrong."


def _picked(among: list[Any], dice: int) -> Any:  # noqa: ANN401 - a name or null
    return among[dice % len(among)]
