"""Whole classes of secrets: marks of vendors, disorder, pairs, phrases, codes; and what is none."""

from __future__ import annotations

import random
import string

import pytest

from bot.triage.redaction import redact

CHANCE = random.Random(5)
HEX = "0123456789abcdef"
MIXED = string.ascii_letters + string.digits


def drawn(length: int, alphabet: str = MIXED) -> str:
    return "".join(CHANCE.choices(alphabet, k=length))


def hidden(text: str, *values: str) -> bool:
    """Return True if nothing of `values` is left of `text`."""
    output = redact(text)
    return not any(
        value[start : start + 4] in output
        for value in values
        for start in range(max(1, len(value) - 3))
    )


# Put together here, so that no secret scanner takes this file for a leak.
UUID = "-".join(drawn(length, HEX) for length in (8, 4, 4, 4, 12))
MARKED = [
    f"M{drawn(23)}.{drawn(6)}.{drawn(27)}",
    f"pat{drawn(14)}.{drawn(64, HEX)}",
    f"{drawn(32, HEX)}-us14",
    f"pat-na1-{UUID}",
    f"access-production-{UUID}",
    f"sbp_{drawn(40, HEX)}",
    f"xkeysib-{drawn(64, HEX)}-{drawn(16)}",
    f"HRKU-AA{drawn(58)}",
    f"tskey-auth-{drawn(12)}CNTRL-{drawn(32)}",
    f"v1.0-{drawn(24, HEX)}-{drawn(146, HEX)}",
    f"sha256~{drawn(43)}",
    f"nfp_{drawn(36)}",
    drawn(44),
    "-".join(drawn(6, string.digits) for _ in range(8)),
]

SEED = "abandon ability able about above absent absorb abstract absurd abuse access accident"
CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw
CQYDVQQGEwJJRTESMBAGA1UEChMJQmFsdGltb3JlMRMwEQYDVQQL
-----END CERTIFICATE-----"""


@pytest.mark.parametrize("token", MARKED)
def test_a_token_is_known_by_its_mark_or_its_disorder(token: str) -> None:
    assert hidden(f"It says invalid, we send {token} with each call", token)


@pytest.mark.parametrize(
    "sentence",
    [
        "API-Schlüssel: {}",
        "clé API : {}",
        "clave secreta {}",
        "chave de API: {}",
        "ключ API: {}",
        "токен: {}",
        "API 密钥: {}",
        "トークン: {}",
        "jeton : {}",
        "the salt is {}",
        "password hash {}",
        "snmp community {}",
        "session={}; Path=/",
        "OTP seed {}",
    ],
)
def test_a_long_number_after_a_word_for_a_key_is_one(sentence: str) -> None:
    number = drawn(32, HEX)

    assert hidden(sentence.format(number), number)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("login: admin / Tr0ub4dor&3", "Tr0ub4dor&3"),
        ("login jane:zaq1xsw2", "zaq1xsw2"),
        ("U/P: jane/Zx81spectrum", "Zx81spectrum"),
        ("user: jane p: hunter2x", "hunter2x"),
        ("p: hunter2x\nu: jane", "hunter2x"),
        ("jane@example.com:hunter2!x", "hunter2!x"),
        ("wifi: Guest / Zx81spectrum", "Zx81spectrum"),
        ("I use winter-is-coming-9 as my password", "winter-is-coming-9"),
        ("PDF opens with P@ssw0rd as password", "P@ssw0rd"),
        ("`password` is `hunter2`", "hunter2"),
        ("the password is 'sunshine'", "sunshine"),
        ("Kennwort „Sommer24“", "Sommer24"),
        ("my password is Sommer", "Sommer"),
        ("the password is 19840213 since then", "19840213"),
        ("password = MyDogRex", "MyDogRex"),
        ("κωδικός: Tr0ub4dor", "Tr0ub4dor"),
        ("mật khẩu: Tr0ub4dor", "Tr0ub4dor"),
        ("lozinka: Tr0ub4dor", "Tr0ub4dor"),
        ("requirepass Kx9mP2vL", "Kx9mP2vL"),
        ("CREATE USER bob WITH PASSWORD 'letmein!'", "letmein!"),
        ("unzip -P qwerty123 a.zip", "qwerty123"),
        ("7z x -p9aFkk02 a.7z", "9aFkk02"),
        ("net use z: \\\\srv\\s 9aFkk02 /user:bob", "9aFkk02"),
        ("htpasswd -b users bob hunter2x", "hunter2x"),
        ('new NetworkCredential("jane", "Zx81spectrum")', "Zx81spectrum"),
        ("WIFI:T:WPA;S:Office;P:Zx81spectrum;;", "Zx81spectrum"),
        ("SSID Guest, key plum-jam-toast, floor 2", "plum-jam-toast"),
        ("creds: CORP\\ann Zx81!Spectrum", "Zx81!Spectrum"),
        ("DB_PASSWORD=plum.jam", "plum.jam"),
        ("openssl enc -k Zx81!Spectrum -d", "Zx81!Spectrum"),
        ("Passwort geändert auf Sommer#24x laut ihm", "Sommer#24x"),
        ('she sent her password to all ("ilovejam3")', "ilovejam3"),
        ("opsgenie key 3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3f2504e0-4f89"),
        ("the safe opens with 83-12-57", "83-12-57"),
        ("OTP from the mail: 550912", "550912"),
        ("use ftp-acme / Plum-7-Toast (user / password)", "Plum-7-Toast"),
        ("SSWS 00aB3_dE-fG9hJ2kL-mN4pQ7_rS1tU6vW8xYz0", "00aB3_dE-fG9hJ2kL-mN4pQ7_rS1tU6vW8xYz0"),
        ("AUTH PLAIN AGphbmUAc2VjcmV0MTIz", "AGphbmUAc2VjcmV0MTIz"),
        ("https://a.example/reset-password/9aF2kk02Zx81spQ7", "9aF2kk02Zx81spQ7"),
        ("https://hooks.zapier.com/hooks/catch/12345/abcde9f/", "12345/abcde9f"),
        ("my app password is abcd efgh ijkl mnop", "efgh"),
        ("passphrase: correct horse battery staple", "battery"),
        (f"mnemonic: {SEED}", "abstract"),
    ],
)
def test_a_password_is_known_by_what_stands_beside_it(text: str, value: str) -> None:
    assert hidden(text, value)


@pytest.mark.parametrize(
    "text",
    [
        "my code is 547129",
        "the code I got by SMS was 547129",
        "Your login code: 547129",
        "Bestätigungscode 547129",
        "code de vérification 547129",
        "código de verificación 547129",
        "код подтверждения 547129",
        "验证码 547129",
        "G-547129 is your Google verification code",
        "entered 547129 as the code",
        "use 547129 to verify",
        "Use code 547129 to sign in",
        "safe combination 547129",
        "gate code is 547129",
    ],
)
def test_a_code_that_lets_somebody_in_is_a_secret(text: str) -> None:
    assert hidden(text, "547129")


def test_each_of_several_codes_is_one() -> None:
    assert hidden("Recovery codes:\n1. a1b2-c3d4\n2. e5f6-g7h8", "a1b2-c3d4", "e5f6-g7h8")
    assert hidden("backup codes 12345678 23456789", "12345678", "23456789")
    assert hidden("recovery codes are a1b2-c3d4 and e5f6-g7h8", "a1b2-c3d4", "e5f6-g7h8")


@pytest.mark.parametrize(
    "text",
    [
        "commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b breaks the build",
        "primary key 9f86d081884c7d659a2feaa0c55ad015 is a duplicate",
        "trace id 4bf92f3577b34da6a3ce929d0e0e4736",
        "https://docs.google.com/document/d/1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUvWxYz0123456789/edit",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7x9Kd02mNfPqRsTuVwXyZ0123456789abcdefGHIJ jane",
        CERTIFICATE,
        "Error: password must contain 8 characters",
        "The password is expired",
        "my zip code is 902101",
        "the app shows code 123456 error",
        "order 123456 to sign in",
        "use code SUMMER24 for a discount",
        "/usr/local/lib/python3.11/site-packages/chromadb/api/segment.py",
        "AppServiceProviderFactoryBuilder2Impl fails",
        "user: jane, page: 12",
        '"public_key": "age1q2w3e4r5t6y7u8i9o0p1a2s3d4f5g6h7j8k9"',
        "SSID Guest, key rotation, floor 2",
        "SECRET=settings.secret",
        "idempotency key 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "src\\main foo1.py and C:\\Users\\ann file1!.txt",
        "seed data: the import of all users fails when more than ten rows are there",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    assert redact(text) == text
