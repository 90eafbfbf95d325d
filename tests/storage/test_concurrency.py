"""Many threads at once: nothing is lost, nothing is done twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import TYPE_CHECKING, TypeVar

from bot.triage.arrivals.intake import IntakeRules
from bot.triage.arrivals.limits import Limits
from bot.triage.delivery.posting import Kind, Post
from bot.triage.errors import Unavailable
from bot.triage.ticket import Status
from storage.arrivals.recorded import Outcome
from storage.tickets import Tickets
from tests.builders import NOON, TEAM, a_judgement, a_message, a_reply
from tests.storage.store import LEASE, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.triage.ticket import Message, Ticket
    from storage.arrivals.recorded import Recorded
    from tests.storage.store import Opened

THREADS = 8
ROUNDS = 50


Result = TypeVar("Result")


def together(work: Callable[[int], Result], times: int = THREADS * ROUNDS) -> list[Result]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, range(times)))


def delivered(tickets: Tickets, message: Message) -> Recorded:
    """Record it, again and again while the machine is too busy for it: Slack does that too."""
    while True:
        with suppress(Unavailable):
            return tickets.record(message, opens_ticket=True)


def all_claimed(store: Store, _: int) -> list[Ticket]:
    """Claim until nothing is due."""
    return list(iter(lambda: store.tickets.claim(NOON, LEASE), None))


def test_numbers_have_no_gap_and_no_double_in_each_workspace(store: Store) -> None:
    def record(number: int) -> Recorded:
        message = a_message(team=f"T{number % 2}", ts=f"{number}.0", event_id=f"E{number}")
        return delivered(store.tickets, message)

    recorded = together(record)

    for team in (0, 1):
        numbers = sorted(each.number or 0 for each in recorded[team::2])
        assert numbers == list(range(1, THREADS * ROUNDS // 2 + 1))


def test_parallel_deliveries_of_one_message_open_one_ticket(store: Store) -> None:
    outcomes = together(lambda _: delivered(store.tickets, a_message()).outcome, THREADS * 4)

    assert outcomes.count(Outcome.OPENED) == 1
    assert outcomes.count(Outcome.DUPLICATE) == THREADS * 4 - 1


def test_no_ticket_is_claimed_twice(store: Store) -> None:
    for number in range(100):
        store.open(a_message(ts=f"{number}.0", event_id=f"E{number}"))

    claimed = [
        ticket.id for each in together(partial(all_claimed, store), THREADS) for ticket in each
    ]

    assert sorted(claimed) == sorted(set(claimed))
    assert len(claimed) == 100


def test_a_limit_is_exact_under_parallel_deliveries_on_two_processes(
    opened: Opened, file: Path
) -> None:
    rules = IntakeRules(Limits(10))
    stores = [Tickets(opened(f"sqlite:///{file}"), token_hex, rules) for _ in range(2)]

    def post(number: int) -> Recorded:
        message = a_message(ts=f"{NOON.timestamp():.0f}.{number:06}", event_id=f"E{number}")
        return delivered(stores[number % 2], message)

    recorded = together(post)

    assert Counter(each.outcome for each in recorded) == {
        Outcome.OPENED: 10,
        Outcome.OVER_LIMIT: THREADS * ROUNDS - 10,
    }
    assert [each.is_news for each in recorded].count(True) == 1


def test_no_posting_is_claimed_twice(store: Store) -> None:
    for number in range(100):
        store.open(a_message(ts=f"{number}.0", event_id=f"E{number}"))
        store.judge()

    claimed = [posting.id for posting in together(lambda _: store.posting(), 100)]

    assert sorted(claimed) == sorted(set(claimed))


def test_no_reply_is_lost_while_workers_hold_the_ticket(store: Store) -> None:
    """Workers note how many messages they saw; the last look must have seen every one."""
    ticket_id = store.open()
    seen: list[int] = []

    def look() -> None:
        while (ticket := store.tickets.claim(NOON, LEASE)) is not None:
            seen.append(len(ticket.messages))
            store.tickets.release(ticket, None)

    def reply_or_look(number: int) -> None:
        if number % 2:
            look()
        else:
            reply = a_reply(ts=f"{number}.5", event_id=f"R{number}")
            delivered(store.tickets, reply)

    together(reply_or_look)
    look()

    assert seen[-1] == len(store.ticket(ticket_id).messages) == THREADS * ROUNDS // 2 + 1


def test_two_processes_share_the_work_without_doing_it_twice(
    opened: Opened, store: Store, file: Path
) -> None:
    """Two engines stand for two processes: they share no lock but SQLite's own."""
    other = Store.over(opened(f"sqlite:///{file}"))
    for number in range(60):
        store.open(a_message(ts=f"{number}.0", event_id=f"E{number}"))

    def work(number: int) -> int:
        mine = (store, other)[number % 2]
        done = 0
        while (ticket := mine.tickets.claim(NOON, LEASE)) is not None:
            judged = ticket.judged(a_judgement())
            card = Post(Kind.CARD)
            assert mine.tickets.save(judged, event="judged", actor="bot", posts=[card], now=NOON)
            done += 1
        return done

    assert sum(together(work, THREADS)) == 60
    assert {ticket.status for ticket in store.tickets.latest(TEAM, 60)} == {Status.JUDGED}
    assert store.count("outbox") == 60
