from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung, in_words
from storage.budgets import Budgets
from tests.builders import TEAM, a_message
from tests.quick_database import QuickDatabase
from tests.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.command_line import CommandLine

FALLS = (Fall(Rung.MODEL, Reason.UNREADABLE), Fall(Rung.REPAIR, Reason.TOO_SLOW))
FELL_BACK = Provenance("offline", "offline-1", falls=FALLS)
JUST_NOW = datetime.now(UTC)


@pytest.fixture
def store(command: CommandLine) -> Iterator[Store]:
    database = QuickDatabase(f"sqlite:///{command.database}")
    yield Store.over(database)
    database.dispose()


def open_ticket(store: Store, number: int = 1, team: str = TEAM) -> None:
    store.open(a_message(team=team, ts=f"{number}.0", event_id=f"E{number}", at=JUST_NOW))


def bury(store: Store) -> None:
    """Judge the ticket that is due, and give up its card."""
    store.judge(JUST_NOW)
    store.outbox.bury(store.posting(JUST_NOW), "is_archived", JUST_NOW)


def test_tickets_are_listed_with_who_judged_them_and_who_could_not(
    command: CommandLine, store: Store
) -> None:
    open_ticket(store, 1)
    store.judge(JUST_NOW, provenance=FELL_BACK)
    open_ticket(store, 2)

    done = command("tickets", "list")

    assert done.out.splitlines() == [
        f"{TEAM}\tT-2\treceived\topen",
        f"{TEAM}\tT-1\tjudged\topen\tMedium\tBilling\toffline\t{in_words(FALLS)}",
    ]


def test_tickets_are_listed_for_other_programs_without_their_text(
    command: CommandLine, store: Store
) -> None:
    open_ticket(store)
    store.judge(JUST_NOW, provenance=FELL_BACK)

    (record,) = command("tickets", "list", "--json").json

    assert record == {
        "team": TEAM,
        "ticket": "T-1",
        "channel": "C0SUPPORT",
        "opened_at": JUST_NOW.isoformat(),
        "status": "judged",
        "work": "open",
        "severity": "Medium",
        "category": "Billing",
        "matched_issue_id": None,
        "analyst": "offline",
        "model": "offline-1",
        "ladder": [
            {"rung": "model", "reason": "unreadable"},
            {"rung": "repair", "reason": "too_slow"},
        ],
    }


def test_a_ticket_that_was_handed_over_tells_its_ladder_too(
    command: CommandLine, store: Store
) -> None:
    open_ticket(store)
    handed_over = store.claimed(JUST_NOW).handed_over(FALLS)
    store.tickets.save(handed_over, event="handed_over", actor="bot", now=JUST_NOW)

    (record,) = command("tickets", "list", "--json").json

    assert (record["status"], record["analyst"]) == ("handed_over", None)
    assert [fall["rung"] for fall in record["ladder"]] == ["model", "repair"]


def test_a_list_can_be_of_one_workspace_and_short(command: CommandLine, store: Store) -> None:
    for number, team in enumerate((TEAM, TEAM, "T0OTHER")):
        open_ticket(store, number, team)

    assert "T0OTHER" not in command("tickets", "list", "--team", TEAM).out
    assert len(command("tickets", "list", "--limit", "2").out.splitlines()) == 2


def test_what_was_given_up_is_listed(command: CommandLine, store: Store) -> None:
    open_ticket(store)
    bury(store)
    open_ticket(store, 2)

    done = command("tickets", "list", "--dead")
    (record,) = command("tickets", "list", "--dead", "--json").json

    at = f"{JUST_NOW:%Y-%m-%d %H:%M} UTC"
    assert done.out == f"{TEAM}\tT-1\tpost of card\tC0SUPPORT\t{at}\tis_archived\n"
    assert record == {
        "team": TEAM,
        "ticket": "T-1",
        "channel": "C0SUPPORT",
        "message": "card",
        "operation": "post",
        "error": "is_archived",
        "attempts": 1,
        "given_up_at": JUST_NOW.isoformat(),
    }
    assert command("tickets", "list", "--dead", "--team", "T0OTHER").out == ""


def test_an_empty_list_is_empty(command: CommandLine) -> None:
    assert command("tickets", "list").out == ""
    assert command("tickets", "list", "--json").json == []


@pytest.mark.parametrize("spelled", ["T-1", "t-1", "1"])
def test_what_was_given_up_is_put_back(command: CommandLine, store: Store, spelled: str) -> None:
    open_ticket(store)
    bury(store)

    done = command("tickets", "retry", spelled)

    assert (done.code, done.out) == (0, "T-1: 1 post is put back\n")
    assert store.reports.dead_letter_count() == 0
    assert command("tickets", "retry", spelled).out == "T-1: nothing of it was given up\n"


def test_a_ticket_that_was_handed_to_people_is_judged_again(
    command: CommandLine, store: Store
) -> None:
    open_ticket(store)
    handed_over = store.claimed(JUST_NOW).handed_over()
    store.tickets.save(handed_over, event="handed_over", actor="bot", now=JUST_NOW)

    done = command("tickets", "retry", "T-1")

    assert done.out == "T-1: it is judged again\n"
    assert store.claimed(datetime.now(UTC)).judge_again


def test_where_several_workspaces_have_that_ticket_one_is_to_be_named(
    command: CommandLine, store: Store
) -> None:
    open_ticket(store)
    bury(store)
    open_ticket(store, team="T0OTHER")

    unclear = command("tickets", "retry", "T-1")
    clear = command("tickets", "retry", "T-1", "--team", TEAM)

    assert unclear.code == 2
    assert f"T-1 is in several workspaces: T0OTHER, {TEAM}; name one with --team" in unclear.err
    assert clear.out == "T-1: 1 post is put back\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("retry", "T-9"), "there is no ticket T-9"),
        (("retry", "T-9", "--team", "T0OTHER"), "there is no ticket T-9, or it was withdrawn"),
        (("retry", "ticket"), "expected a ticket such as T-12"),
        (("retry", "T-1", "--team", " "), "a workspace's id was expected"),
        (("rejudge",), "--since"),
        (("rejudge", "--since", "yesterday"), "such as 90m, 1h or 2d"),
        (("rejudge", "--since", "1h", "--analyst", "oracle"), "oracle"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_a_reason(
    command: CommandLine, arguments: tuple[str, ...], says: str
) -> None:
    done = command("tickets", *arguments)

    assert done.code == 2
    assert says in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--since", "1h"), "1 ticket is judged again"),
        (("--since", "90m", "--analyst", "offline"), "2 tickets are judged again"),
        (("--since", "2d", "--analyst", "openai"), "1 ticket is judged again"),
        (("--since", "1h", "--team", "T0OTHER"), "0 tickets are judged again"),
        (("--since", "99999d", "--team", TEAM), "1 ticket is judged again"),
        (("--since", "0s"), "0 tickets are judged again"),
    ],
)
def test_tickets_are_judged_again_by_who_judged_them_and_when(
    command: CommandLine, store: Store, options: tuple[str, ...], says: str
) -> None:
    for number, provenance in enumerate(
        (FELL_BACK, Provenance("offline", "offline-1"), Provenance("openai", "gpt-4o-mini"))
    ):
        open_ticket(store, number)
        store.judge(JUST_NOW, provenance=provenance)

    done = command("tickets", "rejudge", *options)

    assert (done.code, done.out) == (0, f"{says}\n")


def test_who_has_tickets_judged_again_is_told_how_much_of_the_budget_is_spent(
    command: CommandLine, store: Store
) -> None:
    Budgets(store.database).reserve(TEAM, datetime.now(UTC).date(), 2_745, 3_000)

    done = command("tickets", "rejudge", "--since", "1h", DAILY_TOKEN_BUDGET="3000")

    spent = f"{TEAM}: 2745 of 3000 tokens spent today; what needs more is judged offline"
    assert done.out.splitlines() == ["0 tickets are judged again", spent]
