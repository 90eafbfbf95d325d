from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.posts.card import TAKE_OVER, card
from bot.slack.posts.status import status_line
from bot.triage.judgement import Provenance
from bot.triage.judging.ladder import Fall, Reason, Rung
from bot.triage.teamwork.correction import Correction, CorrectionKind, Field
from bot.triage.teamwork.work import Work
from bot.triage.ticket import Status
from bot.workspace.block_kit.limits import check_message, visible_texts
from tests.builders import NOON, a_judged_ticket, a_related, a_ticket, the_rules
from tests.characters import CHARACTERS

RULES = the_rules()
BUTTONS = (
    "I'm on it",
    "Resolve",
    "Edit",
    "Judge again",
    "Not a ticket",
    "Save as known issue",
)
SIMILAR = """• *KB-101* Invoices of May counted twice (87 % match)
   <https://kb.example/101>"""
LONG = st.text(CHARACTERS, max_size=200).map(lambda text: text * 400)


def shown(**judged: object) -> list[str]:
    return list(visible_texts(card(a_judged_ticket(**judged), RULES).blocks))  # type: ignore[arg-type]


def test_a_card_says_everything_that_was_decided() -> None:
    known = a_related(url="https://kb.example/101")

    said = shown(matched_issue_id="KB-101", related=(known,), notes=("Manual review required.",))

    assert said == [
        "🟡 Medium · Billing",
        "*Open*",
        "The invoice of May shows the wrong amount. The customer wants a new one.",
        "*Category*\nBilling",
        "*Severity*\n🟡 Medium",
        "*Issue type*\nPossibly KB-101: please check",
        "*Confidence*\ncategory high\nseverity medium\nissue type low, please check",
        "Next action: Check the account's invoices, then answer with what was charged and why.",
        "*Similar known issues*",
        SIMILAR,
        "Yes, same issue",
        "Not this",
        "Manual review required.",
        *BUTTONS,
        "Helpful",
        "Not helpful",
        "Judged by the model gpt-4o-mini · T-12",
    ]


def test_a_new_issue_without_anything_similar_says_so_in_fewer_blocks() -> None:
    said = shown()

    assert "*Issue type*\nNew issue" in said
    assert not any("Similar" in text for text in said)


def test_three_similar_issues_are_shown_at_most() -> None:
    said = "\n".join(shown(related=tuple(a_related(id=f"KB-{n}") for n in range(9))))

    assert said.count("match)") == 3


@pytest.mark.parametrize(
    ("provenance", "words"),
    [
        (Provenance("offline", "MiniLM"), "Judged offline (MiniLM) · T-12"),
        (Provenance("openai", "gpt-4o-mini"), "Judged by the model gpt-4o-mini · T-12"),
        (Provenance("people", ""), "Judged by people · T-12"),
        (
            Provenance("openai", "gpt-4o-mini", falls=(Fall(Rung.MODEL, Reason.FAILED),)),
            "Judged by the model gpt-4o-mini, asked again since at first it failed · T-12",
        ),
        (
            Provenance(
                "openai",
                "gpt-4o-mini",
                falls=(
                    Fall(Rung.MODEL, Reason.OTHER_LANGUAGE),
                    Fall(Rung.REPAIR, Reason.TOO_SLOW),
                ),
            ),
            "Judged by the model gpt-4o-mini, which answered in another language · T-12",
        ),
    ],
)
def test_a_card_says_who_judged(provenance: Provenance, words: str) -> None:
    assert shown(provenance=provenance)[-1] == words


def test_a_ticket_that_was_handed_over_asks_people_to_take_it() -> None:
    ticket = replace(a_judged_ticket(), status=Status.HANDED_OVER)

    view = card(ticket, RULES)

    assert TAKE_OVER in list(visible_texts(view.blocks))
    assert view.text.startswith(TAKE_OVER)


def test_a_ticket_that_nothing_could_judge_still_gets_a_card() -> None:
    ticket = replace(
        a_judged_ticket("The export hangs. It is urgent."),
        status=Status.HANDED_OVER,
        judgement=None,
    )

    view = card(ticket, RULES)

    assert list(visible_texts(view.blocks)) == [
        "Manual review required",
        "*Open*",
        TAKE_OVER,
        "The export hangs",
        *BUTTONS,
        "Handed to people · T-12",
    ]
    assert view.text == f"T-12: {TAKE_OVER}"


def test_a_ticket_that_was_handed_over_says_what_was_tried() -> None:
    falls = (Fall(Rung.MODEL, Reason.TOO_SLOW), Fall(Rung.OFFLINE, Reason.FAILED))
    ticket = replace(a_ticket(), status=Status.HANDED_OVER, falls=falls)

    said = list(visible_texts(card(ticket, RULES).blocks))

    assert "The model did not answer in time; the offline analyst failed." in said


def test_the_fallback_says_the_same_in_one_line() -> None:
    view = card(a_judged_ticket(summary="It\nbroke & <burns>"), RULES)

    assert view.text == (
        "T-12: Medium · Billing · New issue · It broke &amp; &lt;burns&gt; · "
        "Next: Check the account's invoices, then answer with what was charged and why."
    )


def test_a_severity_that_the_team_no_longer_has_is_shown_without_a_mark() -> None:
    assert "*Severity*\nBlazing" in shown(severity="Blazing")


def test_a_model_link_is_spoilt_but_a_link_of_the_ticket_stays() -> None:
    ticket = a_judged_ticket(
        "It hangs at https://shop.example/pay",
        summary="https://shop.example/pay hangs",
        next_action="See https://evil.example/login",
    )

    said = list(visible_texts(card(ticket, RULES).blocks))

    assert "https://shop.example/pay hangs" in said
    assert "Next action: See hxxps[:]//evil[.]example/login" in said


@settings(max_examples=20, deadline=None)
@given(text=LONG, other=LONG)
def test_slack_takes_a_card_of_any_length(text: str, other: str) -> None:
    ticket = a_judged_ticket(
        text,
        summary=text,
        next_action=other,
        category=other,
        severity=text,
        matched_issue_id=other,
        related=tuple(a_related(id=other, title=text, url=f"https://{n}/{text}") for n in range(3)),
        notes=(text, other) * 5,
        provenance=Provenance("openai", text),
    )

    corrections = [an_edit(field, text) for field in Field]
    busy = replace(
        ticket,
        corrections=tuple(corrections),
        work=Work().resolved(BEN, other, NOON).reopened(text, NOON),
    )
    for shown_ticket in (ticket, busy, replace(busy, work=Work().resolved(text, other, NOON))):
        view = card(shown_ticket, RULES)

        check_message(view.text, view.blocks)


def test_slack_takes_a_card_of_forty_thousand_hostile_characters() -> None:
    hostile = "<!channel|`" * 4_000

    view = card(a_judged_ticket(hostile, summary=hostile, next_action=hostile), RULES)

    check_message(view.text, view.blocks)


BEN = "U0BEN"


def worked(work: Work, *corrections: Correction) -> list[str]:
    ticket = replace(
        a_judged_ticket(related=(a_related(),)), work=work, corrections=tuple(corrections)
    )
    return list(visible_texts(card(ticket, RULES).blocks))


@pytest.mark.parametrize(
    ("work", "line"),
    [
        (Work(), "*Open*"),
        (Work().claimed(BEN, NOON), "*In progress* with <@U0BEN>"),
        (Work().resolved(BEN, "A refund", NOON), "*Resolved* by <@U0BEN>: A refund"),
        (replace(Work().resolved(BEN, "", NOON), by=None), "*Resolved*"),
        (Work().dismissed(BEN, NOON), "*Not a ticket* by <@U0BEN>"),
        (
            Work().resolved(BEN, "A refund", NOON).reopened("U0ANN", NOON),
            "*In progress* with <@U0BEN> · reopened",
        ),
        (
            Work().resolved(BEN, "", NOON).reopened("U0ANN", NOON).assigned("U0CAT", BEN, NOON),
            "*In progress* with <@U0CAT> · reopened",
        ),
    ],
)
def test_a_card_says_how_far_people_are(work: Work, line: str) -> None:
    assert worked(work)[1] == line


@pytest.mark.parametrize(
    ("status", "line"),
    [(Status.WAITING, "*Waiting for the reporter*"), (Status.WITHDRAWN, "*Withdrawn*")],
)
def test_the_status_line_knows_where_judging_is(status: Status, line: str) -> None:
    assert status_line(replace(a_judged_ticket(), status=status)) == line


def test_what_fixed_a_ticket_can_not_alarm_a_channel() -> None:
    said = worked(Work().resolved(BEN, "<!channel> it & that", NOON))[1]

    assert "<!channel>" not in said


def an_edit(field: Field, after: str) -> Correction:
    return Correction(CorrectionKind.EDIT, BEN, NOON, field, "", after)


def test_a_card_names_what_was_changed_and_by_whom() -> None:
    said = worked(
        Work(),
        an_edit(Field.CATEGORY, "Bug"),
        an_edit(Field.SEVERITY, "Medium"),
        an_edit(Field.SUMMARY, "Another one"),
        an_edit(Field.NEXT_ACTION, "See https://team.example/runbook"),
        an_edit(Field.MATCHED_ISSUE, "KB-7"),
    )

    assert said[0] == "🟡 Medium · Bug"
    assert "Another one" in said
    assert "Next action: See https://team.example/runbook" in said
    assert (
        "*Changed:* category Billing → Bug by <@U0BEN>, summary by <@U0BEN>, "
        "next action by <@U0BEN>, issue new → KB-7 by <@U0BEN>"
    ) in said
    assert (
        "*Confidence*\ncategory set by people\nseverity set by people\nissue type set by people"
    ) in said


def test_a_card_that_nobody_changed_says_nothing_of_changes() -> None:
    thumb = Correction(CorrectionKind.HELPFUL, BEN, NOON)

    assert not any("Changed" in text for text in worked(Work(), thumb))


def test_an_issue_that_people_set_needs_no_more_checking() -> None:
    ticket = a_judged_ticket(matched_issue_id="KB-101", related=(a_related(),))
    ticket = replace(ticket, corrections=(an_edit(Field.MATCHED_ISSUE, "KB-101"),))

    assert "*Issue type*\nKnown issue KB-101" in list(visible_texts(card(ticket, RULES).blocks))


@pytest.mark.parametrize(
    ("issue", "words"),
    [("KB-101", "New issue"), ("KB-102", "Possibly KB-101: please check")],
)
def test_an_issue_that_people_ruled_out_is_not_possible_any_more(issue: str, words: str) -> None:
    said = worked(Work(), Correction(CorrectionKind.NOT_THIS, BEN, NOON, before=issue))

    assert f"*Issue type*\n{words}" in said
