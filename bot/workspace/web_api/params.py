"""The arguments of a Web API call, whether they came as a form or as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from bot.workspace.records.errors import Refused
from bot.workspace.records.messages import Json, Value

STRUCTURED = frozenset(
    {"blocks", "attachments", "metadata", "view", "loading_messages", "files", "message"}
)


class Params:
    """Reads arguments as the types they stand for."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        """Decode what Slack lets apps send as JSON inside a form."""
        self.values: Json = {name: _decoded(name, value) for name, value in values.items()}

    def __contains__(self, name: str) -> bool:
        """Whether the argument was given."""
        return self.values.get(name) is not None

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """Return an argument that Slack insists on."""
        if not (value := self.text(name)):
            messages = {"messages": [f"[ERROR] missing required field: {name}"]}
            raise Refused("invalid_arguments", response_metadata=messages)
        return value

    def optional(self, name: str) -> str | None:
        """Return an argument, or None if it is absent or empty."""
        return self.text(name) or None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return an argument as yes or no, in the spellings that clients use."""
        if name not in self:
            return default
        return self.text(name).lower() in {"1", "true"}

    def number(self, name: str, default: int) -> int:
        """Return an argument as a whole number."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise Refused("invalid_arguments") from None

    def blocks(self, name: str = "blocks") -> list[Json] | None:
        """Return an array of blocks; None if it was not given."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, list):
            raise Refused(f"invalid_{name}_format")
        return value

    def structure(self, name: str) -> Json | None:
        """Return an object; None if it was not given."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, dict):
            raise Refused("invalid_arguments")
        return value

    def names(self, name: str, default: str = "") -> list[str]:
        """Return a list that is written with commas."""
        return [one.strip() for one in self.text(name, default).split(",") if one.strip()]


def _decoded(name: str, value: Value) -> Value:
    if name in STRUCTURED and isinstance(value, str) and value:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
