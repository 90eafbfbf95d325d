"""What an event says: a message as its author saw it, or nothing for the bot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.messages.incoming import (
    Ignored,
    Incoming,
    Passed,
    Said,
    Unfit,
)
from bot.slack.messages.reader import Reader
from bot.slack.people.identity import Identity
from tests.builders import NOON, the_rules
from tests.hostile import by_id, many

ME = Identity("T0TEAM", "Acme", "U0BOT", "B0BOT")
SIZES = {name: row for name, row in by_id("sizes").items() if "text" in row}


def read(event: dict[str, Any], *channels: str) -> Incoming:
    body = {"type": "event_callback", "team_id": "T0TEAM", "event_id": "Ev1", "event": event}
    return Reader(ME, the_rules(*channels), 5000, lambda: NOON).read("T0TEAM", body)


def an_event(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a payload
    event = {
        "type": "message",
        "channel": "C0SUPPORT",
        "channel_type": "channel",
        "user": "U0ANN",
        "text": "It broke",
        "ts": "1767614400.000100",
    }
    return {**event, **changes}


def outcome(incoming: Incoming) -> str:
    match incoming:
        case Said(_, opens_ticket):
            return "ticket" if opens_ticket else "reply"
        case Unfit():
            return "refused" if incoming.is_too_long else "none"
        case _:
            return "none"


@pytest.mark.parametrize("row", SIZES.values(), ids=SIZES)
def test_each_size_of_text_counts_as_it_should(row: dict[str, Any]) -> None:
    files = [{"name": name} for name in many(row.get("file_names", []))]
    event = an_event(text=row["text"], files=files)

    assert outcome(read(event)) in {row["expected"], *row.get("also", [])}


def test_a_message_is_stored_as_its_author_saw_it() -> None:
    said = read(an_event(text="<@U0BOT> a &lt; b at <https://x.example|x.example>"))

    assert isinstance(said, Said)
    assert said.message.text == "a < b at https://x.example"
    assert said.message.at == NOON


def test_what_was_shared_from_elsewhere_is_part_of_the_text() -> None:
    shared = [{"is_share": True, "text": "Pay &amp; go"}, {"text": "a preview"}, "rubbish"]

    said = read(an_event(text="see", attachments=shared))

    assert isinstance(said, Said)
    assert said.message.text == "see\nPay & go"


SHOWN = {
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "The export is empty"}}],
    "attachments": [{"is_share": True, "fallback": "The export is empty"}],
}

TYPED = [
    {"type": "text", "text": "The export "},
    {"type": "link", "text": "is empty", "url": "https://example.com"},
]


@pytest.mark.parametrize("where", SHOWN)
def test_what_stands_in_blocks_alone_is_a_ticket_too(where: str) -> None:
    said = read(an_event(text="", **{where: SHOWN[where]}))

    assert isinstance(said, Said)
    assert (said.message.text, said.opens_ticket) == ("The export is empty", True)


def test_paragraphs_that_stand_in_blocks_alone_are_read_as_typed() -> None:
    paragraph = {"type": "rich_text_section", "elements": TYPED}
    said = read(an_event(text="", blocks=[{"type": "rich_text", "elements": [paragraph] * 2}]))

    assert isinstance(said, Said)
    assert said.message.text == "The export is empty\nThe export is empty"


def test_nothing_but_a_mention_stays_nothing() -> None:
    mentioned = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U0BOT"}]}
    blocks = [{"type": "rich_text", "elements": [mentioned]}]

    assert isinstance(read(an_event(text="<@U0BOT>", blocks=blocks)), Unfit)


def test_a_long_reply_is_cut_rather_than_lost() -> None:
    said = read(an_event(text="x" * 6000, thread_ts="1767614000.000100"))

    assert isinstance(said, Said)
    assert (said.opens_ticket, len(said.message.text)) == (False, 5000)


def test_a_bot_is_known_by_its_profile_alone() -> None:
    assert isinstance(read(an_event(bot_profile={"id": "B0CI", "name": "ci"})), Ignored)


def test_group_conversations_and_odd_places_are_no_tickets() -> None:
    assert isinstance(read(an_event(channel_type="mpim")), Ignored)
    assert isinstance(read(an_event(channel="")), Ignored)
    assert isinstance(read(an_event(ts="yesterday")), Ignored)
    assert isinstance(read(an_event(channel="D1", type="app_mention")), Ignored)
    assert isinstance(read(an_event(), "C0OTHER"), Passed)
