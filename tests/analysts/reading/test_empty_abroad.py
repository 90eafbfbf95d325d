"""What says nothing in other languages than English."""

from __future__ import annotations

import pytest

from bot.analysts.reading.empty_abroad import is_empty
from bot.analysts.reading.words import telling_words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "help, urgent!!!",
        "Hilfe, nichts geht mehr!",
        "au secours, rien ne marche",
        "ayuda, no funciona nada",
        "socorro, não funciona",
        "助けてください!動きません",
        "मदद करें, काम नहीं कर रहा है",
    ],
)
def test_a_mere_cry_is_empty_in_any_of_seven_languages(text: str) -> None:
    assert is_empty(telling_words(text))


@pytest.mark.parametrize(
    "text",
    [
        "Die Rechnung ist falsch",
        "la page de connexion ne marche pas",
        "no funciona el pago",
        "ログインできません",
        "लॉगिन नहीं हो रहा",
        "the door",
        "invoice",
    ],
)
def test_what_names_anything_is_not(text: str) -> None:
    assert not is_empty(telling_words(text))
