"""The conversation about a ticket, as analysts and searches see it."""

from __future__ import annotations

from bot.triage.judgement import Case, Turn
from bot.triage.judging.transcript import search_text, turns
from bot.triage.redaction import redact
from tests.builders import a_message, a_reply, a_waiting_ticket, an_asked_question


def test_questions_stand_where_they_were_put() -> None:
    ticket = a_waiting_ticket(
        messages=(a_message("It fails"), a_reply("On Monday"), a_reply("For me too", user="U2")),
        questions=(an_asked_question("When?"), an_asked_question("Who?", seen_messages=3)),
    )

    assert turns(ticket) == (
        Turn("reporter", redact("It fails")),
        Turn("bot", redact("When?")),
        Turn("reporter", redact("On Monday")),
        Turn("colleague", redact("For me too")),
        Turn("bot", redact("Who?")),
    )


def test_two_questions_without_an_answer_between_them_both_stand() -> None:
    asked = (an_asked_question("When?"), an_asked_question("Who?", round=2))

    assert [turn.text for turn in turns(a_waiting_ticket(questions=asked))][1:] == ["When?", "Who?"]


def test_a_question_outlives_the_deletion_of_what_it_followed() -> None:
    asked = (an_asked_question("When?", seen_messages=2),)

    assert turns(a_waiting_ticket(questions=asked))[-1] == Turn("bot", redact("When?"))


def test_a_placeholder_in_our_question_keeps_meaning_what_it_meant() -> None:
    asked = (an_asked_question("Is [email 1] the login?"),)
    ticket = a_waiting_ticket("I am a@b.co", messages=(a_message("I am a@b.co"),), questions=asked)

    assert [turn.text for turn in turns(ticket)] == ["I am [email 1]", "Is [email 1] the login?"]


def test_what_is_searched_is_what_people_said() -> None:
    spoken = (Turn("reporter", redact("It fails")), Turn("bot", redact("When?")))

    assert search_text(Case(spoken, (), may_ask=True)) == "It fails"
