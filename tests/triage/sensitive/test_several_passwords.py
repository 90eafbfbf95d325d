"""Several passwords in one sentence: the first is not the last."""

from __future__ import annotations

import pytest

from bot.triage.redaction import redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("passwords: F1rst_Light, S3cond_Wind", "passwords: [secret 1], [secret 2]"),
        ("passwords:\n- Cobalt_Bl4e\n- Cr1mson_Red", "passwords:\n- [secret 1]\n- [secret 2]"),
        ("senhas: Praia_Gr4nde e Serra_Neg7a", "senhas: [secret 1] e [secret 2]"),
        ("password: Mahal0_Kona or Al0ha_Maui", "password: [secret 1] or [secret 2]"),
        ("password is either Hunt_22x or Hunt_23x", "password is either [secret 1] or [secret 2]"),
    ],
)
def test_each_is_hidden(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "both passwords and user_names2 are wrong on build_2024",
        "Passwords: see KB_101 and KB_102",
        'ssid="DEPOT-2G" is not seen',
    ],
)
def test_what_only_stands_beside_them_stays(text: str) -> None:
    assert redact(text) == text


def test_what_follows_a_single_one_is_no_other() -> None:
    assert redact("password: Mahal0_Kona and feature_x2") == "password: [secret 1] and feature_x2"
