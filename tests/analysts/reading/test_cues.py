"""What tells how urgent a text is, besides its meaning."""

from __future__ import annotations

import pytest

from bot.analysts.reading.cues import cue_counts, has_cues, register


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How do I change the address?", 2),
        ("can you tell me the price", 1),
        ("When I press Save, nothing is stored", 0),
        ("Which is strange: the list is empty", 0),
    ],
)
def test_a_sentence_that_begins_like_a_question_may_be_a_report(text: str, asks: int) -> None:
    assert cue_counts(text)[-2] == asks


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("English", "Nobody here is let in, sign-in fails, there is no workaround."),
        ("German", "Niemand hier kommt hinein, Anmelden klappt nicht, kein Umweg."),
        ("French", "Personne ici ne peut se connecter, impossible de contourner."),
        ("Spanish", "Nadie aquí no puede entrar, y no hay alternativa."),
        ("Portuguese", "Ninguém aqui não consegue entrar, e não há alternativa."),
        ("Japanese", "誰もログインできません。回避策もありません。"),
        ("Hindi", "कोई भी नहीं खोल पा रहा, लॉगिन नहीं हो रहा, हाथ से भी नहीं।"),
    ],
)
def test_the_same_cues_stand_in_each_language(language: str, text: str) -> None:
    who, _, _, _, _, _, _, _, blocked, way_around, *_ = cue_counts(text, language)

    assert min(who, blocked, way_around) > 0


def test_a_language_whose_cues_nobody_wrote_down_has_none() -> None:
    assert has_cues("German")
    assert not has_cues("Greek")


def test_another_language_is_taken_to_be_as_personal_as_usual() -> None:
    assert register("Rechnung fehlt in Konto.Abschluss.Seite", "German") == (1 / 3, 0.5)


def test_a_developers_note_is_told_from_a_persons_mail() -> None:
    note = register("NullPointerException in SessionPool.close when fs.pool.size is 0")
    mail = register("Hi, we can't open our invoices, could you please help me?")

    assert note[0] > 0.5 > mail[0]
    assert mail[1] > 0.5 > note[1]


def test_a_cue_counts_three_times_at_most_and_a_page_below_not_at_all() -> None:
    assert max(cue_counts("down " * 50)) == 3
    assert cue_counts("x" * 3_000 + " everyone is down!") == cue_counts("x")
