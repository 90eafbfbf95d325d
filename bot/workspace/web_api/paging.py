"""Long lists, a page at a time, as Slack's cursors go."""

import base64
from typing import TypeVar

from bot.workspace.records.errors import Refused
from bot.workspace.web_api.params import Params

T = TypeVar("T")
MOST_LISTED = 1000


def page(
    found: list[T], params: Params, default: int, most: int | None = None
) -> tuple[list[T], str]:
    """Return one page of `found` and the cursor of the next, empty on the last."""
    limit = params.number("limit", default)
    if not 1 <= limit <= MOST_LISTED:
        raise Refused("invalid_limit")
    limit = min(limit, most or MOST_LISTED)
    start = _position(params.text("cursor"))
    following = start + limit
    cursor = base64.b64encode(f"next:{following}".encode()).decode()
    return found[start:following], cursor if following < len(found) else ""


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("next:"))
    except ValueError:
        raise Refused("invalid_cursor") from None
