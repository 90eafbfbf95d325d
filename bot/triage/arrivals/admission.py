"""How tickets come in, by channel: what a message needs to be one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

EMOJI = "ticket"


class Refusal(StrEnum):
    """Why a message opened no ticket though it would have been one."""

    OVER_LIMIT = "over_limit"
    UNFIT = "unfit"
    """It had too much text, or none."""


class Mode(StrEnum):
    """What makes a message of a channel a ticket; people may always ask for one.

    The shortcut does that anywhere, the emoji wherever the app is a member.
    """

    AUTOMATIC = "automatic"
    """Its being posted; what is only a greeting, thanks or chatter is none."""
    MENTION = "mention"
    """Its mentioning the app."""
    EMOJI = "emoji"
    """Somebody asking for that: with the emoji, as people are told here, or the shortcut."""
    SHORTCUT = "shortcut"
    """Somebody asking for that: with the shortcut, as people are told here, or the emoji."""
    SHADOW = "shadow"
    """Its being posted, but it is judged silently: its card goes to the review channel alone."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The modes of the channels that have one; the others are automatic."""

    modes: Mapping[str, Mode] = field(default_factory=dict)
    filters_noise: bool = True
    """False = greetings and thanks are tickets too."""
    review_channel: str | None = None
    """Where the cards of SHADOW channels go."""
    emoji: str = EMOJI
    """With which people ask for a ticket."""

    def review_for(self, channel: str) -> str | None:
        """Return where the cards of `channel` go instead of into its threads; None = nowhere."""
        return self.review_channel if self.mode(channel) is Mode.SHADOW else None

    def is_asked_for_by(self, emoji: str) -> bool:
        """Return True if putting `emoji`, of whatever skin tone, on a message asks for a ticket."""
        return emoji.partition("::")[0] == self.emoji

    def mode(self, channel: str) -> Mode:
        """Return what makes a message of `channel` a ticket."""
        return self.modes.get(channel, Mode.AUTOMATIC)


EVERYTHING = Admission()
"""Each channel is automatic."""
