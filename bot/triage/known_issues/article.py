"""What a known issue says, apart from where it stands: written in a form, compared, merged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.triage.issue import KnownIssue

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_TITLE = 200
MAX_SYMPTOM = 500
MAX_SYMPTOMS = 20
MAX_SYMPTOMS_TEXT = 2900
"""Of all together, a line each: what fits into one field of a form."""
MAX_ACTION = 2000
MAX_URL = 2000

_NOT_IN_URLS = re.compile(r"[\s<>|\"\\^`{}]")


class Part(StrEnum):
    """What of a known issue a person can change."""

    TITLE = "title"
    CATEGORY = "issue_category"
    SYMPTOMS = "symptoms"
    """In a form, a line each."""
    ACTION = "recommended_action"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Article:
    """The words of a known issue; the category may be empty while it is a draft."""

    title: str
    category: str
    symptoms: tuple[str, ...]
    recommended_action: str
    url: str | None = None

    @classmethod
    def of(cls, issue: KnownIssue) -> Article:
        """Return what `issue` says."""
        action = issue.recommended_action
        return cls(issue.title, issue.category, issue.symptoms, action, issue.url)

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> Article:
        """Return what was written in a form."""
        lines = (" ".join(line.split()) for line in values[Part.SYMPTOMS].splitlines())
        return cls(
            title=" ".join(values[Part.TITLE].split()),
            category=values[Part.CATEGORY],
            symptoms=tuple(line for line in lines if line),
            recommended_action=values[Part.ACTION].strip(),
            url=values[Part.URL].strip() or None,
        )

    @property
    def values(self) -> dict[str, str]:
        """Return it as a form shows it."""
        return {
            Part.TITLE: self.title,
            Part.CATEGORY: self.category,
            Part.SYMPTOMS: "\n".join(self.symptoms),
            Part.ACTION: self.recommended_action,
            Part.URL: self.url or "",
        }

    def issue(self, team: str, issue_id: str, version: int = 1) -> KnownIssue:
        """Return it as a known issue of `team`."""
        return KnownIssue(
            id=issue_id,
            title=self.title,
            category=self.category,
            symptoms=self.symptoms,
            recommended_action=self.recommended_action,
            url=self.url,
            team=team,
            version=version,
        )


def fault(article: Article) -> tuple[Part, str] | None:
    """Return what keeps `article` from being stored, and where; None if nothing does."""
    longest = max(map(len, article.symptoms), default=0)
    faults = (
        (Part.TITLE, not article.title, "It needs a title."),
        (Part.TITLE, len(article.title) > MAX_TITLE, _too_long(MAX_TITLE)),
        (Part.SYMPTOMS, not article.symptoms, "Name at least one symptom."),
        (
            Part.SYMPTOMS,
            len(article.symptoms) > MAX_SYMPTOMS,
            f"There can be {MAX_SYMPTOMS} symptoms at most, a line each.",
        ),
        (Part.SYMPTOMS, longest > MAX_SYMPTOM, f"Each symptom: {_too_long(MAX_SYMPTOM)}"),
        (Part.ACTION, not article.recommended_action, "Say what to do about it."),
        (Part.ACTION, len(article.recommended_action) > MAX_ACTION, _too_long(MAX_ACTION)),
        (Part.URL, not _is_address(article.url), "Write an address such as https://example.com/a."),
    )
    return next(((part, sentence) for part, is_so, sentence in faults if is_so), None)


def _too_long(most: int) -> str:
    return f"{most:,} characters are allowed at most."


def _is_address(url: str | None) -> bool:
    """Return True for none and for http(s); a user name in it would disguise where it leads."""
    if url is None:
        return True
    try:
        place = urlsplit(url)
    except ValueError:
        return False
    is_web = place.scheme in {"http", "https"} and bool(place.hostname) and "@" not in place.netloc
    return is_web and len(url) <= MAX_URL and not _NOT_IN_URLS.search(url)


@dataclass(frozen=True, slots=True)
class Rebased:
    """A draft over what the article says now, where that has changed since the draft was begun."""

    article: Article
    in_conflict: tuple[Part, ...] = ()
    """What both changed, each in another way; the draft's words stand."""


def rebased(draft: Article, base: Article | None, now: Article | None) -> Rebased:
    """Return `draft`, begun from `base`, over `now`: what only others changed stays changed."""
    if base is None or now is None or base == now:
        return Rebased(draft)
    before, current, mine = base.values, now.values, draft.values
    changed = {part for part in Part if mine[part] != before[part]}
    values: dict[str, str] = {
        part: mine[part] if part in changed else current[part] for part in Part
    }
    both = (
        part for part in Part if part in changed and current[part] not in {before[part], mine[part]}
    )
    return Rebased(Article.from_values(values), tuple(both))
