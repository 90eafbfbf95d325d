"""How tickets come in, a channel at a time."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from bot.settings import ChannelId
from bot.triage.admission import EMOJI, Admission, Mode
from bot.triage_file.strict import Strict

_NAME = re.compile(r"[a-z0-9_+'-]{1,100}")


def _emoji(value: str) -> str:
    name = value.strip(":")
    if not _NAME.fullmatch(name):
        raise ValueError("expected the name of an emoji such as ticket")
    return name


class EntrySection(Strict):
    """The channels that are not automatic, what is left out of those that are, and the emoji."""

    channels: dict[ChannelId, Mode] = Field(default_factory=dict)
    noise_filter: bool = True
    emoji: Annotated[str, AfterValidator(_emoji)] = EMOJI

    def admission(self) -> Admission:
        """Return it as the rest of the app sees it."""
        return Admission(self.channels, self.noise_filter, self.emoji)
