"""What a model may answer, from bad enums to megabytes: each ends on the rung where it belongs."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from bot.analysts.ladder import Ladder
from bot.analysts.language_model.breaker import Breaker
from bot.analysts.language_model.judging import ModelAnalyst
from bot.analysts.language_model.tries import Tries
from bot.analysts.llm import Endpoint, connected
from bot.triage.delivery.retries import Patience
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Rung
from tests.analysts.cases import a_case
from tests.analysts.scripted import REAL_TIME, UNLIMITED, Gives
from tests.builders import NOON, a_hit, a_judgement
from tests.hostile import OPEN, TESTED, by_id
from tests.standins.openai_replies import Reply

if TYPE_CHECKING:
    from bot.triage.judgement import Judgement, Taxonomy
    from tests.standins.openai_server import OpenAIServer

ROWS = by_id("model_answers", OPEN.parent / "sealed", *TESTED)
UNUSABLE = [
    name for name, row in ROWS.items() if "ok" not in (row["expected"], *row.get("also", ()))
]
PATIENCE = Patience(attempt_seconds=20, total_seconds=60, max_retries=1, retry_delay_seconds=0)
OFFLINE = a_judgement(provenance=Provenance("offline", "offline-1"))
FOUND = (a_hit(0.9, id="KB-101"), a_hit(0.8, id="KB-102"))


def reply(row: dict[str, Any]) -> Reply:
    if "raw_body" in row:
        body = row["raw_body"]
        raw = body if isinstance(body, bytes) else str(body).encode("utf-8", "surrogatepass")
        return Reply(raw=raw, media_type=row.get("raw_content_type") or "application/json")
    said = {"role": "assistant", "content": row["content"]}
    said |= {name: row[name] for name in ("refusal", "tool_calls") if name in row}
    choice = {"index": 0, "message": said, "finish_reason": row["finish_reason"]}
    body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini"}
    body |= {"choices": row.get("choices", [choice])}
    body |= {"usage": row.get("usage", {"prompt_tokens": 9, "completion_tokens": 9})}
    return Reply(raw=json.dumps(body).encode())


def judged(
    server: OpenAIServer, taxonomy: Taxonomy, row: dict[str, Any], times: int = 1
) -> Judgement:
    """Return what comes of the answer, given so often; after that the model answers well."""
    server.script.clear()
    server.requests.clear()
    server.reply(*[reply(row)] * times)
    endpoint = Endpoint("gpt-4o-mini", SecretStr("sk-test"), server.base_url)
    with connected(endpoint, lambda: NOON) as model:
        tries = Tries(Breaker(model, time.monotonic), UNLIMITED, PATIENCE, REAL_TIME)
        ladder = Ladder((Rung.MODEL, ModelAnalyst(tries, taxonomy)), (Rung.OFFLINE, Gives(OFFLINE)))
        case = a_case("The export is empty", *FOUND, may_ask=row.get("may_ask", True))
        return ladder.judge(case)


@pytest.mark.parametrize("name", ROWS)
def test_each_answer_ends_on_its_rung(server: OpenAIServer, taxonomy: Taxonomy, name: str) -> None:
    row = ROWS[name]

    judgement = judged(server, taxonomy, row)

    ended = judgement.provenance.analyst
    if ended == "openai":
        ended = "ok" if len(server.chats) == 1 else "repair"
    assert ended in {row["expected"], *row.get("also", ())}
    assert judgement.category in taxonomy.category_names
    assert judgement.severity in taxonomy.severity_names
    assert judgement.matched_issue_id in {None, "KB-101", "KB-102"}
    assert judgement.question is None or row.get("may_ask", True)


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_stays_unusable_is_judged_offline(
    server: OpenAIServer, taxonomy: Taxonomy, name: str
) -> None:
    judgement = judged(server, taxonomy, ROWS[name], times=9)

    assert judgement.provenance.analyst == "offline"
