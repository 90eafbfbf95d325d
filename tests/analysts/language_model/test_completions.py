from __future__ import annotations

import json

import pytest

from bot.analysts.language_model.completions import LONGEST_NAME, Completion, read
from bot.triage.errors import Rejected, TriageError, Unavailable


def a_body(message: object = None, **changes: object) -> str:
    said = {"content": "{}"} if message is None else message
    choice = {"message": said, "finish_reason": changes.pop("finish_reason", "stop")}
    usage = {"prompt_tokens": 7, "completion_tokens": 3}
    return json.dumps({"choices": [choice], "model": "m-1", "usage": usage, **changes})


def test_a_completion_is_read_with_its_cost() -> None:
    assert read(a_body()) == Completion("{}", "m-1", 7, 3)


@pytest.mark.parametrize("usage", [None, {}, {"total_tokens": 9}])
def test_a_server_that_counts_nothing_costs_nothing(usage: object) -> None:
    assert read(a_body(usage=usage, model=None)) == Completion("{}", "")


@pytest.mark.parametrize("count", [-5, 10**30, "many", 7.5, True, None, [1]])
def test_a_count_that_can_be_none_counts_nothing(count: object) -> None:
    usage = {"prompt_tokens": count, "completion_tokens": 3}

    assert read(a_body(usage=usage)) == Completion("{}", "m-1", 0, 3)


@pytest.mark.parametrize("oddity", [[1], "many", 7])
def test_what_is_odd_beside_an_answer_spoils_no_answer(oddity: object) -> None:
    assert read(a_body(usage=oddity)).text == "{}"
    assert read(a_body(model=oddity)).text == "{}"
    assert len(read(a_body(model="m" * 9000)).model) == LONGEST_NAME


def test_an_answer_at_the_limit_of_length_is_marked() -> None:
    assert read(a_body(finish_reason="length")).cut_off


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<html>Sign in</html>", Unavailable),
        ("", Unavailable),
        ("null", Unavailable),
        ("{}", Unavailable),
        (a_body(choices=None), Unavailable),
        (a_body(choices=[]), Unavailable),
        (a_body(choices=[{}]), Unavailable),
        (a_body(choices=[{"message": None}]), Unavailable),
        (a_body({"content": None}), Unavailable),
        (a_body({"content": " \n"}), Unavailable),
        (a_body({"content": ["parts"]}), Unavailable),
        (a_body({"content": None, "refusal": "No."}), Rejected),
        (a_body({"content": None}, finish_reason="content_filter"), Rejected),
    ],
)
def test_what_holds_no_answer_is_one_of_our_errors(body: str, error: type[TriageError]) -> None:
    with pytest.raises(error):
        read(body)
