"""What is decided about a ticket, and the vocabulary in which it is decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.triage.issue import EVERY_TEAM

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from bot.triage.judging.facts import RequiredFact
    from bot.triage.judging.ladder import Fall
    from bot.triage.redaction import Redacted

RELATED_ISSUES_SHOWN = 3


class IssueType(StrEnum):
    """Whether the team has seen this before."""

    KNOWN = "known_issue"
    NEW = "new_issue"


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of ticket: its name, a sentence on what belongs in it, and what to do by default."""

    name: str
    meaning: str
    next_action: str
    missing: tuple[str, ...] = ()
    """What a report of this kind usually lacks, as questions to the reporter."""
    required: tuple[RequiredFact, ...] = ()
    """Without which the team can't begin: asked for first, also where all else is clear."""


@dataclass(frozen=True, slots=True)
class Severity:
    """One level of urgency: its name, what belongs in it, and its mark on the card."""

    name: str
    meaning: str
    mark: str


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The team's categories, and its severities from least to most urgent."""

    categories: tuple[Category, ...]
    severities: tuple[Severity, ...]

    @property
    def category_names(self) -> tuple[str, ...]:
        """Return the names in the order of the configuration."""
        return tuple(category.name for category in self.categories)

    @property
    def severity_names(self) -> tuple[str, ...]:
        """Return the names from least to most urgent."""
        return tuple(severity.name for severity in self.severities)

    def category(self, name: str) -> Category:
        """Return the category called `name`; KeyError if there is none."""
        return {category.name: category for category in self.categories}[name]

    def severity(self, name: str) -> Severity:
        """Return the severity called `name`; KeyError if there is none."""
        return {severity.name: severity for severity in self.severities}[name]

    def at_least(self, name: str, floor: str) -> str:
        """Return the more urgent of two severity names."""
        return max(name, floor, key=self.severity_names.index)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the best hit compares with how near the known issues themselves are to each other.

    Robust z-scores: 0 is as among the issues, 1 is what one in six of them exceeds.
    """

    nearness: float = 0.0
    lead: float = 0.0
    """Over the hits that follow."""
    is_of_another_code: bool = False
    """It names a code such as E1207, and the ticket only others of that family."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A known issue found for a ticket; `similarity` is their cosine, cut to [0, 1]."""

    issue: KnownIssue
    similarity: float
    lift: float = 0.0
    """What the words add that both say."""
    standing: Standing = Standing()
    """Told of the best hit only."""
    recalled: float = 0.0
    """Log odds that are added by what people said of similar tickets of the workspace."""

    @property
    def score(self) -> float:
        """Return by what hits are ranked."""
        return self.similarity + self.lift


@dataclass(frozen=True, slots=True)
class Related:
    """A hit as it stood when the ticket was judged: later edits of the article don't change it."""

    id: str
    title: str
    similarity: float
    url: str | None = None

    @classmethod
    def of(cls, hit: Hit) -> Related:
        """Return what a judgement remembers of `hit`."""
        return cls(hit.issue.id, hit.issue.title, hit.similarity, hit.issue.url)


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the reporter, with up to four answers to choose from."""

    text: str
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the analyst is of each field: probabilities in [0, 1]."""

    category: float
    severity: float
    issue_type: float


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who or what judged, with what, and at what cost."""

    analyst: str
    """`openai`, `offline` or `people`."""
    model: str
    prompt_version: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    milliseconds: int = 0
    falls: tuple[Fall, ...] = ()
    """The rungs that were tried before and gave no judgement, in order."""

    @property
    def fell_back(self) -> bool:
        """Return True if a model was asked first and another judged in its stead."""
        return self.analyst == "offline" and bool(self.falls)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything that one look at a ticket decides."""

    summary: str
    category: str
    severity: str
    matched_issue_id: str | None
    next_action: str
    confidence: Confidence
    provenance: Provenance
    question: Question | None = None
    related: tuple[Related, ...] = ()
    notes: tuple[str, ...] = ()
    """Plain sentences for the card, such as why a person must look."""
    ask_probability: float | None = None
    """How probably a question was needed, where the analyst tells; not stored."""

    @property
    def issue_type(self) -> IssueType:
        """Return KNOWN if an article matches, NEW if none does."""
        return IssueType.NEW if self.matched_issue_id is None else IssueType.KNOWN

    @property
    def known_probability(self) -> float:
        """Return how probable it is that the team has seen this before."""
        sure = self.confidence.issue_type
        return sure if self.issue_type is IssueType.KNOWN else 1 - sure

    @property
    def in_reading_order(self) -> tuple[Related, ...]:
        """Return what is related: the issue that it is or may be, then by falling similarity.

        The search ranks by more than similarity, which is all that people see.
        """
        first = self.matched_issue_id or next((issue.id for issue in self.related), None)
        order = sorted(self.related, key=lambda issue: (issue.id != first, -issue.similarity))
        return tuple(order)

    def noting(self, sentence: str) -> Judgement:
        """Return a copy with one more sentence for the card."""
        return replace(self, notes=(*self.notes, sentence))


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance of a thread as the analyst sees it."""

    speaker: str
    """`reporter`, `colleague` or `bot`."""
    text: Redacted


@dataclass(frozen=True, slots=True)
class Precedent:
    """A similar ticket of the workspace, and what people made of it."""

    text: Redacted
    category: str | None
    severity: str | None
    """Both None where people only said which known issue it is about, or is not."""
    issue: str | None
    """The id of its known issue, `new`, or None where nobody said."""
    refused: tuple[str, ...] = ()
    """Known issues that people said it is not about, where they said no more."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that an analyst is given: the conversation so far and the known issues near it."""

    turns: tuple[Turn, ...]
    hits: tuple[Hit, ...]
    """Best first."""
    may_ask: bool
    team: str = EVERY_TEAM
    """The workspace that the judging is for, and at whose cost."""
    precedents: tuple[Precedent, ...] = ()
    """The nearest first."""

    @property
    def reported(self) -> tuple[Redacted, ...]:
        """Return what people said, without our own questions, in order."""
        return tuple(turn.text for turn in self.turns if turn.speaker != "bot")

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the questions already put to the reporter, in order."""
        return tuple(turn.text for turn in self.turns if turn.speaker == "bot")
