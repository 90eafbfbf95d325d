"""Reads strings out of Slack's payloads, whatever shape they turn out to have."""

from __future__ import annotations

from collections.abc import Mapping

Payload = Mapping[str, object]


def part(payload: Payload, *path: str) -> Payload:
    """Return the object at `path`; an empty one if there is none."""
    here: object = payload
    for name in path:
        here = here.get(name) if isinstance(here, Mapping) else None
    return here if isinstance(here, Mapping) else {}


def string(payload: Payload, *path: str) -> str:
    """Return the text at `path`; an empty one if there is none."""
    value = part(payload, *path[:-1]).get(path[-1])
    return value if isinstance(value, str) else ""


def parts(payload: Payload, name: str) -> list[Payload]:
    """Return the objects in the list called `name`."""
    value = payload.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def is_well_formed(payload: object) -> bool:
    """Return False where Bolt would fail to find out what a payload is about."""
    if not isinstance(payload, Mapping) or not _has_readable_fields(payload):
        return False
    if payload.get("type") == "event_callback" and not isinstance(payload.get("event"), Mapping):
        return False
    return all(_has_readable_fields(part(payload, name)) for name in ("event", "view", "message"))


def _has_readable_fields(payload: Payload) -> bool:
    def is_part(value: object) -> bool:
        return value is None or isinstance(value, Mapping)

    def is_id(value: object) -> bool:
        return is_part(value) or isinstance(value, str)

    def are_parts(value: object) -> bool:
        return isinstance(value, list) and bool(value) and all(map(is_part, value))

    return (
        all(is_id(payload.get(name)) for name in ("team", "user", "channel", "enterprise", "item"))
        and all(is_part(payload.get(name)) for name in ("event", "view", "message", "container"))
        and all(are_parts(payload.get(name, [{}])) for name in ("actions", "authorizations"))
    )
