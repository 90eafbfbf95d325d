from __future__ import annotations

import pytest

from bot.demonstration.tickets import read_tickets


def test_a_ticket_is_a_line_of_json() -> None:
    tickets, bad = read_tickets(b'{"text": "It is slow", "replies": ["since noon"]}\n\n  \r\n')

    assert [(ticket.text, ticket.replies, ticket.via) for ticket in tickets] == [
        ("It is slow", ["since noon"], "message")
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "it is not valid JSON"),
        ("[1]", 'an object such as {"text": "…"} was expected'),
        ("{}", "text: it is missing"),
        ('{"text": " "}', "text: it is empty"),
        ('{"text": " /triage "}', "text: nothing stands after /triage"),
        ('{"text": 5}', "text: text in quotes was expected"),
        ('{"text": "x", "replies": "y"}', "replies: a list of texts was expected"),
        ('{"text": "x", "via": "mail"}', "via: Input should be 'message' or 'command'"),
        ('{"text": "café"}', "it is not valid JSON"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_rest_goes_on(line: str, reason: str) -> None:
    tickets, bad = read_tickets(f'{{"text": "first"}}\n{line}\n{{"text": "last"}}'.encode("cp1252"))

    assert [ticket.text for ticket in tickets] == ["first", "last"]
    assert [problem.number for problem in bad] == [2]
    assert reason in bad[0].reason


@pytest.mark.parametrize(
    ("row", "typed"),
    [
        ('{"text": "It is slow"}', None),
        ('{"text": "It is slow", "via": "command"}', "It is slow"),
        ('{"text": "/triage It is slow"}', "It is slow"),
        ('{"text": "/triage It is slow", "via": "command"}', "It is slow"),
        ('{"text": "/triaged It is slow"}', None),
    ],
)
def test_a_ticket_may_be_typed_after_the_command(row: str, typed: str | None) -> None:
    (ticket,), _ = read_tickets(row.encode())

    assert ticket.typed_after_command == typed


def test_only_a_newline_ends_a_line() -> None:
    tickets, bad = read_tickets('\ufeff{"text": "one\u2028ticket"}\n'.encode())

    assert ([ticket.text for ticket in tickets], bad) == (["one\u2028ticket"], [])
