"""The conversation with a language model: what was said, and what came back over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ValidationError, field_validator

from bot.triage.errors import Rejected, Unavailable
from bot.triage.judging.ladder import Reason


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the conversation with the model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model answered, and what it cost; `cut_off` if it ran into a limit of length."""

    text: str
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    cut_off: bool = False


MOST_ANSWER_TOKENS = 1000
"""Longer than any answer needs to be; small models may never end by themselves."""
MOST_TOKENS = 10_000_000
"""More than any context holds: a larger count is none."""
LONGEST_NAME = 100


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    """What a server counts; a number that can't be one is as good as none."""

    prompt_tokens: int = 0
    completion_tokens: int = 0

    @field_validator("*", mode="before")
    @classmethod
    def _as_count(cls, said: object) -> int:
        return said if type(said) is int and 0 <= said <= MOST_TOKENS else 0


class _Reply(BaseModel):
    """The SDK's own types are not checked at run time: any server's JSON would pass."""

    choices: list[_Choice]
    model: str = ""
    usage: _Usage = _Usage()

    @field_validator("model", mode="before")
    @classmethod
    def _as_name(cls, said: object) -> str:
        return said[:LONGEST_NAME] if isinstance(said, str) else ""

    @field_validator("usage", mode="before")
    @classmethod
    def _as_usage(cls, said: object) -> object:
        return said if isinstance(said, dict) else {}


def read(body: str) -> Completion:
    """Return the completion that the `body` of a response holds; Unavailable or Rejected if none.

    What another try may cure is Unavailable: pages of a proxy, empty answers, no choices. A
    refusal and a filtered answer would only come back, so they are Rejected.
    """
    try:
        reply = _Reply.model_validate_json(body)
    except ValidationError as error:
        sentence = "the server sent something that is no chat completion"
        raise Unavailable(sentence, code=Reason.UNREADABLE) from error
    if not reply.choices:
        raise Unavailable("the server sent no choice", code=Reason.EMPTY)
    return _completion(reply, reply.choices[0])


def _completion(reply: _Reply, choice: _Choice) -> Completion:
    text = choice.message.content or ""
    if choice.message.refusal:
        raise Rejected("the model refused to answer", code=Reason.REFUSED)
    if choice.finish_reason == "content_filter":
        raise Rejected("the provider's filter withheld the answer", code=Reason.FILTERED)
    if not text.strip():
        raise Unavailable("the model sent an empty answer", code=Reason.EMPTY)
    return Completion(
        text=text,
        model=reply.model,
        input_tokens=reply.usage.prompt_tokens,
        output_tokens=reply.usage.completion_tokens,
        cut_off=choice.finish_reason == "length",
    )
