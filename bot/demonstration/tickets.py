"""Reads the tickets that the demo plays: one JSON object a line."""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

COMMAND = "/triage "
SAID = {
    "json_invalid": "it is not valid JSON",
    "model_type": 'an object such as {"text": "…"} was expected',
    "missing": "it is missing",
    "string_type": "text in quotes was expected",
    "list_type": "a list of texts was expected",
    "string_pattern_mismatch": "it is empty",
}
"""What is wrong in plain words, by pydantic's type of the error; others in pydantic's words."""


def _not_the_command_alone(text: str) -> str:
    if text.strip() == COMMAND.strip():
        raise PydanticCustomError("command_alone", "nothing stands after /triage")
    return text


class DemoTicket(BaseModel):
    """A ticket and the answers that its reporter will give."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    text: Annotated[str, Field(pattern=r"\S"), AfterValidator(_not_the_command_alone)]
    replies: Annotated[list[str], Field(default_factory=list)]
    via: Literal["message", "command"] = "message"
    """How it is written: as a message, or after `/triage`, which may also stand in the text."""

    @property
    def typed_after_command(self) -> str | None:
        """Return what is written after `/triage`, None if it is a message."""
        text = self.text.strip()
        if text.startswith(COMMAND):
            return text.removeprefix(COMMAND).strip()
        return self.text if self.via == "command" else None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no ticket."""

    number: int
    reason: str


def read_tickets(content: bytes) -> tuple[list[DemoTicket], list[BadLine]]:
    """Return the tickets of a file, and the lines that are none; empty lines are passed over."""
    tickets: list[DemoTicket] = []
    bad: list[BadLine] = []
    # Only a newline ends a line: JSON may hold what `splitlines` would split at.
    for number, line in enumerate(content.removeprefix(BOM_UTF8).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            tickets.append(DemoTicket.model_validate_json(line))
        except ValidationError as error:
            bad.append(BadLine(number, _reason(error)))
    return tickets, bad


def _reason(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    where = ".".join(map(str, problem["loc"]))
    said = SAID.get(problem["type"], problem["msg"])
    return f"{where}: {said}" if where else said
