"""E-mail addresses with signs in them that mostly stand before an address."""

from __future__ import annotations

import pytest

from bot.triage.redaction import redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("customer/department=shipping@example.com is mine", "[email 1] is mine"),
        ("list-42=ann.example@lists.example.org bounced", "[email 1] bounced"),
        ("mailto:research&development@example.com", "mailto:[email 1]"),
        ("<squad#2@example.org>", "<[email 1]>"),
        ("SRS0=Ha=TT=example.com=bob@relay.example.net", "[email 1]"),
        ("ann &#64; example.com or ben&#x40;example.org", "[email 1] or [email 2]"),
        ('"ann\\u0040example.com"', '"[email 1]"'),
        ("ann AT example DOT museum", "[email 1]"),
    ],
)
def test_all_of_the_address_is_hidden(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from=ann@example.com size=9", "from=[email 1] size=9"),
        ("GET /find?page=1&to=ann@example.com", "GET /find?page=1&to=[email 1]"),
        ("https://app.test/users/ann@example.com", "https://app.test/users/[email 1]"),
        ("app.test/users/ann@example.com", "app.test/users/[email 1]"),
        ("/var/mail/ann@example.com", "/var/mail/[email 1]"),
        ("ann@example.com/ben@example.org", "[email 1]/[email 2]"),
        ("*ann@example.com* wrote", "*[email 1]* wrote"),
    ],
)
def test_what_leads_to_an_address_stays(text: str, expected: str) -> None:
    assert redact(text) == expected
