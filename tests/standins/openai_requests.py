"""What an OpenAI-shaped server is sent, and the rules that OpenAI checks it against."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
CHAT_ARGUMENTS = frozenset(
    {
        "model",
        "messages",
        "response_format",
        "temperature",
        "max_tokens",
        "max_completion_tokens",
        "top_p",
        "n",
        "seed",
        "stop",
        "user",
        "store",
        "metadata",
        "service_tier",
        "presence_penalty",
        "frequency_penalty",
        "reasoning_effort",
        "prompt_cache_key",
        "safety_identifier",
    }
)
UNSUPPORTED_IN_SCHEMAS = frozenset({"allOf", "not", "if", "then", "else", "default", "oneOf"})
SCHEMA_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MOST_INPUTS = 2048


class BadRequest(Exception):
    """What OpenAI answers with a status of 400 or more."""

    def __init__(self, message: str, param: str | None = None, status: int = 400) -> None:
        super().__init__(message)
        self.message, self.param, self.status = message, param, status


@dataclass(frozen=True)
class Request:
    """A request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: Json
    at: float

    @property
    def schema(self) -> Json:
        """The JSON schema that the answer must fit."""
        found: Json = self.body["response_format"]["json_schema"]["schema"]
        return found

    @property
    def user_text(self) -> str:
        """Everything said by the user, joined."""
        return "\n".join(_texts(self.body["messages"], "user"))

    @property
    def system_text(self) -> str:
        """Everything said by the system, joined."""
        return "\n".join(_texts(self.body["messages"], "system", "developer"))


def check_chat(body: Json) -> None:
    if unknown := set(body) - CHAT_ARGUMENTS:
        raise BadRequest(f"Unrecognized request argument supplied: {min(unknown)}")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise BadRequest("[] is too short - 'messages'", "messages")
    for index, message in enumerate(messages):
        _check_message(message, f"messages.[{index}]")
    if not 0 <= body.get("temperature", 1) <= 2:
        raise BadRequest("Expected a value between 0 and 2", "temperature")
    if "response_format" in body:
        _check_format(body["response_format"])


def _check_message(message: object, where: str) -> None:
    roles = {"system", "developer", "user", "assistant"}
    if not isinstance(message, dict) or message.get("role") not in roles:
        raise BadRequest(f"Invalid value: '{where}.role'", where)
    content = message.get("content")
    if not isinstance(content, str | list) or not content:
        raise BadRequest(f"Invalid type for '{where}.content'", where)


def _check_format(chosen: object) -> None:
    where = "response_format"
    if not isinstance(chosen, dict) or chosen.get("type") != "json_schema":
        raise BadRequest("Expected the type json_schema", where)
    inner = chosen.get("json_schema")
    if not isinstance(inner, dict) or not SCHEMA_NAME.fullmatch(str(inner.get("name", ""))):
        raise BadRequest("Missing or invalid json_schema.name", where)
    if inner.get("strict") is not True:
        raise BadRequest("The stand-in insists on strict schemas", where)
    schema = inner.get("schema")
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise BadRequest(f"Invalid schema '{inner['name']}': the root must be an object", where)
    for problem in _schema_problems(schema, ()):
        raise BadRequest(f"Invalid schema for response_format '{inner['name']}': {problem}", where)


def _schema_problems(schema: object, path: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(schema, dict):
        yield f"In context={path}, expected an object"
        return
    for keyword in UNSUPPORTED_IN_SCHEMAS.intersection(schema):
        yield f"In context={path}, '{keyword}' is not permitted"
    if schema.get("type") == "object" or "properties" in schema:
        fields = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            yield f"In context={path}, 'additionalProperties' is required to be false"
        if set(schema.get("required", [])) != set(fields):
            yield f"In context={path}, 'required' must include every key in properties"
        for name, inner in fields.items():
            yield from _schema_problems(inner, (*path, "properties", name))
    if schema.get("type") == "array":
        yield from _schema_problems(schema.get("items"), (*path, "items"))
    for index, inner in enumerate(schema.get("anyOf", [])):
        yield from _schema_problems(inner, (*path, "anyOf", str(index)))
    for name, inner in schema.get("$defs", {}).items():
        yield from _schema_problems(inner, (*path, "$defs", name))


def check_embedding(body: Json) -> None:
    given = body.get("input")
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not 1 <= len(texts) <= MOST_INPUTS:
        raise BadRequest("'$.input' is invalid.", "input")
    if not all(isinstance(text, str) and text for text in texts):
        raise BadRequest("'$.input' is invalid: empty or no text", "input")


def _texts(messages: list[Json], *roles: str) -> Iterator[str]:
    for message in messages:
        if message["role"] in roles:
            content = message["content"]
            parts = [content] if isinstance(content, str) else [one["text"] for one in content]
            yield from parts
