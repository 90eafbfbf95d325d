"""How tickets come in, a channel at a time."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from bot.configuration.checked_values import ChannelId
from bot.configuration.strict import Strict
from bot.triage.arrivals.admission import EMOJI, Admission, Mode

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
    review_channel: ChannelId | None = None

    @model_validator(mode="after")
    def _reviewed_somewhere(self) -> EntrySection:
        if Mode.SHADOW in self.channels.values() and self.review_channel is None:
            raise ValueError("shadow channels need a `review_channel`")
        if self.review_channel in self.channels:
            raise ValueError("`review_channel` takes no tickets: it must not have a mode")
        return self

    def admission(self) -> Admission:
        """Return it as the rest of the app sees it."""
        return Admission(
            self.channels,
            filters_noise=self.noise_filter,
            review_channel=self.review_channel,
            emoji=self.emoji,
        )
