"""What was said in threads while Slack could not reach the app, and makes a difference."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.slack.transport.catching_up import CatchUp
from bot.triage.teamwork.work import REOPENS_WITHIN, WorkState
from storage.arrivals.last_seen import LastSeen
from tests.slack.posts.watching import Watch

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.workbench import Workbench


class Absence(Watch):
    """A team with deadlines, whose app loses what is said until it is back."""

    def miss(self) -> None:
        while self.slack.deliveries.take():
            pass

    def come_back(self) -> None:
        desk, last_seen = self.desk, LastSeen(self.desk.database)
        catch_up = CatchUp(
            desk.app,
            desk.api,
            last_seen,
            desk.rules(),
            desk.bot.team_id,
            clock=desk.clock,
            pause=desk.clock.pass_by,
        )
        catch_up.read()
        desk.errands().run_due()
        self.settle()

    def linked(self) -> Message:
        return next(one for one in self.payments.messages.values() if not one.is_reply)


@pytest.fixture
def absence(bench: Workbench) -> Absence:
    return Absence(bench)


def awaits_response(absence: Absence) -> bool:
    routing = absence.ticket().routing
    return routing is not None and routing.awaits_response


def test_a_word_below_a_teams_card_that_got_lost_is_the_first_response(absence: Absence) -> None:
    absence.post()
    absence.slack.reply_as_user(absence.ben, absence.linked(), "I look at it")
    absence.miss()
    assert awaits_response(absence)

    absence.come_back()

    assert not awaits_response(absence)
    assert len(absence.ticket().messages) == 1


def test_an_answer_in_its_thread_that_got_lost_is_too(absence: Absence) -> None:
    card = absence.post()
    absence.slack.reply_as_user(absence.ben, card, "Which invoice do you mean?")
    absence.miss()

    absence.come_back()

    assert not awaits_response(absence)


def test_the_reporters_word_that_got_lost_reopens_a_resolved_ticket(absence: Absence) -> None:
    card = absence.post()
    absence.resolve(absence.ben, card)
    absence.slack.reply_as_user(absence.ann, card, "It happens again")
    absence.miss()

    absence.come_back()

    assert absence.ticket().work.state is WorkState.IN_PROGRESS


def test_what_nobody_waits_for_is_not_read(absence: Absence) -> None:
    card = absence.post()
    absence.resolve(absence.ben, card)
    absence.desk.clock.pass_by((REOPENS_WITHIN + timedelta(hours=1)).total_seconds())

    absence.come_back()

    assert absence.slack.calls_to("conversations.replies") == []
