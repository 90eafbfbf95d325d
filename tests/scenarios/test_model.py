"""With a model's server: it judges, it asks, it fails, and it never sees an address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from storage.database import Database
from tests.builders import a_message
from tests.command_line import CommandLine
from tests.own_rules import own_rules
from tests.scenarios.conversation import PATIENCE_SECONDS, buttons, words
from tests.scenarios.office import Office, Room, an_office
from tests.scenarios.texts import ANSWER, KNOWN
from tests.standins.openai_replies import Reply, changed, error, from_schema, slow
from tests.standins.openai_server import OpenAIServer
from tests.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.workspace import Channel
    from tests.processes import Triage
    from tests.standins.openai_requests import Request

QUESTION = {"text": "Which invoice is it?", "suggestions": ["June", "July"]}


def _judged(request: Request) -> dict[str, Any]:
    return {
        **from_schema(request),
        "summary": "A customer was charged twice.",
        "category": "Billing",
        "severity": "High",
        "matched_issue_id": "KB-001",
        "next_action": "Refund the later charge.",
        "question": None,
    }


@dataclass
class ModelOffice:
    """An office whose bot asks a model."""

    office: Office
    model: OpenAIServer
    operators: Channel

    def room(self) -> Room:
        """Return a new channel; what the model was asked before is forgotten."""
        self.model.requests.clear()
        return self.office.room()


@pytest.fixture(scope="module")
def with_model(new_home: Callable[[], Triage]) -> Iterator[ModelOffice]:
    with OpenAIServer(answer=_judged) as model, an_office(new_home(), "http") as office:
        operators = office.slack.add_channel("operators", office.app_bot)
        _give_up_a_post(office, operators)
        settings = {
            "ANALYST": "openai",
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": model.base_url,
            "MAX_RETRIES": "0",
            "TRIAGE_CONFIG": str(own_rules(office.triage.home, operators_channel=operators.id)),
        }
        with office.open(**settings):
            yield ModelOffice(office, model, operators)
        assert model.complaints == []
        assert office.slack.complaints == []


def _give_up_a_post(office: Office, channel: Channel) -> None:
    """Leave a card behind that an earlier bot could not post."""
    database = Database(f"sqlite:///{office.database_file}")
    store, then = Store.over(database), datetime.now(UTC) - timedelta(hours=1)
    store.open(a_message(team=office.app_bot.team_id, channel=channel.id, at=then))
    store.judge(then)
    store.outbox.bury(store.posting(then), "is_archived", then)
    database.dispose()


def test_the_model_judges_and_the_card_says_so(with_model: ModelOffice) -> None:
    shown = words(with_model.room().post(KNOWN).card())

    assert "A customer was charged twice." in shown
    assert "*Severity*\n🟠 High" in shown
    assert "*Issue type*\nKnown issue KB-001" in shown
    assert "Next action: Refund the later charge." in shown
    assert "Judged by the model gpt-4o-mini" in shown


def test_the_status_line_says_which_step_it_is_at(with_model: ModelOffice) -> None:
    with_model.model.reply(slow(1.0))

    conversation = with_model.room().post(KNOWN)

    conversation.slack.wait_for(lambda: conversation.thread.status == "is judging…")
    conversation.card()
    conversation.slack.wait_for(lambda: not conversation.has_status())


def test_a_ticket_costs_one_call(with_model: ModelOffice) -> None:
    with_model.room().post(KNOWN).card()

    assert len(with_model.model.chats) == 1


def test_neither_addresses_nor_numbers_reach_the_model(with_model: ModelOffice) -> None:
    room = with_model.room()
    text = f"{KNOWN}. Ask <mailto:jane.doe@example.org|jane.doe@example.org> or +49 30 901820"

    room.post(text).card()

    sent = json.dumps([request.body for request in with_model.model.requests])
    assert "charged twice" in sent
    assert "[email 1]" in sent
    assert "jane.doe" not in sent
    assert "901820" not in sent


def test_the_names_of_files_are_read_by_the_model(with_model: ModelOffice) -> None:
    room = with_model.room()
    root = room.slack.upload_as_user(room.ann, room.channel, KNOWN, "receipt-of-june.pdf")

    room.about(root.ts).card()

    assert "receipt-of-june.pdf" in with_model.model.chats[0].user_text


def test_the_models_question_is_put_and_its_answer_read_with_it(with_model: ModelOffice) -> None:
    room = with_model.room()
    with_model.model.reply(changed(question=QUESTION))
    conversation = room.post("The invoice is wrong")
    question = conversation.question()
    assert buttons(question) == ["answer:0", "answer:1", "classify_anyway"]

    conversation.choose(room.ann, question, 0)

    conversation.card()
    again = with_model.model.chats[-1].user_text
    assert len(with_model.model.chats) == 2
    assert "Which invoice is it?" in again
    assert "June" in again


def test_what_the_model_says_can_neither_alarm_a_channel_nor_hide_a_link(
    with_model: ModelOffice,
) -> None:
    room = with_model.room()
    with_model.model.reply(changed(summary="<!channel> <https://evil.example|log in>"))

    shown = words(room.post(KNOWN).card())

    assert "<!channel>" not in shown
    assert "evil.example|" not in shown


def test_an_issue_that_was_not_found_cannot_be_cited(with_model: ModelOffice) -> None:
    room = with_model.room()
    with_model.model.reply(changed(matched_issue_id="KB-999"))

    shown = words(room.post(KNOWN).card())

    assert "KB-999" not in shown
    assert len(with_model.model.chats) == 2


@pytest.mark.parametrize("blank", ["x" * 5001, "   "], ids=["too long", "blank"])
def test_what_is_no_ticket_costs_no_call(with_model: ModelOffice, blank: str) -> None:
    room = with_model.room()

    room.command(blank)
    room.whisper()
    with_model.office.settle()

    assert with_model.model.requests == []


def test_unusable_answers_are_repaired_once_then_judged_offline(with_model: ModelOffice) -> None:
    room = with_model.room()
    with_model.model.reply(Reply("no JSON"), changed(category="Gardening"))

    shown = words(room.post(KNOWN).card())

    assert (
        "Manual review required: the model gave no readable answer and, asked again, gave an "
        "answer that breaks the rules, so this was judged offline."
    ) in shown
    assert "Judged offline" in shown
    assert len(with_model.model.chats) == 2


def test_without_the_model_tickets_are_judged_offline_and_marked(with_model: ModelOffice) -> None:
    room = with_model.room()
    with_model.model.reply(error(500))

    conversation = room.post(KNOWN)

    shown = words(conversation.card())
    with_model.office.settle()
    assert "Manual review required: the model had an error on its server" in shown
    assert "Known issue KB-001" in shown
    assert len(conversation.cards) == 1


def test_a_reply_to_a_judged_ticket_costs_no_call(with_model: ModelOffice) -> None:
    room = with_model.room()
    conversation = room.post(KNOWN)
    conversation.card()
    before = len(with_model.model.chats)

    conversation.reply(room.ben, ANSWER)

    with_model.office.settle()
    assert len(with_model.model.chats) == before


def test_the_operators_are_told_of_a_post_that_was_given_up(with_model: ModelOffice) -> None:
    told = with_model.operators.messages
    given_up = "1 post was given up, since Slack can't or won't take it:"

    notice = with_model.office.slack.wait_for(
        lambda: [one for one in told.values() if one.text == given_up], PATIENCE_SECONDS
    )[0]

    assert "T-1: post of its card: is_archived" in words(notice)


def test_once_the_model_is_back_the_card_is_drawn_again_while_the_bot_runs(
    with_model: ModelOffice,
) -> None:
    with_model.model.reply(error(500))
    conversation = with_model.room().post(KNOWN)
    before = conversation.card()
    assert "Judged offline" in words(before)

    done = CommandLine(with_model.office.triage.home)("tickets", "rejudge", "--since", "10m")

    assert done.code == 0
    conversation.slack.wait_for(lambda: "Judged by the model" in words(conversation.card()))
    assert [card.ts for card in conversation.cards] == [before.ts]


def test_what_people_said_of_a_known_issue_is_told_with_the_next_ticket_like_it(
    with_model: ModelOffice,
) -> None:
    room = with_model.room()
    new = changed(matched_issue_id=None, issue_type="new_issue")
    with_model.model.reply(new, new)
    first = room.post("Scheduled reports stay queued since the start of May in our Oslo office")
    room.slack.click(room.ben, first.card(), "not_this", f"{first.number}:KB-013")
    room.slack.wait_for(lambda: "not this, says" in words(first.card()))

    room.post("Scheduled reports stay queued since the start of June in our Oslo office").card()

    assert "\nnot KB-013: Scheduled reports stay" in with_model.model.chats[-1].user_text
