"""How tickets come in, by channel: what a message needs to be one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Mode(StrEnum):
    """What makes a message of a channel a ticket; people may always ask for one by shortcut."""

    AUTOMATIC = "automatic"
    """Its being posted; what is only a greeting, thanks or chatter is none."""
    MENTION = "mention"
    """Its mentioning the app."""
    EMOJI = "emoji"
    """The emoji that somebody puts on it."""
    SHORTCUT = "shortcut"
    """Nothing but the shortcut in its menu."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The modes of the channels that have one; the others are automatic."""

    modes: Mapping[str, Mode] = field(default_factory=dict)
    filters_noise: bool = True
    """False = greetings and thanks are tickets too."""

    def mode(self, channel: str) -> Mode:
        """Return what makes a message of `channel` a ticket."""
        return self.modes.get(channel, Mode.AUTOMATIC)
