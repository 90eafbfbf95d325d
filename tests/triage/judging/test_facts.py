"""What a report tells, and what a question asks for."""

from __future__ import annotations

import pytest

from bot.configuration.rules import load_rules
from bot.triage.judging.facts import Fact, asked_for, is_told, untold


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (Fact.PAGE, "It hangs on the billing page"),
        (Fact.PAGE, "see https://shop.example/basket"),
        (Fact.PAGE, "the “Reports” tab stays white"),
        (Fact.ERROR, "It says “could not be saved”"),
        (Fact.ERROR, "E1207 on every second push"),
        (Fact.ERROR, "NullPointerException in the log"),
        (Fact.SINCE, "since the weekend"),
        (Fact.SINCE, "It began on Tuesday"),
        (Fact.SINCE, "for three days now"),
        (Fact.PEOPLE, "only me"),
        (Fact.PEOPLE, "12 of our customers see it"),
        (Fact.PEOPLE, "nobody gets in"),
        (Fact.PLAN, "We are on the Team plan"),
        (Fact.NUMBER, "invoice 2231"),
        (Fact.PAGE, "I open a ticket, press Edit, and the title is gone"),
        (Fact.PAGE, "1. open the board 2. drag a card"),
        (Fact.PAGE, "Under Reports / Monthly the totals are wrong"),
        (Fact.ERROR, "Import stops: ERR_CONN_RESET"),
        (Fact.ERROR, "The popup reads: Your session could not be restored"),
        (Fact.ERROR, "It just closes, no error message"),
        (Fact.SINCE, "From about 3 pm on"),
        (Fact.SINCE, "It began on 12 November"),
        (Fact.PEOPLE, "four of my coworkers see it"),
        (Fact.PLAN, "I have the free version"),
        (Fact.SIGN_IN, "with the code of my authenticator"),
        (Fact.DURATION, "it takes half a minute"),
        (Fact.EXPECTED, "it says 240 instead of 190"),
        (Fact.PAGE, "Dans l'onglet Paramètres le bouton ne réagit pas"),
        (Fact.PAGE, "設定画面の保存ボタンが押せません"),
        (Fact.ERROR, "Beim Speichern kommt „Datei ist gesperrt“"),
        (Fact.ERROR, "「権限がありません」と表示されます"),
        (Fact.SINCE, "Depuis lundi rien ne va"),
        (Fact.SINCE, "कल से लॉगिन नहीं हो रहा"),
        (Fact.PEOPLE, "Somos doce personas"),
        (Fact.PEOPLE, "Alle Kollegen im Vertrieb"),
        (Fact.PLAN, "Nous avons l'abonnement Premium"),
        (Fact.SIGN_IN, "Mein Passwort wird nicht angenommen"),
        (Fact.DURATION, "開くのに30秒かかります"),
        (Fact.EXPECTED, "deveria mostrar o total"),
    ],
)
def test_a_fact_is_seen_where_it_is_told(fact: Fact, text: str) -> None:
    assert is_told(fact, text)


@pytest.mark.parametrize("fact", Fact)
def test_a_cry_for_help_tells_nothing(fact: Fact) -> None:
    assert not is_told(fact, "Please help, the thing is broken again!")


@pytest.mark.parametrize(
    "text",
    [
        "The same page again",
        "It should work on Mac",
        "status code and nothing else",
        "may I ask something",
    ],
)
def test_what_only_sounds_like_a_fact_is_none(text: str) -> None:
    told = {fact for fact in Fact if is_told(fact, text)}

    assert told <= {Fact.EXPECTED}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("nothing", "Since when, and for how many people?"),
        ("since Monday", "For how many people?"),
        ("everybody", "Since when?"),
        ("everybody since Monday", None),
    ],
)
def test_a_question_loses_what_is_told(text: str, left: str | None) -> None:
    assert untold("Since when, and for how many people?", text) == left


def test_a_list_in_brackets_is_one_question() -> None:
    question = "Which invoice is it (its number, and amount)?"

    assert untold(question, "the second one") == question


def test_questions_are_known_by_the_facts_that_they_ask_for() -> None:
    assert asked_for("Since when, and for how many people?") == {Fact.SINCE, Fact.PEOPLE}
    assert asked_for("What do you want to get done?") == frozenset()


def test_shipped_questions_ask_for_every_usual_fact() -> None:
    categories = load_rules(None).taxonomy.categories
    questions = [question for category in categories for question in category.missing]

    assert frozenset().union(*map(asked_for, questions)) == set(Fact)
