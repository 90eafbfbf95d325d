from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.judging.cleaning import cleaned
from bot.triage.redaction import Redacted, redact
from tests.characters import CHARACTERS

TOPIC = "The CSV export lacks the last column."


@pytest.mark.parametrize(
    "text",
    [
        f"Hi, {TOPIC}",
        f"Hi team,\n{TOPIC}",
        f"Hello there! {TOPIC}",
        f"Dear Sir or Madam,\n\n{TOPIC}",
        f"Good morning Anna - {TOPIC}",
        f"{TOPIC}\nThanks!",
        f"{TOPIC}\nMany thanks in advance\n",
        f"{TOPIC}\n\nThanks and kind regards\nTom Baker\nOffice Manager | Baker & Sons\n+44 20",
        f"{TOPIC}\nBest\nTom",
        f"{TOPIC}\nSent from my phone",
        f"{TOPIC}\n-- \nTom Baker\nHead of Exports and Imports",
        f"{TOPIC}\n\nOn Tuesday, Jun wrote:\n> please try again\nand some more of it",
        f"> did you try again?\n> Jun\n{TOPIC}",
        f"From: tom\nTo: support\nSent: today\nSubject: Re: AW: {TOPIC}",
        f"{TOPIC}\n-----Original Message-----\nwe will look into it",
        f"Steps to reproduce:\n{TOPIC}\nActual results:\nUser Agent: Mozilla/5.0 (X11) Gecko",
        f"2026-01-05T12:00:01.123Z {TOPIC}",
        f"12:00:01,123 0x7ffdeadbeef {TOPIC}",
        f"3f2504e0-4f89-11d3-9a0c-0305e82c3301 {TOPIC}",
        f"{{noformat}}{TOPIC}{{noformat}}",
    ],
)
def test_what_every_ticket_has_is_taken_out(text: str) -> None:
    assert cleaned(Redacted(text)) == TOPIC


@pytest.mark.parametrize(
    "text",
    [
        TOPIC,
        "Hello world is printed twice.",
        "Hi I can't sign in.",
        "Thanks to your update nothing works",
        "Best way to export all invoices?",
        "On Monday the import stopped",
        "From: and To: fields are swapped",
        "The date: field is empty",
        "error 1013 in build 20260105",
        "deadbeef is not a colour",
    ],
)
def test_what_tells_something_stays(text: str) -> None:
    assert cleaned(Redacted(text)) == text


def test_a_farewell_in_the_middle_cuts_nothing_off() -> None:
    facts = [f"fact {number}" for number in range(10)]

    said = cleaned(Redacted("\n".join(["The export hangs.", "Best regards", *facts])))

    assert said.splitlines() == ["The export hangs.", *facts]


def test_of_a_stack_trace_only_where_it_happened_stays() -> None:
    frames = [f"    at com.acme.Export.step{number}(Export.java:{number})" for number in range(9)]

    said = cleaned(Redacted("\n".join(["NullPointerException: row", *frames, "since Monday"])))

    assert said.splitlines() == ["NullPointerException: row", frames[0].strip(), "since Monday"]


def test_placeholders_of_redaction_tell_nothing() -> None:
    assert cleaned(redact("anna@example.com can't sign in")) == "can't sign in"


@pytest.mark.parametrize("text", ["Hi", "Thanks!", "> quoted", "Best regards\nTom", "", "\n \n"])
def test_where_nothing_is_left_all_of_it_stays(text: str) -> None:
    assert cleaned(Redacted(text)) == text


@given(st.text(CHARACTERS))
def test_any_text_is_cleaned_to_something_no_longer(text: str) -> None:
    assert len(cleaned(Redacted(text))) <= len(text)


@pytest.mark.parametrize(
    "piece", ["hi ", "Dear A ", "thanks and ", " ", "at a", "- ", "> ", "0" * 9]
)
def test_hostile_repetition_takes_no_time(piece: str) -> None:
    text = Redacted(piece * (40_000 // len(piece)))
    started = time.process_time()

    cleaned(text)

    assert time.process_time() - started < 3
