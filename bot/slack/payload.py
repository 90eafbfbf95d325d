"""Reads Slack's payloads, whatever shape they turn out to have."""

from __future__ import annotations

import re
from collections.abc import Mapping

Payload = Mapping[str, object]

_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{1,30}")


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


def is_tombstone(message: Payload) -> bool:
    """Return True if it stands where a message was that had replies when it was deleted."""
    return string(message, "subtype") == "tombstone"


def is_channel(channel: str, name: str) -> bool:
    """Return True if people can invite the app there: no direct message, nor one of a group."""
    return _CHANNEL_ID.fullmatch(channel) is not None and not name.startswith("mpdm-")


def parts(payload: Payload, name: str) -> list[Payload]:
    """Return the objects in the list called `name`."""
    value = payload.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
