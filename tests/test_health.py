from __future__ import annotations

from bot.health import Check, State, examine
from bot.triage.errors import Unavailable


def well() -> str:
    return "fine"


def none() -> int:
    return 0


def broken() -> str:
    raise Unavailable("the disk is full")


def test_all_is_well_when_every_check_is() -> None:
    health = examine([Check("database", well, "")], lambda: 3, none, none)

    assert health.state is State.OK
    assert health.as_json() == {
        "status": "ok",
        "checks": {"database": {"status": "ok", "detail": "fine"}},
        "queue_depth": 3,
        "dead_letters": 0,
    }


def test_a_vital_part_that_fails_fails_the_whole() -> None:
    health = examine([Check("database", broken, "make room")], none, none, none)

    assert health.state is State.FAILED
    assert health.findings[0].detail == "the disk is full"
    assert health.findings[0].advice == "make room"


def test_a_part_that_is_not_vital_only_degrades() -> None:
    health = examine([Check("analyst", broken, "", vital=False)], none, none, none)

    assert health.state is State.DEGRADED


def test_dead_letters_degrade_while_they_are_news() -> None:
    check = Check("database", well, "")

    assert examine([check], none, lambda: 2, lambda: 1).state is State.DEGRADED
    assert examine([check], none, lambda: 2, none).state is State.OK
    assert examine([check], none, lambda: 2, none).as_json()["dead_letters"] == 2


def test_a_queue_that_cannot_be_counted_is_a_failure() -> None:
    def unreadable() -> int:
        raise Unavailable("locked")

    health = examine([Check("database", well, "")], unreadable, none, none)

    assert health.state is State.FAILED
    assert health.as_json()["queue_depth"] == -1
