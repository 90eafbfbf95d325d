"""Once a trouble is over: the same card drawn again, and posts said that were given up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.duties.courier import GIVE_UP_UNAVAILABLE
from bot.slack.web_api.methods import Method
from bot.triage.errors import Rejected, Unavailable, Unconfirmed
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung
from bot.triage.teamwork.by import By
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from bot.triage.ticket import Status
from storage.delivery.second_chances import SecondChances
from storage.reports import Reports
from tests.builders import a_judgement

if TYPE_CHECKING:
    from bot.triage.judgement import Judgement
    from bot.workspace import Message
    from tests.workbench import Workbench

HOUR = timedelta(hours=1)


@pytest.fixture
def chances(bench: Workbench) -> SecondChances:
    return SecondChances(bench.desk.database)


def offline() -> Judgement:
    falls = (Fall(Rung.MODEL, Reason.UNREACHABLE),)
    return a_judgement(
        summary="Judged offline", provenance=Provenance("offline", "offline-1", falls=falls)
    )


def judge_again(bench: Workbench, chances: SecondChances, analyst: str | None = None) -> int:
    now = bench.desk.clock.now
    return chances.judge_again(now - HOUR, now, analyst=analyst)


def judged_by_a_model_that_fails_next(bench: Workbench) -> Message:
    """Return the message of a ticket that only the offline analyst would judge now."""
    bench.analyst.script += [a_judgement(category="Login"), offline()]
    root = bench.post()
    bench.run()
    return root


def retry(bench: Workbench, chances: SecondChances) -> None:
    assert chances.retry(bench.desk.bot.team_id, 1, bench.desk.clock.now)


def test_when_the_model_is_back_the_same_card_is_drawn_again(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.analyst.script.append(offline())
    root = bench.post()
    bench.run()
    (card,) = bench.said(root)
    assert "Judged offline" in str(card.blocks)

    assert judge_again(bench, chances) == 1
    bench.run(seconds=1)

    (again,) = bench.said(root)
    assert again.ts == card.ts
    assert "Judged by the model gpt-4o-mini" in str(again.blocks)
    assert bench.ticket().status is Status.JUDGED


def change(bench: Workbench, *said: Correction, judgement: Judgement | None = None) -> None:
    """Let a person edit the ticket."""
    desk = bench.desk
    desk.work.change(
        desk.bot.team_id,
        1,
        lambda ticket: Change(ticket.work, said, judgement),
        event="edited",
        by=By(desk.ben.id, desk.clock.now),
    )


def test_what_a_person_changed_before_its_turn_came_stays(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.analyst.script.append(offline())
    root = bench.post()
    bench.run()
    assert judge_again(bench, chances) == 1
    said = bench.desk.ben.id, bench.desk.clock.now, Field.CATEGORY, "Billing", "Login"
    change(bench, Correction(CorrectionKind.EDIT, *said))

    bench.run(seconds=1)

    (card,) = bench.said(root)
    assert "Login" in str(card.blocks)
    assert "Judged offline" not in str(card.blocks)


def test_what_a_person_judged_before_its_turn_came_stays(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.analyst.script.append(Rejected("no"))
    bench.post()
    bench.run()
    retry(bench, chances)
    change(bench, judgement=a_judgement(category="Login"))

    bench.run(seconds=1)

    decided = bench.ticket().decided
    assert decided is not None
    assert decided.category == "Login"


def test_what_can_not_be_judged_again_keeps_its_card(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.analyst.script += [offline(), Rejected("nobody can")]
    root = bench.post()
    bench.run()

    judge_again(bench, chances)
    bench.run(seconds=1)
    judge_again(bench, chances)
    bench.analyst.script.append(Rejected("nobody can"))
    bench.run(seconds=1)

    (card,) = bench.said(root)
    assert bench.ticket().status is Status.JUDGED
    assert str(card.blocks).count("It could not be judged again") == 1
    assert "Judged offline" in str(card.blocks)


def test_what_the_model_judged_stands_if_it_fails_at_a_second_look(
    bench: Workbench, chances: SecondChances
) -> None:
    root = judged_by_a_model_that_fails_next(bench)

    assert judge_again(bench, chances, "openai") == 1
    bench.run(seconds=1)

    (card,) = bench.said(root)
    assert "Login" in str(card.blocks)
    assert "It could not be judged again" in str(card.blocks)
    assert "Judged offline" not in str(card.blocks)


def test_what_was_said_since_counts_also_where_the_model_fails_at_it(
    bench: Workbench, chances: SecondChances
) -> None:
    root = judged_by_a_model_that_fails_next(bench)
    judge_again(bench, chances, "openai")
    bench.desk.workspace.edit_message(root, "The invoice of June is wrong, and everyone is down")
    bench.desk.deliver()

    bench.run(seconds=1)

    (card,) = bench.said(root)
    assert "Judged offline" in str(card.blocks)


def test_a_post_that_slack_refused_is_said_once_the_reason_is_gone(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.slack.fail(Method.POST, Rejected("no", code="is_archived"))
    root = bench.post()
    bench.run()
    assert bench.said(root) == ()

    retry(bench, chances)
    bench.run(seconds=1)

    assert len(bench.said(root)) == 1


def test_a_post_that_had_landed_when_it_was_given_up_is_not_said_twice(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.slack.fail(Method.POST, Unconfirmed("torn"), after_effect=True)
    bench.slack.fail(Method.REPLIES, Rejected("no", code="thread_not_found"))
    root = bench.post()
    bench.run()
    bench.run(seconds=20)
    assert len(Reports(bench.desk.database).dead_letters()) == 1

    retry(bench, chances)
    bench.run(seconds=1)

    assert len(bench.said(root)) == 1
    assert Reports(bench.desk.database).dead_letter_count() == 0


def test_a_post_that_was_put_back_has_all_of_its_time_again(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.slack.fail(Method.POST, Rejected("no", code="is_archived"))
    root = bench.post()
    bench.run()
    bench.run(seconds=GIVE_UP_UNAVAILABLE.total_seconds() + 1)
    bench.slack.fail(Method.POST, Unavailable("busy", retry_after_seconds=30))

    retry(bench, chances)
    bench.run()
    bench.run(seconds=31)

    assert len(bench.said(root)) == 1


def test_a_ticket_that_was_handed_to_people_is_judged_after_all(
    bench: Workbench, chances: SecondChances
) -> None:
    bench.analyst.script.append(Rejected("nobody can"))
    root = bench.post()
    bench.run()
    (card,) = bench.said(root)
    assert bench.ticket().status is Status.HANDED_OVER

    retry(bench, chances)
    bench.run(seconds=1)

    (again,) = bench.said(root)
    assert again.ts == card.ts
    assert bench.ticket().status is Status.JUDGED
