"""Texts that were written one by one: our own, or those of a file that somebody names."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.triage.issue import KnownIssue
from kb.search.vectors import searchable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "bot/analysts/examples.jsonl",
    "bot/analysts/tracker_notes.jsonl",
    "bot/analysts/short_tickets.jsonl",
    "tests/data/tickets.jsonl",
    "tests/data/eval/*.jsonl",
    "tests/data/replay/*.jsonl",
)
FEWEST_WORDS = 8
LONGEST_TITLE = 100
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def written(path: Path | None = None) -> list[str]:
    """Return distinct English texts, shuffled, always in the same order.

    Those of `path`, a JSON object a line with `text` or `title` and `body`; without it ours:
    examples, tickets and known issues of every set in the repository.
    """
    files = [path] if path else [file for name in OURS for file in sorted(ROOT.glob(name))]
    found = dict.fromkeys(text for file in files for text in _texts(file))
    texts = [text for text in found if len(text.split()) >= FEWEST_WORDS]
    random.Random(len(texts)).shuffle(texts)
    return texts


def unlike(texts: Iterable[str]) -> Iterator[str]:
    """Yield those of `texts` that no earlier one equals in what is embedded of it."""
    seen: set[str] = set()
    for text in texts:
        (issue,) = as_issues([text])
        said = searchable(issue)
        if said not in seen:
            seen.add(said)
            yield text


def as_issues(texts: Sequence[str]) -> list[KnownIssue]:
    """Return a known issue for each text: how it begins is the title, all of it a symptom."""
    return [
        KnownIssue(f"KB-{number:06}", _title(text), "Bug", (text,), "Look at the log.")
        for number, text in enumerate(texts)
    ]


def between(first: KnownIssue, second: KnownIssue, number: int) -> KnownIssue:
    """Return an issue that says what two others do, and one thing that no other says.

    That comes first: it would be cut off with what else follows a signature or a quoted mail.
    """
    title = f"Case {number}: {first.title}"
    return KnownIssue(f"KB-{number:06}", title, "Bug", second.symptoms, "Look at the log.")


def _title(text: str) -> str:
    return _SENTENCE.split(text.strip(), maxsplit=1)[0][:LONGEST_TITLE]


def _texts(file: Path) -> Iterator[str]:
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        if row.get("language", "en") == "en":
            yield "\n".join(_parts(row))


def _parts(row: dict[str, Any]) -> Iterable[str]:
    listed = row.get("symptoms") or ()
    parts = (row.get("text"), row.get("title"), row.get("body"), *listed)
    return (part for part in parts if part)
