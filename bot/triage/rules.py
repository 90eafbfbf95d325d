"""What a team configures in `triage.yml`, as the rest of the app sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.triage.rights import Rights

if TYPE_CHECKING:
    from bot.triage.floors import Floor
    from bot.triage.judgement import Taxonomy


@dataclass(frozen=True, slots=True)
class ConfidenceTiers:
    """From which probability a field counts as certain, and from which as likely."""

    certain: float = 0.8
    likely: float = 0.55

    def in_words(self, probability: float) -> str:
        """Return how a person would say it."""
        if probability >= self.certain:
            return "high"
        return "medium" if probability >= self.likely else "low, please check"


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

    def is_support_channel(self, channel: str) -> bool:
        """Return True if messages in `channel` are tickets."""
        return channel in self.channels if self.channels else channel != self.operators_channel
