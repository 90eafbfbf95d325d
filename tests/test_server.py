from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest

from bot.health import Finding, Health, State
from bot.server import LARGEST_BODY_BYTES, Server, build_site
from bot.triage.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Reply:
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/plain"})
    body: str = "got it"


@dataclass
class Place:
    """What a served site is asked, and what it answers."""

    state: State = State.OK
    delivered: list[bytes] = field(default_factory=list)
    url: str = ""

    def health(self) -> Health:
        return Health((Finding("database", self.state, "seen"),), 0, 0)

    def deliver(self, body: bytes, headers: Mapping[str, str], remote: str) -> Reply:
        assert headers["x-slack-signature"] == "v0=1"
        assert remote == "127.0.0.1"
        self.delivered.append(body)
        return Reply()


@pytest.fixture(scope="module")
def served() -> Iterator[Place]:
    place = Place()
    server = Server(build_site(place.health, place.deliver), "127.0.0.1", 0)
    place.url = f"http://127.0.0.1:{server.start()}"
    yield place
    server.stop(5)


def test_health_answers_200_while_all_is_well(served: Place) -> None:
    answer = httpx.get(f"{served.url}/health")

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


@pytest.mark.parametrize(("state", "status"), [(State.FAILED, 503), (State.DEGRADED, 200)])
def test_health_answers_503_only_when_work_is_impossible(
    served: Place, state: State, status: int
) -> None:
    served.state = state

    answer = httpx.get(f"{served.url}/health")

    served.state = State.OK
    assert answer.status_code == status


def test_a_delivery_is_handed_over_as_the_bytes_that_came(served: Place) -> None:
    answer = httpx.post(
        f"{served.url}/slack/events", content=b'{"a":1}', headers={"x-slack-signature": "v0=1"}
    )

    assert (answer.status_code, answer.text) == (200, "got it")
    assert served.delivered[-1] == b'{"a":1}'


def test_a_body_larger_than_anything_slack_sends_is_refused_unread(served: Place) -> None:
    before = len(served.delivered)

    answer = httpx.post(f"{served.url}/slack/events", content=b"x" * (LARGEST_BODY_BYTES + 1))

    assert answer.status_code == 413
    assert len(served.delivered) == before


def test_who_hangs_up_in_the_midst_of_a_body_leaves_no_trace(served: Place) -> None:
    statuses: list[int] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Mapping[str, Any]) -> None:
        statuses.append(message.get("status", 0))

    site = build_site(served.health, served.deliver)
    scope = {"type": "http", "method": "POST", "path": "/slack/events", "headers": []}
    anyio.run(site, scope, receive, send)

    assert statuses[0] == 400


def test_in_socket_mode_there_is_no_door_for_events() -> None:
    place = Place()
    server = Server(build_site(place.health, None), "127.0.0.1", 0)
    port = server.start()

    answer = httpx.post(f"http://127.0.0.1:{port}/slack/events", content=b"{}")

    server.stop(5)
    assert answer.status_code == 404


def test_a_port_in_use_is_said_plainly() -> None:
    place = Place()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = Server(build_site(place.health, None), "127.0.0.1", port)

        with pytest.raises(Unavailable, match=f"can't listen on 127.0.0.1:{port}"):
            server.start()
