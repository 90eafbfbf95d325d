"""A command's ticket whose message Slack refuses: its team has it all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected
from bot.triage.judgement import Question
from bot.triage.ticket import Status
from storage.delivery.second_chances import SecondChances
from storage.reports import Reports
from tests.builders import a_judgement
from tests.slack.working import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.workspace import Message
    from tests.slack.posts.teams import Teams


def command(teams: Teams, refusal: str, *, asks: bool = False) -> Sequence[Message]:
    """Open a ticket by command, whose root is refused; return the cards that its team has."""
    teams.bench.slack.fail(Method.POST, Rejected("no", code=refusal))
    if asks:
        teams.bench.analyst.script.append(a_judgement(question=Question("Which invoice?")))
    teams.slack.slash_command(teams.ann, teams.desk.support, "/triage", "The invoice is wrong")
    teams.settle()
    return teams.cards_in(teams.payments)


def retry(teams: Teams) -> Sequence[Message]:
    """Have the root posted after all; return what stands below it."""
    desk = teams.desk
    assert SecondChances(desk.database).retry(desk.bot.team_id, 1, desk.clock.now)
    teams.settle()
    [root] = [one for one in desk.support.messages.values() if not one.is_reply]
    return teams.bench.said(root)


@pytest.mark.parametrize("refusal", ["is_archived", "not_in_channel", "restricted_action"])
def test_its_team_has_the_card_which_says_where_it_was_asked(teams: Teams, refusal: str) -> None:
    [card] = command(teams, refusal)

    assert f"asked in <#{teams.desk.support.id}>" in words(card)
    assert [one.error for one in Reports(teams.desk.database).dead_letters()] == [refusal]


def test_where_nobody_can_be_asked_it_is_judged_without(teams: Teams) -> None:
    [card] = command(teams, "is_archived", asks=True)

    assert teams.ticket().status is Status.JUDGED
    assert "Which invoice?" not in words(card)


def test_where_somebody_can_invite_the_bot_the_question_waits_for_that(teams: Teams) -> None:
    assert not command(teams, "not_in_channel", asks=True)
    assert teams.ticket().status is Status.WAITING

    [question] = retry(teams)

    assert "Which invoice?" in words(question)


def test_once_the_root_is_posted_after_all_the_card_links_to_it(teams: Teams) -> None:
    [card] = command(teams, "is_archived")

    [below] = retry(teams)

    assert "asked in <https://acme.slack.com/archives/" in words(card)
    assert words(below) == words(card)


def test_what_was_judged_without_an_answer_is_asked_nothing_later(teams: Teams) -> None:
    command(teams, "is_archived", asks=True)
    teams.bench.run(seconds=60)

    [card] = retry(teams)

    assert "Billing" in words(card)
    assert "Which invoice?" not in words(card)
