"""The counting of `make chaos` itself: it sees a loss, a double, and where work was left."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from storage.database import Database
from tests.builders import a_message
from tests.killing.__main__ import ENOUGH_FOR_ALL_STATES, Report
from tests.killing.load import Load
from tests.killing.states import State, found
from tests.processes import Triage
from tests.scenarios.office import an_office
from tests.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.workspace import Message

CARD: list[dict[str, object]] = [{"type": "header", "text": {"type": "plain_text", "text": "Card"}}]


@pytest.fixture
def load(tmp_path: Path, empty_database: Path) -> Iterator[Load]:
    (tmp_path / "data").mkdir()
    shutil.copy(empty_database, tmp_path / "data" / "triage.db")
    with an_office(Triage(tmp_path, {}), "socket") as office:
        yield Load(office.room())


@pytest.fixture
def root(load: Load) -> Message:
    room = load.room
    load.roots.append(room.slack.post_as_user(room.ann, room.channel, "It broke"))
    return load.roots[0]


def _say(load: Load, root: Message, blocks: list[dict[str, object]], key: str = "k") -> None:
    room = load.room
    room.slack.call(
        "chat.postMessage",
        room.office.app_bot.token,
        {
            "channel": room.channel.id,
            "thread_ts": root.ts,
            "text": "said",
            "blocks": blocks,
            "metadata": {"event_type": "ticket_triage", "event_payload": {"key": key}},
        },
    )


def _question(text: str) -> list[dict[str, object]]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]


def test_a_ticket_without_a_card_is_open_and_in_the_end_lost(load: Load, root: Message) -> None:
    _say(load, root, _question("Which one?"))
    assert load.open() == [root]

    _say(load, root, CARD)
    assert load.open() == []
    assert load.doubled() == []


@pytest.mark.parametrize("said", [CARD, _question("Which one?")])
def test_a_card_or_question_that_stands_twice_is_a_double(
    load: Load, root: Message, said: list[dict[str, object]]
) -> None:
    _say(load, root, said)
    _say(load, root, said)

    assert load.doubled() == [root]


def test_two_rounds_of_questions_are_no_double(load: Load, root: Message) -> None:
    _say(load, root, _question("Which one?"))
    _say(load, root, _question("Since when?"))

    assert load.doubled() == []


def test_every_state_of_the_work_is_told_from_the_others(load: Load, root: Message) -> None:
    home = load.room.office.triage.home
    store = Store.over(Database(f"sqlite:///{home / 'data' / 'triage.db'}"))
    message = a_message(channel=load.room.channel.id, ts=root.ts)
    seen = []

    store.open(message)
    seen.append(found(load))
    ticket = store.claimed()
    seen.append(found(load))
    store.judge(seen=ticket)
    seen.append(found(load))
    posting = store.posting()
    seen.append(found(load))
    _say(load, root, CARD, posting.key)
    seen.append(found(load))

    assert [state - {State.DELIVERED} for state in seen] == [
        {State.RECORDED},
        {State.CLAIMED},
        {State.PENDING},
        {State.SENDING},
        {State.UNCONFIRMED},
    ]
    store.database.dispose()


def test_a_report_is_good_only_without_losses_and_with_every_state_hit() -> None:
    hits = dict.fromkeys(State, 1)

    def is_good(*, lost: int = 0, doubled: int = 0) -> bool:
        report = Report(seed=1, kills=ENOUGH_FOR_ALL_STATES, lost=lost, doubled=doubled)
        report.hits.update(hits)
        return report.is_good

    assert is_good()
    assert not is_good(lost=1)
    assert not is_good(doubled=1)
    del hits[State.SENDING]
    assert not is_good()


def test_a_report_names_every_state_and_count() -> None:
    printed = "\n".join(Report(seed=7, kills=2, tickets=90).lines())

    assert all(state.value in printed for state in State)
    assert "seed 7" in printed
