from __future__ import annotations

from typing import TYPE_CHECKING

from bot.triage.ticket import Status
from tests.scenarios.conversation import buttons, words
from tests.scenarios.texts import ANSWER, CLEAR, NO_ANSWER, VAGUE, VAGUE_WITH_CHOICES

if TYPE_CHECKING:
    from tests.scenarios.office import Room


def test_a_vague_ticket_gets_one_question_to_its_reporter(room: Room) -> None:
    conversation = room.post(VAGUE)

    question = conversation.question()

    room.office.settle()
    assert f"<@{room.ann.id}>" in words(question)
    assert VAGUE in words(question)
    assert "?" in words(question)
    assert buttons(question) == ["answer:0", "answer:1", "classify_anyway"]
    assert conversation.cards == []


def test_anybodys_reply_resumes_it_without_a_mention(room: Room) -> None:
    conversation = room.post(VAGUE)
    conversation.question()

    conversation.reply(room.ben, ANSWER)

    assert "Bug" in words(conversation.card())
    conversation.await_closed("Answered, thank you.")


def test_a_suggested_answer_is_a_button_that_resumes_it(room: Room) -> None:
    conversation = room.post(VAGUE_WITH_CHOICES)
    question = conversation.question()
    assert buttons(question) == ["answer:0", "answer:1", "answer:2", "classify_anyway"]

    conversation.choose(room.ann, question, 1)

    conversation.await_closed("Answered, thank you.")
    said = room.office.ticket(conversation.number).messages[1]
    assert (said.user, said.text) == (room.ann.id, "Minutes")


def test_classify_anyway_has_it_judged_with_what_is_known(room: Room) -> None:
    conversation = room.post(VAGUE)

    conversation.classify_anyway(room.ben, conversation.question())

    assert VAGUE in words(conversation.card())
    conversation.await_closed("Closed: judged with what is known.")


def test_nobody_is_asked_more_than_twice(room: Room) -> None:
    conversation = room.post(VAGUE)

    conversation.question(1)
    conversation.reply(room.ann, NO_ANSWER)
    conversation.question(2)
    conversation.reply(room.ann, NO_ANSWER)

    conversation.card()
    assert len(conversation.questions) == 2


def test_bots_do_not_answer_for_people(room: Room) -> None:
    slack = room.slack
    other = slack.add_app("Deploys", manifest={})
    slack.join(other, room.channel)
    conversation = room.post(VAGUE)
    question = conversation.question()

    slack.post_as_app(other, room.channel, ANSWER, thread_ts=conversation.root.ts)

    room.office.settle()
    assert conversation.cards == []
    assert buttons(question) == ["answer:0", "answer:1", "classify_anyway"]


def test_later_replies_are_kept_with_the_ticket_and_do_not_reopen_it(room: Room) -> None:
    conversation = room.post(CLEAR)
    number = conversation.number

    conversation.reply(room.ben, "It happens to me too")
    conversation.reply(room.ann, "thanks!")

    room.office.settle()
    kept = room.office.ticket(number)
    said = {message.text for message in kept.messages}
    assert said == {CLEAR, "It happens to me too", "thanks!"}
    assert kept.status is Status.JUDGED
    assert len(conversation.thread.by_bots) == 1


def test_a_button_of_a_closed_question_says_so_to_who_pressed_it(room: Room) -> None:
    conversation = room.post(VAGUE)
    question = conversation.question()
    before_the_redraw = room.slack.click(room.ann, question, "classify_anyway").payload
    conversation.card()

    room.slack.deliver("interactive", room.office.app_bot, before_the_redraw)

    assert room.whisper().text == "That question is no longer open."
