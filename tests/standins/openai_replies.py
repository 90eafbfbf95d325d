"""What an OpenAI-shaped server answers: the plain answer, and every way in which one goes wrong."""

import gzip
import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.standins.openai_requests import Json, Request


@dataclass(frozen=True)
class Reply:
    """How one request is answered; the fields that are None come from the default answer."""

    content: Json | str | Callable[[Json], Json | str] | None = None
    """An object, raw text, or a function that spoils the default answer."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    error: Json | None = None
    raw: bytes | None = None
    media_type: str = "application/json"
    choices: list[Any] | str | None = None
    """`"null"` for a null; a list replaces the choices."""
    refusal: str | None = None
    finish_reason: str = "stop"
    is_empty: bool = False
    is_cut: bool = False
    delay_seconds: float | None = None
    seconds_per_byte: float = 0.0


def error(status: int, message: str = "The server had an error", code: str | None = None) -> Reply:
    """Return an HTTP error in OpenAI's shape: 401, 404, 500, 502..."""
    kind = "server_error" if status >= 500 else "invalid_request_error"
    return Reply(status=status, error={"message": message, "type": kind, "code": code})


def rate_limited(retry_after: str | None = "1") -> Reply:
    """Return a 429 with `Retry-After` spelt as given, or without."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    body = {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}
    return Reply(status=429, headers=headers, error=body)


def quota_exhausted() -> Reply:
    """Return the 429 that no waiting cures."""
    message = "You exceeded your current quota"
    body = {"message": message, "type": "insufficient_quota", "code": "insufficient_quota"}
    return Reply(status=429, error=body)


def html(status: int = 200) -> Reply:
    """Return a proxy's page where JSON was expected."""
    return Reply(status=status, raw=b"<html><body>Sign in</body></html>", media_type="text/html")


def nothing(status: int = 200) -> Reply:
    """Return no body at all."""
    return Reply(status=status, raw=b"")


def vast(size_bytes: int, status: int = 200) -> Reply:
    """Return so many bytes of blank space: JSON may begin with any amount of it."""
    return Reply(status=status, raw=b" " * size_bytes)


def packed(raw: bytes = b"{}") -> Reply:
    """Return `raw` compressed, whatever was asked for."""
    return Reply(raw=gzip.compress(raw), headers={"Content-Encoding": "gzip"})


def trickle(seconds_per_byte: float = 1.0) -> Reply:
    """Return the default answer byte by byte, so that no read ever times out."""
    return Reply(seconds_per_byte=seconds_per_byte)


def cut_connection() -> Reply:
    """Return nothing: the connection is torn."""
    return Reply(is_cut=True)


def no_choices() -> Reply:
    """Return `choices: []`."""
    return Reply(choices=[])


def null_choices() -> Reply:
    """Return `choices: null`."""
    return Reply(choices="null")


def refusal(text: str = "I can't help with that.") -> Reply:
    """Return a model's refusal."""
    return Reply(refusal=text)


def empty_content() -> Reply:
    """Return a message whose content is null."""
    return Reply(is_empty=True)


def cut_short() -> Reply:
    """Return half of the default answer with `finish_reason: length`."""
    return Reply(_half, finish_reason="length")


def filtered() -> Reply:
    """Return what a content filter leaves."""
    return Reply(is_empty=True, finish_reason="content_filter")


def fenced() -> Reply:
    """Return the default answer inside a Markdown fence."""
    return Reply(lambda answer: f"```json\n{json.dumps(answer)}\n```")


def changed(**fields: object) -> Reply:
    """Return the default answer with top-level `fields` replaced: bad enums, NaN, 7 for 0..1."""
    return Reply(lambda answer: {**answer, **fields})


def slow(seconds: float) -> Reply:
    """Return the default answer after `seconds`."""
    return Reply(delay_seconds=seconds)


def _half(answer: Json) -> str:
    text = json.dumps(answer)
    return text[: len(text) // 2]


def from_schema(request: Request) -> Json:
    """Return the plainest object that fits the request's schema; the first of each enum."""
    schema = request.schema
    answer = _fitting(schema, schema.get("$defs", {}))
    assert isinstance(answer, dict)
    return answer


def _fitting(schema: Json, definitions: Json) -> object:
    if "$ref" in schema:
        return _fitting(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        kinds = schema["anyOf"]
        chosen = next((one["enum"][0] for one in kinds if "enum" in one), None)
        nullable = any(one.get("type") == "null" for one in kinds)
        return chosen if nullable else _fitting(kinds[0], definitions)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = "null" if "null" in kind else kind[0]
    return _of_kind(str(kind), schema, definitions)


def _of_kind(kind: str, schema: Json, definitions: Json) -> object:
    match kind:
        case "object":
            fields = schema.get("properties", {})
            return {name: _fitting(inner, definitions) for name, inner in fields.items()}
        case "array":
            return [_fitting(schema["items"], definitions)] * schema.get("minItems", 0)
        case "number" | "integer":
            return _number(schema, kind)
        case "boolean":
            return False
        case "null":
            return None
    return "The stand-in has looked at this."


def _number(schema: Json, kind: str) -> float:
    low, high = schema.get("minimum", 0), schema.get("maximum", 1)
    return int(low) if kind == "integer" else float(low + (high - low) * 0.9)


def hashed_vector(text: str, dimensions: int) -> list[float]:
    """Return a unit vector that depends on nothing but the text."""
    seed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    draw = random.Random(seed)
    vector = [draw.gauss(0, 1) for _ in range(dimensions)]
    length = sum(one * one for one in vector) ** 0.5
    return [one / length for one in vector]
