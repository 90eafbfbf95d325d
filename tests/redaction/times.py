"""Times redaction on long hostile texts; `python -m tests.redaction.times` prints it."""

from __future__ import annotations

import random
import sys
import time
from itertools import chain
from typing import TYPE_CHECKING

from bot.triage.redaction import redact
from tests.hostile import hostile
from tests.redaction.mixtures import SEEDS, of_new_values, of_rows
from tests.redaction.scores import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 40_000
LIMIT_MS = 50
PEOPLE = ("Anna Petrova",)
UNITS = (
    "1", "12 ", "a@", "a@b.", "a@a@a.", "a%40", "(", "(1", "-----BEGIN ", "eyJ", "eyJaaaaaa.",
    "-----BEGIN PRIVATE KEY-----", "sk-", "sk-a1", "xoxb-", "password:", "password='", "pass is ",
    'password="\\', "://a:", "https://a:b", "<mailto:", "<@U", "+1 ", "0171 ", "1.1.1.", "1.2.3.4 ",
    "::", "1:2:", "4 1 1 1 ", "4111 ", "4111111111111111 ", "DE44 ", "bearer ", "basic aaaaaaaaa ",
    "a [at] ", "a at b dot ", "a @ b.", "aadhaar 1234 5678 9012 ", "123-45-6789 ", "--pass",
    "Anna ", "\u200b", "٣", "é", "_", "\n", "'", "&a", "mysql -p", "-u a:", "[email 1]", "a@b.co ",
    "call 0171 ", "token=a,b", "cookie: a=b;", "pin 1234 ", "a@[1", "set-cookie: a=aaaaaaaaa1; ",
    "a/", "a=a@b.co ", "=a@b.co", "a=a/a!a#a@b.co\n",
    "passwords: a1b2c3 and ", "passwords:\n- a1b2c3", "Anna;", "Annaさん",
)  # fmt: skip
ALPHABETS = ("0123456789 .-/()+", "aA1+/=", "é日1 @.", "ab c")


def repeated(unit: str, length: int = LENGTH) -> str:
    """Return `length` characters of nothing but `unit`."""
    return (unit * (length // len(unit) + 1))[:length]


def drawn(alphabet: str) -> str:
    """Return as many characters, drawn from `alphabet`."""
    return "".join(random.Random(7).choices(alphabet, k=LENGTH))


def mixtures() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of mixtures of personal data."""
    for seed in SEEDS:
        yield f"rows, seed {seed}", of_rows(seed, LENGTH)
        yield f"new values, seed {seed}", of_new_values(seed, LENGTH)


def seconds(text: str, people: tuple[str, ...] = PEOPLE, *, enough: float = 0.0) -> float:
    """Return the CPU time of the best of five runs: others' work on the machine is not ours.

    A run that takes less than `enough` is the last.
    """
    times = []
    for _ in range(5):
        begin = time.thread_time()
        redact(text, people)
        times.append(time.thread_time() - begin)
        if times[-1] < enough:
            break
    return min(times)


def long_texts() -> Iterator[tuple[str, str, str]]:
    """Yield the source, the name and the text of everything that is timed."""
    for half in ("open", "sealed"):
        for number, row in enumerate(rows(half), 1):
            yield half, f"redaction {number}", repeated(f"{row.text}\n")
    for entry in chain(hostile("sizes"), hostile("personal")):
        if isinstance(entry.get("text"), str):
            yield "open", entry["id"], repeated(f"{entry['text']}\n")
    for unit in UNITS:
        yield "made up", f"repeated {unit!r}", repeated(unit)
    for alphabet in ALPHABETS:
        yield "made up", f"drawn from {alphabet!r}", drawn(alphabet)
    for name, text in mixtures():
        yield "mixed", name, text


def _additions() -> float:
    """Return how many milliseconds a fixed loop takes: how fast the machine is just then."""
    begin = time.thread_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return 1000 * (time.thread_time() - begin)


def report() -> str:
    """Return the number of texts over the limit and the slowest, by source.

    The machine is slower for seconds at a time: what took too long is timed again after all others.
    """
    additions = f"a million additions took {_additions():.0f} ms"
    texts = {(source, name): text for source, name, text in long_texts()}
    times = {key: 1000 * seconds(text) for key, text in texts.items()}
    once = {key for key, took in times.items() if took > LIMIT_MS}
    times |= {key: min(times[key], 1000 * seconds(texts[key])) for key in once}
    lines = [f"{LENGTH:,} characters, limit {LIMIT_MS} ms; {additions}"]
    for source in ("open", "sealed", "made up", "mixed"):
        taken = sorted(((times[key], key[1]) for key in texts if key[0] == source), reverse=True)
        slow, first = sum(took > LIMIT_MS for took, _ in taken), sum(of == source for of, _ in once)
        lines.append(
            f"{source:8}{len(taken):5} texts, {slow} over it ({first} at first); the slowest:"
        )
        lines += [f"    {took:6.1f} ms  {name}" for took, name in taken[:5]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{report()}\n")
