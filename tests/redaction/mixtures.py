"""Long texts of many kinds of personal data at once, drawn by a seed."""

from __future__ import annotations

import random
import string

from bot.triage.sensitive.checksums import luhn, mod_97
from tests.redaction.scores import rows

SEEDS = range(10)
NAMES = ("anna", "bela", "carlos", "dagny", "emre", "farah", "goran", "hana", "ines", "jonas")
SAID = (
    "Card {card} was charged twice on Monday",
    "Refund it to {iban}, please",
    "I can't log in as {email} since the update",
    "Call me back on {phone} or {mobile} after lunch",
    "The form refuses my SSN {ssn}",
    "Requests from {ip} time out, from {ip_6} they don't",
    "The new password is {password}, and it is refused",
    "curl -H 'Authorization: Bearer {token}' https://{host}/v1/orders/{number}",
    "api_key={token} host={ip} user={email}",
    "Order {number} of {date} never arrived; the invoice {number} did",
    "Anna Petrova ({email}, {phone}) is out until {date}",
    "postgres://{name}:{password}@{host}:5432/billing",
    "2026-{date}T08:12:{digits} ERROR worker {digits} lost {ip}:{number}",
    "Meine Steuer-ID ist {number}{digits}, die IBAN {iban}",
    "The code from the SMS is {code}, the PIN {pin}",
)


def of_rows(seed: int, length: int) -> str:
    """Return `length` characters of the rows of both halves, in an order drawn by `seed`."""
    texts = [row.text for half in ("open", "sealed") for row in rows(half)]
    drawn = random.Random(seed)
    joined = ""
    while len(joined) < length:
        joined += "\n".join(drawn.sample(texts, len(texts))) + "\n"
    return joined[:length]


def of_new_values(seed: int, length: int) -> str:
    """Return `length` characters of sentences with a value each, no value twice."""
    drawn = random.Random(seed)
    joined = ""
    while len(joined) < length:
        joined += "".join(f"{_said(drawn)}\n" for _ in range(100))
    return joined[:length]


def _said(drawn: random.Random) -> str:
    def digits(count: int) -> str:
        return "".join(drawn.choices(string.digits, k=count))

    name, host = f"{drawn.choice(NAMES)}.{_letters(drawn, 6)}", f"{_letters(drawn, 8)}.example.com"
    return drawn.choice(SAID).format(
        card=_card(f"4{digits(14)}"),
        iban=_iban(digits(18)),
        email=f"{name}{digits(2)}@{host}",
        phone=f"+49 171 {digits(7)}",
        mobile=f"(202) 555-0{digits(3)}",
        ssn=f"2{digits(2)}-48-6{digits(3)}",
        ip=".".join(str(drawn.randrange(11, 250)) for _ in range(4)),
        ip_6=f"2001:db8::{drawn.randrange(4096, 65536):x}",
        password=f"{_letters(drawn, 6).title()}!{digits(3)}x",
        token="".join(drawn.choices(string.ascii_letters + string.digits, k=36)),
        host=host,
        number=digits(8),
        date=f"{drawn.randrange(1, 13):02}-{drawn.randrange(1, 29):02}",
        digits=digits(3),
        name=name,
        code=digits(6),
        pin=digits(4),
    )


def _letters(drawn: random.Random, count: int) -> str:
    return "".join(drawn.choices(string.ascii_lowercase, k=count))


def _card(number: str) -> str:
    return next(f"{number}{last}" for last in range(10) if luhn(f"{number}{last}"))


def _iban(account: str) -> str:
    return next(iban for check in range(2, 99) if mod_97(iban := f"DE{check:02}{account}"))
