"""How tickets come in, a channel at a time."""

from __future__ import annotations

from pydantic import Field

from bot.settings import ChannelId
from bot.triage.admission import Admission, Mode
from bot.triage_file.strict import Strict


class EntrySection(Strict):
    """The channels that are not automatic, and what is left out of those that are."""

    channels: dict[ChannelId, Mode] = Field(default_factory=dict)
    noise_filter: bool = True

    def admission(self) -> Admission:
        """Return it as the rest of the app sees it."""
        return Admission(self.channels, self.noise_filter)
