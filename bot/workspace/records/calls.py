"""What apps send and what goes back over the wire."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.workspace.records.messages import Json

RESPONSE_URL = "response_url"
"""The method under which posts to a response URL are remembered."""


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    body: Json | str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    is_dropped: bool = False


@dataclass(eq=False)
class Call:
    """A Web API call as it was received."""

    method: str
    token: str
    params: Json
    at: float
    answer: Answer | None = None

    @property
    def is_ok(self) -> bool:
        """Whether the app got a yes."""
        answer = self.answer
        return (
            answer is not None
            and not answer.is_dropped
            and isinstance(answer.body, dict)
            and answer.body.get("ok") is True
        )
