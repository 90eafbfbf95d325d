"""Whoever tells their name is not named in what is written from their ticket."""

from __future__ import annotations

from time import process_time

import pytest

from bot.triage.known_issues.introductions import names_told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi, this is Maria Gonzalez (maria@example.com). The export hangs", "Maria Gonzalez"),
        ("Good morning all,\nI'm Zoë Dyk from sales, and the export hangs", "Zoë Dyk"),
        ("My name is Maria and the export hangs", "Maria"),
        ("Hello! Maria Gonzalez here, the export hangs", "Maria Gonzalez"),
        ("The export hangs.\n\nKind regards\nMaria Gonzalez", "Maria Gonzalez"),
        ("Der Export hängt.\nViele Grüße,\n  Jürgen Öztürk", "Jürgen Öztürk"),
        ("Bonjour, je m'appelle Amélie et l'export ne marche pas", "Amélie"),
        ("Bonjour, je suis Luc Besson de la compta. L'export plante", "Luc Besson"),
        ("L'export plante.\nCordialement,\nLuc Besson", "Luc Besson"),
        ("Hola, me llamo Lucía y la exportación falla", "Lucía"),
        ("Hola, soy Paco Rabal de ventas: la exportación falla", "Paco Rabal"),
        ("La exportación falla.\nSaludos,\nPaco Rabal", "Paco Rabal"),
        ("Olá, meu nome é João e a exportação falha", "João"),
        ("Oi, aqui é a Bia Falcão. O login não funciona", "Bia Falcão"),
        ("A exportação falha.\nAtenciosamente,\nBia Falcão", "Bia Falcão"),
        ("田中と申します。エクスポートが止まります", "田中"),
        ("It hangs for Maria Gonzalez, write to maria.gonzalez@example.com", "Maria Gonzalez"),
    ],
)
def test_who_tells_a_name_is_found(text: str, name: str) -> None:
    assert names_told([text]) == (name,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Restarted it for Maria Gonzalez", ("Maria Gonzalez",)),
        ("I reset the password for Maria. Maria can log in again", ("Maria",)),
        ("Told Maria, since Maria Gonzalez had asked", ("Maria Gonzalez",)),
        ("Spoke with Mr Nowak and Frau Müller-Lüdenscheidt", ("Nowak", "Müller-Lüdenscheidt")),
        ("My colleague Wojciech can't log in either", ("Wojciech",)),
        ("Für Sabine Passwort zurückgesetzt", ("Sabine",)),
        ("Le compte de Pierre de Comptabilité est bloqué", ("Pierre",)),
        ("A conta da Beatriz da Silva foi bloqueada", ("Beatriz da Silva",)),
        ("Se lo reinicié a la Sra. Rabal y a Alejandro", ("Rabal", "Alejandro")),
    ],
)
def test_who_is_only_spoken_of_is_found(text: str, names: tuple[str, ...]) -> None:
    assert names_told([text]) == names


def test_what_an_address_spells_is_a_name_wherever_it_is_written_out() -> None:
    texts = ["Ask ada.lovelace@example.com", "I restarted it for Ada Lovelace"]

    assert names_told(texts) == ("Ada Lovelace",)


@pytest.mark.parametrize(
    "text",
    [
        "This is broken since Monday",
        "Hi, this is urgent. Internal Server Error on every page",
        "I am using Google Chrome and the export hangs",
        "The message is Internal Server Error (500)",
        "Since this morning here, nobody can log in",
        "HTTP ERROR here",
        "Write to invoice.export@example.com: the export hangs",
        "Thanks,\nthe export still hangs",
        "Hello everybody here",
        "Google Chrome on Windows with Visual Studio Code, and MariaDB in San José",
        "It takes 300 ms Chrome says, in the Sr Developer account",
        "Jenkins, Power BI and Internet Explorer are down for New York",
        "Bonjour, c'est Microsoft Teams de nouveau",
        "Write to martin@example.com or see docs/paul",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert names_told([text]) == ()


@pytest.mark.parametrize("run", ["\n", " ", "hello ", "Aa ", "Maria de la ", "ab.cd@x ", "A", "! "])
def test_a_long_run_of_one_thing_is_looked_through_quickly(run: str) -> None:
    text = f"hello{run * (40_000 // len(run))}"
    began = process_time()

    names_told([text])

    assert process_time() - began < 1
