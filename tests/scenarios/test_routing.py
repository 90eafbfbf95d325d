"""The real bot with routes and operators: linked cards and incidents over a real socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.triage.teamwork.work import WorkState
from tests.own_rules import own_rules
from tests.scenarios.conversation import buttons, form_of, words
from tests.scenarios.office import Mode, Office, Room, an_office
from tests.scenarios.texts import CRITICAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.workspace import Channel, Message
    from tests.processes import Triage
    from tests.scenarios.conversation import Conversation

COUNT = 3


@dataclass
class Teams:
    """An office whose tickets all go to one team, and whose incidents to the operators."""

    room: Room
    team: Channel
    operators: Channel

    def post(self) -> tuple[Conversation, Message]:
        """Post as Ann; wait for both cards, and return the thread and the team's card."""
        before = len(self.shown_in(self.team))
        conversation = self.room.post(CRITICAL)
        conversation.card()
        self.room.slack.wait_for(lambda: len(self.shown_in(self.team)) > before)
        return conversation, self.shown_in(self.team)[-1]

    def shown_in(self, channel: Channel) -> list[Message]:
        return [
            one for one in list(channel.messages.values()) if one.is_by_bot and not one.is_reply
        ]

    def told_in(self, channel: Channel) -> list[str]:
        return [
            one.text for one in list(channel.messages.values()) if one.is_by_bot and one.is_reply
        ]

    def accept_and_resolve(self, incident: Message) -> None:
        """Have Ben say that it is one, and that it is over."""
        slack, ben = self.room.slack, self.room.ben
        slack.click(ben, incident, "incident_accept")
        slack.wait_for(lambda: "incident_resolve" in buttons(incident))
        slack.click(ben, incident, "incident_resolve")
        slack.submit_view(ben, form_of(slack, ben), {"how": "A server was restarted"})

    def await_the_end_in(self, conversation: Conversation) -> None:
        """Wait for the word that may come seconds later: posts to one channel take turns."""
        self.room.slack.wait_for(lambda: any(map(_is_over, conversation.thread.by_bots)))

    def assert_resolved_with_its_incident(self, conversation: Conversation) -> None:
        said = conversation.thread.by_bots
        assert self.room.office.ticket(conversation.number).work.state is WorkState.RESOLVED
        linked = [one for one in said if "is handled as part of incident I-1" in one.text]
        assert len(linked) == 1
        assert len([one for one in said if _is_over(one)]) == 1
        assert len(conversation.cards) == 1

    def await_words(self, message: Message, expected: str) -> None:
        self.room.slack.wait_for(lambda: expected in words(message))


def _is_over(said: Message) -> bool:
    return said.text.startswith("Incident I-1 is resolved")


@pytest.fixture(params=["socket", "http"])
def teams(request: pytest.FixtureRequest, new_home: Callable[[], Triage]) -> Iterator[Teams]:
    mode: Mode = request.param
    with an_office(new_home(), mode) as office:
        room = office.room()
        team, operators = (
            office.slack.add_channel(name, room.ann, room.ben, office.app_bot)
            for name in ("outages", "operators")
        )
        settings = {"TRIAGE_CONFIG": str(_rules(office, team, operators, room)), "SPIKE_COUNT": "3"}
        with office.open(**settings):
            yield Teams(room, team, operators)
        assert office.slack.complaints == []


def _rules(office: Office, team: Channel, operators: Channel, room: Room) -> Path:
    return own_rules(
        office.triage.home,
        routes=f"{{outages: {{channel: {team.id}, tell: [{room.ben.id}], urgent: true, "
        "respond_within: 1h, resolve_within: 4h}}",
        channels=f"[{room.channel.id}]",
        operators_channel=operators.id,
    )


def test_an_outage_is_routed_worked_in_the_teams_channel_and_closed_as_one_incident(
    teams: Teams,
) -> None:
    first, linked = teams.post()
    assert words(linked) == words(first.card())
    assert "Routed to *outages*" in words(linked)
    teams.room.slack.wait_for(lambda: teams.told_in(teams.team))
    assert teams.told_in(teams.team)[0].startswith(f"<@{teams.room.ben.id}> <http")

    teams.room.slack.click(teams.room.ben, linked, "claim")
    teams.await_words(first.card(), f"with <@{teams.room.ben.id}>")
    teams.await_words(linked, f"with <@{teams.room.ben.id}>")
    assert "First answer due" not in words(linked)

    others = [teams.room.post(CRITICAL) for _ in range(COUNT - 1)]
    teams.room.slack.wait_for(lambda: len(teams.shown_in(teams.team)) == COUNT)
    teams.accept_and_resolve(teams.room.slack.wait_for(lambda: teams.shown_in(teams.operators))[0])
    teams.await_words(linked, "*Resolved* by")

    for conversation in (first, *others):
        teams.await_the_end_in(conversation)
    teams.room.office.settle()
    for conversation in (first, *others):
        teams.assert_resolved_with_its_incident(conversation)
    assert len(teams.shown_in(teams.team)) == COUNT
    assert len(teams.shown_in(teams.operators)) == 1
