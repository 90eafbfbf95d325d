"""The bot is stopped and killed while people wait: what was accepted is answered, once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.workflow import UNANSWERED
from tests.scenarios.conversation import words
from tests.scenarios.office import Office, Room, an_office, in_a_hurry
from tests.scenarios.texts import ANSWER, CRITICAL, KNOWN, VAGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.processes import Triage
    from tests.scenarios.conversation import Conversation

LOAD = 40


@dataclass
class Stopped:
    """A bot without a status line was stopped under load, and started again."""

    office: Office
    exit_code: int
    seconds: float
    asked: Conversation
    answered_before: Conversation
    under_load: list[Conversation]


@pytest.fixture(scope="module")
def stopped(new_home: Callable[[], Triage]) -> Iterator[Stopped]:
    with an_office(new_home(), "http") as office:
        office.slack.team.unsupported.add("assistant.threads.setStatus")
        in_a_hurry(office)
        room = office.room()
        with office.open() as first_life:
            asked, before = room.post(VAGUE), room.post(CRITICAL)
            asked.question()
            before.card()
            load = [room.post(f"{KNOWN} ({number})") for number in range(LOAD)]
            code = first_life.terminate()
        asked.reply(room.ben, ANSWER)
        with office.open():
            yield Stopped(office, code, first_life.seconds_to_stop, asked, before, load)


def test_sigterm_under_load_ends_the_process_well_within_10_s(stopped: Stopped) -> None:
    assert stopped.exit_code == 0
    assert stopped.seconds < 10


def test_what_was_in_hand_gets_its_one_card_after_the_start(stopped: Stopped) -> None:
    for conversation in stopped.under_load:
        conversation.card()

    stopped.office.settle()
    assert [len(conversation.cards) for conversation in stopped.under_load] == [1] * LOAD
    assert len({conversation.number for conversation in stopped.under_load}) == LOAD


def test_a_reply_given_while_the_bot_was_away_resumes_the_question(stopped: Stopped) -> None:
    assert "Bug" in words(stopped.asked.card())
    assert len(stopped.asked.questions) == 1


def test_without_a_status_line_a_reaction_shows_and_goes(stopped: Stopped) -> None:
    root, slack = stopped.answered_before.root, stopped.office.slack

    reacted = [call for call in slack.calls_to("reactions.add") if call.is_ok]

    assert root.ts in {call.params["timestamp"] for call in reacted}
    slack.wait_for(lambda: root.reactions == {})


CLAIMED_BY_FIRST = "UPDATE tickets SET claimed_until = '2999-01-01T00:00:00.000000+00:00'"
STILL_CLAIMED = "SELECT count(*) FROM tickets WHERE claimed_until LIKE '2999%'"


@dataclass
class Killed:
    """A bot with one support channel was killed, and started again with another patience."""

    office: Office
    support: Room
    lobby: Room
    asked: Conversation
    in_flight: Conversation
    elsewhere: Conversation


@pytest.fixture(scope="module")
def killed(new_home: Callable[[], Triage]) -> Iterator[Killed]:
    with an_office(new_home(), "socket") as office:
        in_a_hurry(office)
        support, lobby = office.room(), office.room("lobby")
        only_support = {"SUPPORT_CHANNELS": support.channel.id}
        with office.open(**only_support) as first_life:
            asked = support.post(VAGUE)
            asked.question()
            elsewhere = lobby.post(CRITICAL)
            office.slack.faults.delay("chat.postMessage", seconds=3)
            in_flight = support.post(KNOWN)
            in_flight.card()
            first_life.kill()
        patience = {"REPLY_DEADLINE_HOURS": "0.0005", "MAX_QUESTIONS": "1"}
        with office.open(**only_support, **patience):
            yield Killed(office, support, lobby, asked, in_flight, elsewhere)


def test_a_question_survives_a_kill_and_is_resumed_by_the_answer(killed: Killed) -> None:
    killed.asked.reply(killed.support.ben, ANSWER)

    assert "Bug" in words(killed.asked.card())
    assert len(killed.asked.questions) == 1


def test_a_question_that_nobody_answers_in_time_is_judged_and_says_so(killed: Killed) -> None:
    conversation = killed.support.post(VAGUE)

    card = conversation.card()

    assert UNANSWERED in words(card)
    conversation.await_closed("Closed: judged with what is known.")


def test_only_as_many_questions_are_asked_as_the_team_allows(killed: Killed) -> None:
    conversation = killed.support.post(VAGUE)
    conversation.question()

    conversation.reply(killed.support.ann, "no idea")

    conversation.card()
    assert len(conversation.questions) == 1


def test_other_channels_than_the_configured_are_left_alone(killed: Killed) -> None:
    killed.office.settle()

    assert killed.elsewhere.thread.replies == ()


def test_a_mention_elsewhere_gets_one_sentence_on_where_to_post(killed: Killed) -> None:
    lobby = killed.lobby

    root = killed.office.slack.mention(lobby.ann, lobby.channel, killed.office.app_bot, CRITICAL)

    assert lobby.whisper().text == (
        f"I take tickets in <#{killed.support.channel.id}>. Type `/triage help` to see how."
    )
    killed.office.settle()
    assert len(lobby.whispers()) == 1
    assert lobby.about(root.ts).thread.replies == ()


def test_a_post_that_was_on_its_way_at_the_kill_stands_once(killed: Killed) -> None:
    killed.office.bot.await_that(lambda: not killed.support.has_open_posts())

    killed.office.settle()
    assert len(killed.in_flight.cards) == 1
    assert killed.office.slack.complaints == []


def test_nobody_else_can_run_on_the_same_data(killed: Killed) -> None:
    file = killed.office.database_file
    with closing(sqlite3.connect(file)) as connection, connection:
        in_hand = connection.execute(CLAIMED_BY_FIRST).rowcount

    second = killed.office.triage("run")

    assert second.returncode == 1
    assert second.stderr.count("triage: ") == 1
    assert "Traceback" not in second.stderr
    assert "triage run" in second.stderr
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute(STILL_CLAIMED).fetchone() == (in_hand,)


def test_nor_on_the_same_database_from_another_folder(killed: Killed, tmp_path: Path) -> None:
    first = killed.office.triage
    given = {
        "DATABASE_URL": f"sqlite:///{killed.office.database_file}",
        "DATA_DIR": str(tmp_path),
    }

    second = replace(first, settings=first.settings | given)("run")

    assert second.returncode == 1
    assert second.stderr.count("triage: ") == 1
    assert f"(DATA_DIR={killed.office.database_file.parent})" in second.stderr
