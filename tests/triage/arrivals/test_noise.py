"""No ticket is taken for noise, on sets whose one half the rules were made without."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.triage.arrivals.noise import LONGEST, Noise, noise

DATA = Path(__file__).parents[2] / "data"
Row = dict[str, str]
ELSEWHERE = (
    "Danke, hat geklappt!",
    "спасибо большое",
    "Спасибо!",
    "Доброе утро",
    "Добрый день, коллеги",
    "Всем привет!",
    "Dank je wel",
    "Bedankt allemaal",
    "Goedemorgen",
    "Tack så mycket",
    "Tusen takk!",
    "Hei alle sammen",
    "God morgon",
    "Who's up for lunch at 12?",
    "Wer kommt mit zum Mittagessen?",
    "On va déjeuner ?",
    "¿Alguien para un café?",
    "Congrats on the release, great job team!",
    "dziękuję",
    "Dzięki bardzo",
    "Dzień dobry",
    "teşekkürler",
    "Teşekkür ederim",
    "Günayd\u0131n",
    "Merhaba herkese",
    "شكرا جزيلا",
    "شكرًا",
    "صباح الخير",
    "السلام عليكم",
    "תודה רבה",
    "בוקר טוב",
    "Running late, be there in 5",
    "谢谢大家",
    "辛苦了",
    "고맙습니다",
    "Kiitos!",
    "Huomenta",
    "дякую",
    "Добрий день",
    "Buona giornata a tutti",
    "A domani",
    "Buon weekend",
    "Fijn weekend!",
    "Trevlig helg",
    "cảm ơn",
    "Xin chào",
    "Miłego dnia",
    "Iyi günler",
    "Hartelijk dank",
)
"""Greetings, thanks and chatter that were heard after the sets above were drawn up."""
NOT_WELL = (
    "не работает",
    "спасибо, но не работает",
    "Доброе утро, не могу войти",
    "Dank je wel maar het werkt niet",
    "geen internet",
    "Tack men det funkar inte",
    "hjälp",
    "pomocy",
    "nie działa",
    "çal\u0131şm\u0131yor",
    "yard\u0131m",
    "لا يعمل",
    "مساعدة",
    "לא עובד",
    "Hat nicht geklappt",
    "Lunch order at 12 fails",
    "Who is up for the release?",
    "Congrats on the release, login is down",
    "be there",
    "in 5",
    "не открывается отчет",
    "Merhaba, giriş yapam\u0131yorum",
    "谢谢\uff0c但是登录不了",
    "로그인이 안돼요",
    "Buona giornata, non va",
    "A domani la fattura",
    "on va payer deux fois ?",
    "On va déjeuner la page?",
    "wer kommt rein?",
    "спасибо за ничего",
    "Dzień dobry, brak dostępu",
    "Hej, kan inte logga in",
    "Meeting moved to 3pm",
    "cok yavas",
)
"""Short tickets in the same languages, and of the same words."""


def rows(*path: str) -> list[Row]:
    text = DATA.joinpath(*path).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def texts(half: str, kind: str) -> list[str]:
    return [row["text"] for row in rows("chatter", f"{half}.jsonl") if row["kind"] == kind]


@pytest.mark.parametrize("half", ["open", "sealed"])
def test_no_terse_ticket_is_lost(half: str) -> None:
    tickets = texts(half, "ticket")

    assert len(tickets) > 60
    assert [text for text in tickets if noise(text)] == []


@pytest.mark.parametrize("half", ["open", "sealed"])
def test_most_chatter_is_caught(half: str, capsys: pytest.CaptureFixture[str]) -> None:
    chatter = texts(half, "chatter")
    caught = sum(noise(text) is not None for text in chatter)

    with capsys.disabled():
        print(f"\nnoise filter, {half} half: {caught} of {len(chatter)} caught")  # noqa: T201

    assert len(chatter) > 60
    assert caught / len(chatter) > 0.9


@pytest.mark.parametrize("name", ["tickets", "known_tickets", "languages", "vague"])
def test_no_ticket_of_the_evaluation_is_lost(name: str) -> None:
    tickets = rows("eval", f"{name}.jsonl")

    assert [row["text"] for row in tickets if noise(row["text"])] == []


@pytest.mark.parametrize("text", ELSEWHERE)
def test_small_talk_of_many_languages_is_no_ticket(text: str) -> None:
    assert noise(text) is not None


@pytest.mark.parametrize("text", NOT_WELL)
def test_trouble_in_these_languages_is_a_ticket(text: str) -> None:
    assert noise(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("good morning everyone 👋", Noise.GREETING),
        ("@here hi all", Noise.GREETING),
        ("皆さん、おはようございます", Noise.GREETING),
        ("thanks!", Noise.THANKS),
        ("thank you for your quick help", Noise.THANKS),
        ("助かりました", Noise.THANKS),
        ("Thanks Maria!", Noise.THANKS),
        ("hahaha", Noise.CHATTER),
        ("+1", Noise.CHATTER),
        ("yes", Noise.CHATTER),
        (":tada: :wave:", Noise.NO_WORDS),
        ("…", Noise.NO_WORDS),
    ],
)
def test_noise_has_a_kind(text: str, kind: Noise) -> None:
    assert noise(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "help, thanks",
        "ok help me",
        "thanks for nothing",
        "great for your help",
        "is it fixed",
        "yes, me too",
        "yes?",
        "ok?",
        "???",
        "🚨🚨🚨",
        "thanks http://status.example",
        "hi `npm start`",
        "Good morning Outlook",
        "Maria thanks",
        "thanks Outlook Crashed",
        "",
        "thanks " * LONGEST,
    ],
)
def test_doubt_makes_a_ticket(text: str) -> None:
    assert noise(text) is None
