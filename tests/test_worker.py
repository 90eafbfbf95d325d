from __future__ import annotations

from bot.analysts.ladder import Ladder
from bot.slack.posts.question import CLASSIFY_ANYWAY
from bot.triage.errors import Rejected, Unavailable
from bot.triage.judgement import Question
from bot.triage.judging.ladder import Fall, Reason, Rung
from bot.triage.ticket import Status
from bot.worker import MAX_ATTEMPTS
from tests.analysts.scripted import Gives
from tests.builders import a_judgement
from tests.workbench import Workbench


def test_a_ticket_is_judged_and_its_card_posted(bench: Workbench) -> None:
    root = bench.post()

    jobs = bench.run()

    assert jobs == 2
    assert len(bench.said(root)) == 1
    assert bench.ticket().status is Status.JUDGED


def test_a_question_is_put_and_its_deadline_comes(bench: Workbench) -> None:
    bench.analyst.script.append(a_judgement(question=Question("Which one?", ("A", "B"))))
    root = bench.post()
    bench.run()

    assert bench.run(seconds=23 * 3600) == 0
    assert bench.worker.next_due(bench.desk.clock.now) is not None
    assert bench.run(seconds=3600) > 0

    assert bench.ticket().status is Status.JUDGED
    assert len(bench.said(root)) == 2
    assert not bench.analyst.cases[-1].may_ask


def test_what_is_said_while_a_ticket_is_judged_is_in_its_card(bench: Workbench) -> None:
    slack, said = bench.desk.workspace, ["It is invoice 4711"]
    root = bench.post()

    def add() -> None:
        if said:
            slack.reply_as_user(bench.desk.ann, root, said.pop())
            bench.desk.deliver()

    bench.analyst.pause = add
    bench.run()

    assert [turn.text for turn in bench.analyst.cases[-1].turns][-1] == "It is invoice 4711"
    assert len(bench.said(root)) == 1
    assert bench.worker.next_due(bench.desk.clock.now) is None


def test_a_click_that_comes_as_the_ticket_is_judged_leaves_nothing_to_do(
    bench: Workbench,
) -> None:
    asking = a_judgement(question=Question("Which one?", ("A", "B")))
    bench.analyst.script.append(asking)
    root = bench.post()
    bench.run()
    bench.desk.workspace.reply_as_user(bench.desk.ann, root, "The one of May")
    bench.desk.deliver()
    questions = list(bench.said(root))

    def press() -> None:
        if questions:
            bench.desk.workspace.click(bench.desk.ann, questions.pop(), CLASSIFY_ANYWAY)
            bench.desk.deliver()

    bench.analyst.pause = press
    bench.run()

    assert bench.ticket().status is Status.JUDGED
    assert bench.worker.next_due(bench.desk.clock.now) is None


def test_nothing_is_due_where_nothing_happened(bench: Workbench) -> None:
    assert bench.run() == 0
    assert bench.worker.next_due(bench.desk.clock.now) is None


def test_an_analyst_that_is_away_is_asked_again_later(bench: Workbench) -> None:
    bench.analyst.script.append(Unavailable("away"))
    root = bench.post()

    bench.run()
    assert bench.said(root) == ()
    bench.run(seconds=0.9)
    assert bench.said(root) == ()
    bench.run(seconds=0.2)

    assert len(bench.said(root)) == 1


def test_an_analyst_is_left_alone_for_as_long_as_it_asks(bench: Workbench) -> None:
    bench.analyst.script.append(Unavailable("busy", retry_after_seconds=40))
    root = bench.post()
    bench.run()

    bench.run(seconds=39)
    assert bench.said(root) == ()
    bench.run(seconds=2)

    assert len(bench.said(root)) == 1


def test_after_the_last_try_people_are_asked_to_take_over(bench: Workbench) -> None:
    bench.analyst.script.extend(Unavailable("away") for _ in range(MAX_ATTEMPTS))
    root = bench.post()

    for _ in range(MAX_ATTEMPTS):
        bench.run(seconds=60)

    assert bench.ticket().status is Status.HANDED_OVER
    assert len(bench.said(root)) == 1
    assert len(bench.analyst.cases) == MAX_ATTEMPTS


def test_what_never_can_be_judged_is_handed_over_at_once_and_the_card_says_why(
    bench: Workbench,
) -> None:
    error = Rejected("not this text")
    error.falls = (Fall(Rung.MODEL, Reason.REFUSED), Fall(Rung.OFFLINE, Reason.FAILED))
    bench.analyst.script.append(error)
    root = bench.post()

    bench.run()

    assert bench.ticket().status is Status.HANDED_OVER
    assert bench.ticket().ladder == error.falls
    (card,) = bench.said(root)
    assert "The model refused to answer; the offline analyst failed." in str(card.blocks)


def test_the_card_says_so_where_an_error_of_ours_kept_the_offline_analyst_from_judging(
    bench: Workbench,
) -> None:
    bench = Workbench(bench.desk, judge=Ladder((Rung.OFFLINE, Gives(ZeroDivisionError("a bug")))))
    root = bench.post()

    for _ in range(MAX_ATTEMPTS):
        bench.run(seconds=60)

    assert bench.ticket().ladder == (Fall(Rung.OFFLINE, Reason.FAILED),)
    (card,) = bench.said(root)
    assert "The offline analyst failed." in str(card.blocks)


def test_an_unexpected_error_is_tried_again_and_ends_nothing_else(bench: Workbench) -> None:
    bench.analyst.script.append(ZeroDivisionError("a bug"))
    broken = bench.post()
    other = bench.post("The other invoice is wrong")

    bench.run(seconds=0.1)
    assert [len(bench.said(root)) for root in (broken, other)] == [0, 1]
    bench.run(seconds=2)

    assert len(bench.said(broken)) == 1
