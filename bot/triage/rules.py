"""What a team configures in `triage.yml`, as the rest of the app sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.triage.arrivals.admission import Admission
from bot.triage.judgement import IssueType
from bot.triage.routing import NO_ROUTES, RoutingPlan
from bot.triage.teamwork.rights import Rights

if TYPE_CHECKING:
    from bot.triage.judgement import Judgement, Taxonomy
    from bot.triage.judging.floors import Floor


@dataclass(frozen=True, slots=True)
class ConfidenceTiers:
    """From which probability a field counts as certain, and from which as likely."""

    certain: float = 0.8
    likely: float = 0.55
    known: float = 0.8
    """From which probability a ticket counts as known; below, a person is asked."""
    new: float = 0.65
    """From which probability it counts as new: less is lost by that than by a wrong issue."""

    def in_words(self, probability: float) -> str:
        """Return how a person would say it."""
        if probability >= self.certain:
            return "high"
        return "medium" if probability >= self.likely else "low, please check"

    def issue_in_words(self, judgement: Judgement) -> str:
        """Return whether the team has seen this before: it has, it may have, or it has not."""
        if possible := self.possible_issue(judgement):
            return f"Possibly {possible}: please check"
        if judgement.issue_type is IssueType.KNOWN:
            return f"Known issue {judgement.matched_issue_id}"
        return "New issue"

    def possible_issue(self, judgement: Judgement) -> str | None:
        """Return the id of what it may be, if a person is to check; None where it is plain."""
        nearest = judgement.related[0].id if judgement.related else None
        is_known = judgement.issue_type is IssueType.KNOWN
        is_plain = judgement.confidence.issue_type >= (self.known if is_known else self.new)
        return None if is_plain else judgement.matched_issue_id or nearest


@dataclass(frozen=True, slots=True)
class Rules:
    """The team's own words, channels and thresholds."""

    taxonomy: Taxonomy
    channels: tuple[str, ...] = ()
    """Support channels; empty = every channel that the bot is a member of."""
    confidence: ConfidenceTiers = ConfidenceTiers()
    floors: tuple[Floor, ...] = ()
    """Words that set a minimum severity."""
    rights: Rights = field(default_factory=Rights)
    """Who may do what."""
    operators_channel: str | None = None
    """Where those who look after the app are told what it could not do."""
    plan: RoutingPlan = NO_ROUTES
    """Whose a ticket is, and by when."""
    admission: Admission = field(default_factory=Admission)
    """What a message needs to be a ticket."""

    def is_support_channel(self, channel: str) -> bool:
        """Return True if messages in `channel` are tickets, or can be in its mode."""
        if self.channels or channel in self.admission.modes:
            return channel in self.channels or channel in self.admission.modes
        aside = {self.operators_channel, self.admission.review_channel, *self.plan.channels}
        return channel not in aside
