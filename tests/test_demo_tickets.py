from __future__ import annotations

import pytest

from bot.demo_tickets import read_tickets


def test_a_ticket_is_a_line_of_json() -> None:
    tickets, bad = read_tickets(['{"text": "It is slow", "replies": ["since noon"]}', "", "  "])

    assert [(ticket.text, ticket.replies, ticket.via) for ticket in tickets] == [
        ("It is slow", ["since noon"], "message")
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "Invalid JSON"),
        ("[1]", "object"),
        ("{}", "text: Field required"),
        ('{"text": " "}', "text: String should match"),
        ('{"text": "x", "replies": "y"}', "replies: Input should be a valid array"),
        ('{"text": "x", "via": "mail"}', "via: Input should be 'message' or 'command'"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_rest_goes_on(line: str, reason: str) -> None:
    tickets, bad = read_tickets(['{"text": "first"}', line, '{"text": "last"}'])

    assert [ticket.text for ticket in tickets] == ["first", "last"]
    assert [problem.number for problem in bad] == [2]
    assert reason in bad[0].reason
