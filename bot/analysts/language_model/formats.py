"""How the shape of a model's answer is demanded: servers take it in different ways."""

from __future__ import annotations

import itertools
import json
from enum import Enum
from typing import assert_never


class Format(Enum):
    """How the shape of the answer is demanded, from the strictest to what every server takes."""

    SCHEMA = "json_schema"
    OBJECT_OF_SCHEMA = "json_object with a schema"
    """As llama.cpp's server for Python takes it."""
    OBJECT = "json_object"
    NONE = "none"


SIMPLER = dict(itertools.pairwise(Format))
"""What is demanded next of a server that refuses."""


QUOTED = {"input", "ctx"}
"""Names under which servers quote the request, in which each of its options stands."""
DEEPEST = 6


def said_in(refusal: object, deepest: int = DEEPEST) -> str:
    """Return all words of a refusal, which each kind of server puts elsewhere."""
    match refusal:
        case str():
            return refusal
        case dict() if deepest:
            parts = [part for name, part in refusal.items() if name not in QUOTED]
            return said_in(parts, deepest - 1)
        case list() if deepest:
            return " ".join(said_in(part, deepest - 1) for part in refusal)
        case _:
            return ""


MAX_TEXT = 300
MAX_ITEM = 75
MAX_ITEMS = 4
"""How much of each a model is let write that was cut off before."""
TENTHS = [tenth / 10 for tenth in range(11)]
"""The probabilities that it is let choose among."""


def names_format(complaint: str) -> bool:
    """Return True if a server complains of how the shape is demanded."""
    return any(word in complaint for word in ("response_format", "json_schema", "json_object"))


def names_schema(complaint: str) -> bool:
    """Return True if a server complains of what stands in a schema, or of what it made of it."""
    return any(word in complaint.casefold() for word in ("schema", "grammar", "maxl", "maxi"))


def bounded(schema: dict[str, object]) -> dict[str, object]:
    """Return `schema` with a length for every text and list in it, and tenths for probabilities.

    Small models may go on and on in a text: then only a length ends it. They count to a hundred
    where to one is meant, and llama.cpp overlooks the minimum and maximum of a number.
    """
    bounds: dict[str, object] = {}
    if schema.get("type") == "number":
        bounds = {"enum": TENTHS}
    if schema.get("type") == "string" and "enum" not in schema:
        bounds = {"maxLength": MAX_TEXT}
    if isinstance(items := schema.get("items"), dict):
        bounds = {"items": {**items, "maxLength": MAX_ITEM}, "maxItems": MAX_ITEMS}
    if isinstance(kinds := schema.get("anyOf"), list):
        bounds = {"anyOf": [bounded(kind) for kind in kinds]}
    if isinstance(properties := schema.get("properties"), dict):
        bounds = {"properties": {name: bounded(each) for name, each in properties.items()}}
    return schema | bounds


def in_words(schema: dict[str, object]) -> str:
    """Return the demand as a sentence of the prompt, for servers that take no other."""
    return f"\nAnswer with one JSON object of this schema: {json.dumps(schema)}"


def response_format(demand: Format, schema: dict[str, object]) -> dict[str, object]:
    """Return the part of a request that demands an answer in `schema`."""
    match demand:
        case Format.SCHEMA:
            strict = {"name": "triage", "strict": True, "schema": schema}
            return {"response_format": {"type": "json_schema", "json_schema": strict}}
        case Format.OBJECT_OF_SCHEMA:
            return {"response_format": {"type": "json_object", "schema": schema}}
        case Format.OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Format.NONE:
            return {}
        case _:
            assert_never(demand)
