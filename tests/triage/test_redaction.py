"""Redaction: what is hidden, what stays, and how placeholders are numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.triage.redaction import joined, redact, redact_all
from bot.triage.sensitive.spelling import one_spelling

if TYPE_CHECKING:
    from collections.abc import Sequence

VISA = "4539 7230 6731 8633"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("le mot de passe du port, c'est Tramway-2206", "le mot de passe du port, c'est "),
        ("the wifi password is Harbour-4471, ok?", "the wifi password is "),
        ("Passwort vom Drucker, das ist Kastanie-1906", "Passwort vom Drucker, das ist "),
        ("the password they gave us: quiet7Lamp", "the password they gave us: "),
        ("pw that I was sent is m00n!light", "pw that I was sent is "),
        ("mysql -h db -u app -p'blue*R1ver' shop", "mysql -h db -u app -p'"),
        ('7z x logs.7z -p"two words 7"', '7z x logs.7z -p"'),
        ("the passcode: 416-902. It came late", "the passcode: "),
        ("The PIN for the side door is 7316 and it beeps", "The PIN for the side door is "),
        (
            "recovery codes of May, all used: 4hq8-m2xd k7vn-2wpz",
            "recovery codes of May, all used: ",
        ),
        ("mot de passe wifi invités : neige-douce-4", "mot de passe wifi invités : "),
        (
            "the recovery phrase. It is: " + " ".join(["stone", "river", "lamp"] * 4),
            "the recovery phrase. It is: ",
        ),
    ],
)
def test_passwords_are_found_however_they_are_introduced(text: str, left: str) -> None:
    assert redact(text, ()).startswith(f"{left}[secret 1]")


@pytest.mark.parametrize(
    "text",
    [
        "my password, it's not accepted since May",
        "the password you entered is incorrect",
        "the password they set was rejected for Windows-11",
    ],
)
def test_what_only_speaks_of_a_password_stays(text: str) -> None:
    assert redact(text, ()) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mail a@b.co or <mailto:a@b.co|a@b.co>", "mail [email 1] or [email 1]"),
        ("c^d~e{f}@b.co, {g@b.co}", "[email 1], {[email 2]}"),
        ("?u=jo%2Bnews%40b.co&l=7", "?u=[email 1]&l=7"),
        ("A@B.CO is a@b.co, c@b.co is not", "[email 1] is [email 1], [email 2] is not"),
        ("see jane.doe@example.org.png", "see [email 1].png"),
        ("a@b.co4111111111111111, a@b.co_2", "[email 1][card 1], [email 1]_2"),
        ("jo@x.io.tar.gz, jo@x.io.PDF", "[email 1].tar.gz, [email 1].PDF"),
        ("call <tel:+12025550143|(202) 555-0143>", "call [phone 1]"),
        (f"card {VISA}, expires 09/28", "card [card 1], expires 09/28"),
        (f"card {VISA} 4111", "card [card 1] 4111"),
        (
            "card4539723067318633, order for card 4539723067318633",
            "card[card 1], order for card [card 1]",
        ),
        ("%B4539723067318633^DOE, №4539*7230*6731*8633", "%B[card 1]^DOE, No[card 1]"),
        ("card \u200b4539\u200d 7230 \uff16\uff17\uff13\uff11 8633", "card [card 1]"),
        ("card ٤٥٣٩ ٧٢٣٠ ٦٧٣١ ٨٦٣٣", "card [card 1]"),
        ("to DE44 5001 0517 5407 3249 31", "to [iban 1]"),
        ("BSN 123456782, again 123456782", "BSN [id 1], again [id 1]"),
        ("123456782 (BSN) is hers", "[id 1] (BSN) is hers"),
        ("from 203.0.113.9:443", "from [ip 1]:443"),
        ("fe80::1%eth0 and 2001:db8::7", "[ip 1] and [ip 2]"),
        ("<@U02AB3CDE|jo> asked <@U02AB3CDE>", "[person 1] asked [person 1]"),
        ("password=Sommer2024!, please reset", "password=[secret 1], please reset"),
        ("password is a@b.co!x9 really", "password is [secret 1] really"),
        ("postgres://app:p@ss/w0rd@db/x", "postgres://app:[secret 1]@db/x"),
        ("mysql -u root -phunter22 shop", "mysql -u root -p[secret 1] shop"),
        ("curl -u ci:hunter22 https://x.io", "curl -u ci:[secret 1] https://x.io"),
        ("PIN: 4821", "PIN: [secret 1]"),
        ("the PIN is 4821", "the PIN is [secret 1]"),
        ("session_id=abcdef0123456789", "session_id=[secret 1]"),
        ("Cookie: s=ab3def0123456789; theme=midnight", "Cookie: s=[secret 1]; theme=midnight"),
        ("ssh root@10.0.0.5 or ci@198.51.100.7", "ssh root@[ip 1] or ci@[ip 2]"),
        ("Jane @ Example.com, JANE AT EXAMPLE DOT COM", "[email 1], [email 1]"),
        ("x@[192.0.2.7]", "[email 1]"),
        ("06.12.34.56.78 since 06.12.26", "[phone 1] since 06.12.26"),
        ("driver's license D1234567", "driver's license [id 1]"),
        ("4111%201111%201111%201111", "[card 1]"),
        ("card%3D4111111111111111%26x", "card%3D[card 1]%26x"),
        ("4111111111111111exp0927", "[card 1]exp0927"),
        ("ann @example.com, ben@ example.com", "[email 1], [email 2]"),
        ("电话号码 13912048876", "电话号码 [phone 1]"),
        ("ring 0171/3920047 / 030 23125 014", "ring [phone 1] / [phone 2]"),
        ("звоните 8 (912) 555-01-24", "звоните [phone 1]"),
        ("+1 613 555 0104 ext. 22 is busy", "[phone 1] is busy"),
        ("+49 171 3920081 +49 171 3920082", "[phone 1] [phone 2]"),
        ("203[.]0[.]113[.]9 and jo [at] x [dot] io", "[ip 1] and [email 1]"),
        ("Rücknahme für DE44500105175407324931.", "Rücknahme für [iban 1]."),
        ("CREATE USER x IDENTIFIED BY 'pw one'", "CREATE USER x IDENTIFIED BY '[secret 1]'"),
        ("https://0123456789abcdef01@sentry.io/7", "https://[secret 1]@sentry.io/7"),
    ],
)
def test_a_value_becomes_a_placeholder(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3.4, Agent/10.0.0.1 and § 3.2.1.4",
        "git@github.com:acme/site.git and ssh://ci@host.example/x",
        "react@17.0.2.1, meet @ 5.30 tomorrow, pin 10,000, PIN 1234-5",
        "logo@2x.png, logo@2x.dark.png and getty@tty1.service",
        "order 4539 7230 6731 8633 and EAN 4006381333931",
        "order no. 0171-998-2231 of 14.03.2026",
        "the article 0711-555-0123-B, Kundennummer 0049 2210 4471",
        "password: ********, token: null, api_key=${API_KEY}, secret=settings.SECRET",
        "the password is case-sensitive and the token: expired",
        "the bearer of news, basic subscription, Basic aGVsbG8gd29ybGQ=",
        "2001:db8:zz::1, 2001:db8:1:2:3:4:5:6:7:8, fe80:1:2:3:4:5:6:7:8:9:a:b:c:d:e:f:0:1:2:3",
        "std::vec, cafe::bead, 50:06:01:60:3b:a0:11:c3, 12:30:45",
        "sk-learn-and-other-words-that-are-long",
        "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkq\n-----END CERTIFICATE-----",
        "-----BEGIN PRIVATE KEY----- is missing",
        "mask 255.255.255.0 on 127.0.0.1 and 0.0.0.0, 010.1.1.1, ::1",
        "GB00 NWBK 1016 1331 9268 19 and ZZ44 5001 0517 5407 3249 32",
        "",
    ],
)
def test_what_only_looks_like_a_value_stays(text: str) -> None:
    assert redact(text) == text


def test_a_private_key_that_was_cut_off_is_hidden_as_far_as_it_goes() -> None:
    body = "MIIEowIBAAKCAQEAqZeLQKC6mhhtaMo"

    assert redact(f"key -----BEGIN PRIVATE KEY-----\n{body}\n what now?") == (
        "key [secret 1]\n what now?"
    )


def test_equal_values_have_equal_numbers_across_texts() -> None:
    texts = redact_all(["I am a@b.co", "c@d.co wrote to A@B.CO"])

    assert texts == ("I am [email 1]", "[email 2] wrote to [email 1]")


def test_a_secret_told_once_is_hidden_wherever_it_stands() -> None:
    texts = redact_all(["I typed Sommer2024! twice", "password: Sommer2024!"])

    assert texts == ("I typed [secret 1] twice", "password: [secret 1]")


def test_invented_placeholders_stay_and_their_numbers_are_not_used() -> None:
    texts = redact_all(["[email 1] and a@b.co", "[email 3], c@b.co, [card 1]"])

    assert texts == ("[email 1] and [email 2]", "[email 3], [email 4], [card 1]")


def test_a_placeholder_glued_to_a_value_does_not_protect_it() -> None:
    assert redact("[card 1]4111111111111111") == "[card 1][card 2]"
    assert redact("password: x[email 1]y9") == "password: [secret 1]"


@pytest.mark.parametrize("times", [1, 3, 100])
def test_what_was_masked_uncovers_its_neighbours_in_a_long_text(times: int) -> None:
    around = "nothing of note in these words " * 20
    glued = "+49 171 3920081,219-48-6071"

    output = redact(around + f"{glued} {around}" * times)

    assert output.count("[phone 1],[id 1]") == times


def test_what_touches_one_of_very_many_masks_is_masked_unseen() -> None:
    around = "nothing of note in these words " * 10
    lines = (f"{around}+49 171 39{n:05},219-48-{n:04}x,ab" for n in range(1000, 1100))

    output = redact("\n".join(lines))

    assert "219-48" not in output
    assert output.count(",ab") == 100


@pytest.mark.parametrize(
    ("people", "text", "expected"),
    [
        (["Marta Kowalska"], "Marta and marta.kowalska", "[person 1] and [person 1]"),
        (["Zoë Müller"], "Zoe Mueller, ZOË MULLER", "[person 1]"),
        (
            ["Mark Webber"],
            "please mark Webbers car; Mark left",
            "please [person 1] car; [person 1] left",
        ),
        (
            ["Will Grace"],
            "we will wait. Will you? Will did",
            "we will wait. Will you? [person 1] did",
        ),
        (["Al Stone"], "also all stones; Al Stone", "also all stones; [person 1]"),
        (["佐藤 健二"], "佐藤健二さん、佐藤 健二", "[person 1]さん、[person 1]"),
        (["Ana Lima", "Ana Sousa"], "Ana Sousa, then Ana", "[person 1], then [person 2]"),
        (["Support Team"], "the support team", "the support team"),
        (["Anna", "Bob Lee"], "Anna Bob", "[person 1] [person 2]"),
        (["Sean O'Brien"], "sobrien and OBrien, seano", "[person 1] and [person 1]"),
        (["Bo Li"], "Bo said li is no word, Bo is", "[person 1] said li is no word, [person 1] is"),
        (["Marta Kowalska"], "dla Kowalskiej", "dla [person 1]"),
        (["\u041e\u043b\u0435\u0433\u0430"], "\u041e\u043b\u0435\u0433\u043e\u0439", "[person 1]"),
        (["김민수"], "민수 씨", "[person 1] 씨"),
        (["Yuki Tanaka"], "Yukiさんのアカウント", "[person 1]さんのアカウント"),
        (["Anna Lee"], "คุณAnnaเข้า, Annabel", "คุณ[person 1]เข้า, Annabel"),
    ],
)
def test_people_of_the_thread_are_hidden_in_every_spelling(
    people: Sequence[str], text: str, expected: str
) -> None:
    assert redact(text, people) == expected


def test_joined_texts_stand_on_a_line_each() -> None:
    assert joined([redact("one"), redact("a@b.co")]) == "one\n[email 1]"


@pytest.mark.parametrize(
    "number", ["4111 1111 1111 1112", "DE45 5001 0517 5407 3249 30", "order 0171 998 2231"]
)
def test_a_text_with_too_many_numbers_to_check_is_masked_unseen(number: str) -> None:
    assert redact(number) == number
    assert redact(f"{number}; " * 3000).count("[") >= 1500


def test_one_spelling_is_final() -> None:
    text = "ﬁ\u200bne \uff14\uff12 ٣ e\u0301 \u2011 \ue000 \ud800 \x00"

    assert one_spelling(text) == one_spelling(one_spelling(text))
    assert re.fullmatch(r"fine 42 3 é - +", one_spelling(text))
