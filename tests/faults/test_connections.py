"""Sockets that close, fall silent or are torn while tickets pour in: each gets its one card."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tests.killing.moments import about
from tests.locking import locked
from tests.scenarios.texts import CRITICAL, KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.scenarios.conversation import Conversation
    from tests.scenarios.office import Office, Room

TICKETS = 12
LOCKED_SECONDS = 5.0


def _close(office: Office) -> None:
    office.server.sockets.disconnect(office.app.id)


def _cut(office: Office) -> None:
    assert office.server.sockets.cut() > 0


def _go_half_open(office: Office) -> None:
    assert office.server.sockets.go_half_open(office.app.id) > 0


@pytest.mark.parametrize("break_off", [_close, _cut, _go_half_open])
def test_tickets_posted_while_the_socket_breaks_get_one_card_each(
    office: Office, break_off: Callable[[Office], None]
) -> None:
    room, before = office.room(), office.server.sockets.opened

    conversations = [room.post(f"{KNOWN} ({number})") for number in range(TICKETS // 2)]
    break_off(office)
    conversations += [room.post(f"{CRITICAL} ({number})") for number in range(TICKETS // 2)]

    _have_one_card_each(room, conversations)
    assert office.server.sockets.opened > before


def test_locked_for_5_s_in_the_midst_of_work_every_ticket_gets_its_card(office: Office) -> None:
    room = office.room()

    conversations = [room.post(f"{KNOWN} ({number})") for number in range(TICKETS // 2)]
    with locked(office.database_file):
        meanwhile = [room.post(f"{CRITICAL} ({number})") for number in range(TICKETS // 2)]
        time.sleep(LOCKED_SECONDS)

    _have_one_card_each(room, conversations + meanwhile)
    tries = [about(room.slack, one).attempts for one in meanwhile]
    # A listener gives up sooner, but in Socket Mode there is no other answer than none.
    assert {first.outcome for first, *_ in tries} == {"http_timeout"}
    assert {later[-1].outcome for _, *later in tries} == {"ok"}


def _have_one_card_each(room: Room, conversations: list[Conversation]) -> None:
    for conversation in conversations:
        conversation.card()
    room.office.bot.await_that(lambda: not room.has_open_posts())
    assert [len(conversation.cards) for conversation in conversations] == [1] * TICKETS
