from __future__ import annotations

from itertools import permutations

import pytest

from bot.analysts.examples import shipped
from bot.analysts.reading.language import are_plainly_different, is_plainly_foreign, likely_language

ENGLISH = (
    "Since this morning I can't sign in. After the password the page stays blank and nothing "
    "happens to my account."
)
GERMAN = (
    "Seit heute Morgen kann ich mich nicht mehr anmelden. Nach dem Passwort dreht sich der Kreis, "
    "und dann kommt die Meldung, dass der Server nicht antwortet."
)
FRENCH = (
    "Depuis ce matin je ne peux plus me connecter : la page reste blanche après le mot de passe "
    "et rien ne se passe."
)
SPANISH = (
    "Desde esta mañana no puedo iniciar sesión. Después de la contraseña la página se queda en "
    "blanco y no pasa nada."
)
PORTUGUESE = (
    "Desde hoje de manhã não consigo entrar. Depois da senha a página fica em branco e não "
    "acontece nada com a minha conta."
)
ITALIAN = (
    "Da questa mattina non riesco ad accedere. Dopo la password la pagina resta bianca e non "
    "succede nulla."
)
DUTCH = (
    "Sinds vanochtend kan ik niet meer inloggen. Na het wachtwoord blijft de pagina leeg en "
    "gebeurt er niets."
)
JAPANESE = "今朝からログインできません。パスワードを入力した後、ページが真っ白になります。"
RUSSIAN = "Сегодня утром не могу войти: после ввода пароля страница остаётся пустой."
HINDI = "आज सुबह से मैं साइन इन नहीं कर पा रहा हूँ, पासवर्ड के बाद पेज खाली रहता है।"
DANISH = (
    "Siden i morges kan jeg ikke logge ind. Efter adgangskoden er siden tom, og der sker ikke "
    "noget. Det er den samme fejl i alle browsere."
)
TOLD_APART = (
    ENGLISH,
    GERMAN,
    FRENCH,
    SPANISH,
    PORTUGUESE,
    ITALIAN,
    DUTCH,
    JAPANESE,
    RUSSIAN,
    HINDI,
)


@pytest.mark.parametrize(("one", "other"), list(permutations(TOLD_APART, 2)))
def test_two_plain_languages_are_told_apart(one: str, other: str) -> None:
    assert are_plainly_different(one, other)


@pytest.mark.parametrize("text", TOLD_APART)
def test_one_language_is_not_two(text: str) -> None:
    assert not are_plainly_different(text, text)


@pytest.mark.parametrize(
    "unclear",
    [
        "",
        "503!!!",
        "help",
        "Login kaputt",
        "NullPointerException at com.example.Export.run(Export.java:42)",
        DANISH,
        "The page says „Anmeldung fehlgeschlagen“ und dann nichts mehr, the error is 403",
        "Ошибка 500 in the export service",
    ],
)
@pytest.mark.parametrize("other", [ENGLISH, GERMAN])
def test_what_is_not_plain_is_never_called_different(unclear: str, other: str) -> None:
    assert not are_plainly_different(unclear, other)
    assert not are_plainly_different(other, unclear)


def test_no_english_ticket_is_taken_for_another_language() -> None:
    texts = [example.text for example in shipped()]

    assert not any(are_plainly_different(ENGLISH, text) for text in texts)
    assert sum(are_plainly_different(GERMAN, text) for text in texts) > len(texts) / 3


@pytest.mark.parametrize(
    "text",
    [
        "Das Laden der Übersicht dauert seit gestern über 30 Sekunden und wir warten nur noch",
        "ログインできません。パスワードは正しいです",
    ],
)
def test_what_is_plainly_in_another_language_than_english_is_foreign(text: str) -> None:
    assert is_plainly_foreign(text)


@pytest.mark.parametrize("text", ["503", "App down, 503", "The page is down for all of us since 9"])
def test_english_and_what_can_not_be_told_is_not_foreign(text: str) -> None:
    assert not is_plainly_foreign(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "English"),
        (GERMAN, "German"),
        (FRENCH, "French"),
        (SPANISH, "Spanish"),
        (PORTUGUESE, "Portuguese"),
        (JAPANESE, "Japanese"),
        (HINDI, "Hindi"),
        ("Die App stürzt ab", "German"),
        ("¿Dónde veo mis facturas?", "Spanish"),
        ("How do I receive a card?", "English"),
        ("503", "English"),
        (RUSSIAN, None),
        ("我们今天早上无法登录,页面一直是空白的", None),
    ],
)
def test_the_likely_language_of_a_text(text: str, language: str | None) -> None:
    assert likely_language(text) == language


def test_no_english_ticket_is_likely_to_be_anything_else() -> None:
    assert {likely_language(example.text) for example in shipped()} == {"English"}
