"""What the tests look at to see where the bot is: the workspace, the model, the database."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.workspace import Delivery, Workspace
    from tests.scenarios.conversation import Conversation
    from tests.scenarios.office import Office, Room
    from tests.standins.openai_requests import Request


def rows(office: Office, query: str, *values: object) -> list[tuple[object, ...]]:
    """Return what the database holds."""
    with closing(sqlite3.connect(office.database_file)) as connection:
        return connection.execute(query, values).fetchall()


def about(slack: Workspace, conversation: Conversation) -> Delivery:
    """Return the delivery that brings the conversation's root."""
    return next(
        delivery
        for delivery in slack.deliveries.log
        if _event(delivery).get("ts") == conversation.root.ts
    )


def is_echo(room: Room, delivery: Delivery) -> bool:
    """Return True if it brings the bot's own message back."""
    event = _event(delivery)
    return bool(event.get("bot_id")) and event.get("channel") == room.channel.id


def asks_for(request: Request, text: str) -> bool:
    """Return True if the model is asked about a ticket with this text."""
    return text in json.dumps(request.body)


def _event(delivery: Delivery) -> dict[str, object]:
    event = delivery.payload.get("event", {})
    assert isinstance(event, dict)
    return event
