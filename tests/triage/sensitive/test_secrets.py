"""Secrets as people tell them and as machines print them, and what only speaks of secrets."""

from __future__ import annotations

import pytest

from bot.triage.redaction import redact


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("hunter2 is my password", "hunter2"),
        ("I tried 'hunter2!' as the admin password", "hunter2!"),
        ("password changed from Winter23! to Spring24!", "Winter23!"),
        ("password changed from Winter23! to Spring24!", "Spring24!"),
        ("Passwort (Regen7!) geht nicht", "Regen7!"),
        ("I log in with Tr0ub4dor$3 and get a 401", "Tr0ub4dor$3"),
        ("password for the db is: hunter2", "hunter2"),
        ("the new password - hunter2", "hunter2"),
        ("api key for prod: abc123def456", "abc123def456"),
        ("Login: bob / Pa55word!", "Pa55word!"),
        ("name: API_TOKEN, value: abc123def456", "abc123def456"),
        ('login("bob", "hunter2")', "hunter2"),
        ('setPassword("hunter2")', "hunter2"),
        ("odbc_connect=UID%3Dsa%3BPWD%3Dhunter2%3B", "hunter2"),
        ("root:hunter2@tcp(127.0.0.1:3306)/app", "hunter2"),
        ("x-functions-key: abc123def456", "abc123def456"),
        ('"auth": "dXNlcjpwYXNzd29yZA=="', "dXNlcjpwYXNzd29yZA"),
        ("root:$6$abcdefgh$ijklmnopqrstuvwxyz01:18000", "ijklmnopqrstuvwxyz01"),
        ("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj"),
        ("Bearer abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwx"),
        (f"seed phrase: {'witch collapse practice ' * 4}", "witch"),
        ("encryption key abc123def456ghi7", "abc123def456ghi7"),
        ("our verification code is 482913", "482913"),
        ("backup codes 12345-67890", "12345-67890"),
        ("the passcode is 4829", "4829"),
        ("docker login -u ci -p s3cr3tPw registry", "s3cr3tPw"),
        ("redis-cli -h cache -a s3cr3tPw ping", "s3cr3tPw"),
        ("sqlcmd -S db -U sa -P s3cr3tPw", "s3cr3tPw"),
        ("ldapsearch -x -D cn=a -w s3cr3tPw", "s3cr3tPw"),
        ("ConvertTo-SecureString 's3cr3tPw' -AsPlainText", "s3cr3tPw"),
        ("echo s3cr3tPw | sudo -S apt update", "s3cr3tPw"),
        ("jdbc:oracle:thin:app/s3cr3tPw@db:1521/x", "s3cr3tPw"),
        ("db.example:5432:app:app:s3cr3tPw", "s3cr3tPw"),
        ("<password>s3cr3tPw</password>", "s3cr3tPw"),
        ('<add key="ApiKey" value="s3cr3tPw"/>', "s3cr3tPw"),
        ("| password | s3cr3tPw |", "s3cr3tPw"),
        ("SECRET_KEY_BASE=abcdef0123456789", "abcdef0123456789"),
        ("https://x.io/login?code=abc123def456", "abc123def456"),
        ("MAIL_KEY: 8f14e45fceea167a5a36dedd4bea2543", "8f14e45fceea167a5a36dedd4bea2543"),
    ],
)
def test_a_secret_is_hidden_however_it_is_told(text: str, hidden: str) -> None:
    output = redact(text)

    assert hidden not in output
    assert "[secret 1]" in output


@pytest.mark.parametrize(
    "text",
    [
        "Password reset link for user42 expires after 24h!",
        "I can't reset my password in Chrome 119.0.6045.123",
        "password for release v2.0.1-beta!",
        "error: password is too short (min 12), password_min_length=8 is ignored",
        "logged in with 2 accounts, log in with SSO2",
        "the PIN pad shows E42, error code: 0x80070005, status code 404",
        "security code review, backup code path, verification code never arrives",
        "primary key violation: key 550e8400-e29b-41d4-a716-446655440000",
        "S3 key: invoices/2024/03/invoice-2024-0001.pdf, partition key: customer-20240101-eu",
        "docker run -p 8080:80 -u 1000:1000 app; psql -p 5432; mysql -u root -p shop",
        "the login -p flag is gone",
        "curl -u $USER:$PASS https://x.io/?code=404",
        "Cookie: theme=dark; lang=en-US",
        "oracle 19c/21c upgrade, echo hello | sudo tee x",
        "<password></password> and password | required | min 8",
        "hint is the password field label",
    ],
)
def test_what_only_speaks_of_secrets_stays(text: str) -> None:
    assert redact(text) == text
