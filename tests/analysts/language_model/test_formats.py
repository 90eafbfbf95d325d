"""How the shape of an answer is demanded of servers that take it in different ways."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from bot.analysts.language_model.formats import bounded
from bot.analysts.prompts import build
from bot.triage.errors import Rejected, Unavailable
from tests.analysts.cases import a_case
from tests.analysts.compatible import CompatibleServer, complaining, saying
from tests.analysts.connecting import complete, judged, model_at
from tests.analysts.scripted import GOOD
from tests.builders import a_hit

if TYPE_CHECKING:
    from bot.triage.judgement import Taxonomy


NO_SCHEMAS = complaining("response_format.type json_schema is not supported")


NO_FORMAT = complaining("unknown field: response_format")


def test_a_server_without_schemas_gets_them_in_words() -> None:
    with (
        CompatibleServer(NO_SCHEMAS, NO_SCHEMAS, saying("{}"), saying("{}")) as server,
        model_at(server) as model,
    ):
        complete(model)
        complete(model)

    formats = [body["response_format"] for body in server.bodies[2:]]
    assert formats == [{"type": "json_object"}] * 2
    assert '"additionalProperties": false' in str(server.bodies[2]["messages"])
    assert '"additionalProperties": false' not in str(server.bodies[0]["messages"])


def test_a_server_may_take_the_schema_its_own_way() -> None:
    with CompatibleServer(NO_SCHEMAS, saying("{}")) as server, model_at(server) as model:
        assert complete(model).text == "{}"

    asked = server.bodies[1]["response_format"]
    assert isinstance(asked, dict)
    assert (asked["type"], set(asked)) == ("json_object", {"type", "schema"})
    assert lengths_in(asked) == 1


def test_an_answer_is_bounded_unless_the_server_cannot() -> None:
    unknown = complaining("Unsupported parameter: 'max_tokens'")

    with CompatibleServer(unknown, saying("{}")) as server, model_at(server) as model:
        complete(model)

    assert [body.get("max_tokens") for body in server.bodies] == [1000, None]


@pytest.mark.parametrize("status", [422, 500])
def test_a_server_may_say_in_other_ways_that_it_has_no_schemas(status: int) -> None:
    said = complaining("('body', 'response_format', 'type'): Input should be 'text'", status)

    with CompatibleServer(said, saying("{}")) as server, model_at(server) as model:
        assert complete(model).text == "{}"

    assert "json_object" in str(server.bodies[1]["response_format"])


ELSEWHERE: dict[str, dict[str, object]] = {
    "FastAPI": {"detail": [{"loc": ["body", "response_format"], "msg": "Extra inputs"}]},
    "Ollama": {"error": "json_schema is not supported"},
    "a proxy": {"errors": [{"message": "no json_schema here"}]},
}


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_a_server_may_say_so_wherever_it_likes(kind: str) -> None:
    said = (422, ELSEWHERE[kind])

    with CompatibleServer(said, saying("{}")) as server, model_at(server) as model:
        assert complete(model).text == "{}"

    assert "json_object" in str(server.bodies[1]["response_format"])


def test_a_refusal_that_merely_quotes_the_request_takes_nothing_away() -> None:
    quoted = {"model": "x", "max_tokens": 1000, "response_format": {"type": "json_schema"}}
    fault = {"loc": ["body", "user"], "msg": "Field required", "input": quoted}

    with (
        CompatibleServer((422, {"detail": [fault]})) as server,
        model_at(server) as model,
        pytest.raises(Rejected, match="422"),
    ):
        complete(model)

    assert len(server.bodies) == 1


def test_a_server_error_about_something_else_is_no_reason_to_ask_for_less() -> None:
    with (
        CompatibleServer(complaining("out of memory", 500)) as server,
        model_at(server) as model,
        pytest.raises(Unavailable),
    ):
        complete(model)

    assert len(server.bodies) == 1


def test_a_server_without_any_format_is_asked_in_words_only() -> None:
    with (
        CompatibleServer(NO_FORMAT, NO_FORMAT, NO_FORMAT, saying("{}")) as server,
        model_at(server) as model,
    ):
        assert complete(model).text == "{}"

    assert "response_format" not in server.bodies[3]


def test_a_server_that_still_complains_is_rejected() -> None:
    with (
        CompatibleServer(*[NO_FORMAT] * 4) as server,
        model_at(server) as model,
        pytest.raises(Rejected, match="400"),
    ):
        complete(model)


def test_a_corrected_answer_can_be_demanded_in_words_too(taxonomy: Taxonomy) -> None:
    with CompatibleServer(NO_FORMAT, NO_FORMAT, saying("no"), saying(GOOD)) as server:
        assert judged(server, taxonomy).category == "Bug"

    roles = [message["role"] for message in server.bodies[3]["messages"]]  # type: ignore[attr-defined]
    assert roles == ["system", "user", "assistant", "user"]


CUT = saying('{"summary": "on and on and', finish_reason="length")


def lengths_in(body: object) -> int:
    return str(body).count("maxLength")


def test_a_model_that_does_not_come_to_its_end_is_given_lengths_from_then_on() -> None:
    with CompatibleServer(CUT, saying("{}"), saying("{}")) as server, model_at(server) as model:
        assert complete(model).cut_off
        complete(model)
        complete(model)

    assert [lengths_in(body) for body in server.bodies] == [0, 1, 1]


def test_a_server_that_takes_no_lengths_is_sent_none_any_more() -> None:
    refused = complaining("Invalid schema for response_format: 'maxLength' is not permitted")
    replies = (CUT, refused, saying("{}"), CUT, saying("{}"))

    with CompatibleServer(*replies) as server, model_at(server) as model:
        for _ in range(4):
            complete(model)

    assert [lengths_in(body) for body in server.bodies] == [0, 1, 0, 0, 0]
    assert all("json_schema" in str(body["response_format"]) for body in server.bodies)


def test_every_text_and_list_that_is_free_gets_a_length(taxonomy: Taxonomy) -> None:
    schema = build(a_case("The export hangs", a_hit()), taxonomy).schema

    told = json.dumps(bounded(schema))

    jsonschema.Draft202012Validator.check_schema(bounded(schema))
    assert told.count('"maxLength": 300') == 3
    assert told.count('"maxLength": 75') == told.count('"maxItems": 4') == 1
    assert told.count('"enum": [0.0, 0.1, ') == 3
    assert bounded(schema)["required"] == schema["required"]
    assert "maxLength" not in json.dumps(schema)
