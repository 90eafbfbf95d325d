"""The scenes of the pictures: what people do, up to the moment that is drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.triage.errors import Rejected
from tests.pictures import texts

if TYPE_CHECKING:
    from bot.workspace import Message
    from tests.pictures.stage import Stage


def card(stage: Stage, title: str) -> str:
    return stage.conversation(_charged(stage), title)


def menu(stage: Stage, title: str) -> str:
    stage.route()
    stage.watch()
    return stage.conversation(_charged(stage), title, opened="more", last=1)


def question(stage: Stage, title: str) -> str:
    return stage.conversation(stage.judged(texts.VAGUE, texts.UNCLEAR), title)


def answered(stage: Stage, title: str) -> str:
    asked = stage.judged(texts.VAGUE, texts.UNCLEAR, texts.JUMPS_BACK)
    stage.later(7)
    stage.reply(stage.ann, asked, texts.ANSWER)
    return stage.conversation(asked, title)


def worked(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.click(stage.ben, shown, "claim")
    stage.click(stage.ben, shown, "same", "1:KB-001")
    stage.edit(stage.ben, shown, severity="High")
    return stage.conversation(shown, title, last=1)


def resolved(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.click(stage.ben, shown, "claim")
    stage.resolve(stage.ben, shown, "Refunded the later charge, reference RF-20871.")
    return stage.conversation(shown, title, last=1)


def reopened(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.click(stage.ben, shown, "claim")
    stage.resolve(stage.ben, shown, "Refunded the later charge, reference RF-20871.")
    stage.later(24 * 60)
    stage.reply(stage.ann, shown, texts.AGAIN)
    return stage.conversation(shown, title, last=2)


def stays_closed(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.resolve(stage.ben, shown, "Refunded the later charge, reference RF-20871.")
    stage.later(5 * 24 * 60)
    stage.reply(stage.ann, shown, texts.AGAIN)
    return stage.conversation(shown, title, last=2)


def duplicates(stage: Stage, title: str) -> str:
    stage.judged(texts.DOWN_AT.format(texts.PLACES[0]), texts.OUTAGE)
    stage.later(3)
    return stage.conversation(
        stage.judged(texts.DOWN_AT.format(texts.PLACES[1]), texts.OUTAGE), title
    )


def edit_form(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.keep_issues(texts.CHARGED_TWICE, texts.REFUND)
    stage.click(stage.ben, shown, "claim")
    stage.click(stage.ben, shown, "edit")
    return stage.form_of(stage.ben, title)


def edited_meanwhile(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.keep_issues(texts.CHARGED_TWICE, texts.REFUND)
    stage.click(stage.ben, shown, "edit")
    stage.edit(stage.ann, shown, severity="Low")
    stage.send(stage.ben, {"severity": "High"})
    return stage.form_of(stage.ben, title)


def resolve_form(stage: Stage, title: str) -> str:
    stage.click(stage.ben, _charged(stage), "resolve")
    return stage.form_of(stage.ben, title)


def why_form(stage: Stage, title: str) -> str:
    stage.click(stage.ben, _charged(stage), "feedback", "unhelpful:1")
    return stage.form_of(stage.ben, title)


def triage_form(stage: Stage, title: str) -> str:
    stage.slack.slash_command(stage.ann, stage.desk.support, "/triage")
    stage.settle()
    return stage.form_of(stage.ann, title)


def too_late(stage: Stage, title: str) -> str:
    shown = _charged(stage)
    stage.slack.click(stage.ben, shown, "claim")
    stage.slack.click(stage.ann, shown, "claim")
    stage.settle()
    return stage.alone(title, stage.whispered(stage.ann)[-1])


def given(stage: Stage, title: str) -> str:
    stage.edit(stage.ann, _charged(stage), assignee=stage.ben.id)
    direct = stage.slack.direct_channel(stage.ben.id, stage.desk.bot)
    return stage.alone(title, *direct.messages.values())


def handed_over(stage: Stage, title: str) -> str:
    stage.bench.analyst.script.append(Rejected("not this text"))
    return stage.conversation(stage.post(texts.UNREADABLE), title)


def routed(stage: Stage, title: str) -> str:
    team = stage.route()
    _charged(stage)
    return stage.conversation(next(iter(team.messages.values())), title)


def reminded(stage: Stage, title: str) -> str:
    team = stage.route()
    _charged(stage)
    for _ in range(5):
        stage.later(15)
        stage.settle()
    return stage.conversation(next(iter(team.messages.values())), title, last=2)


def commands(stage: Stage, title: str) -> str:
    stage.route()
    stage.day()
    stage.keep_issues(*texts.ISSUES)
    stage.later(1)
    for question in ("open", "kb refund", "stats 7d"):
        stage.ask(stage.ben, question)
    return stage.alone(title, *stage.whispered(stage.ben))


def why(stage: Stage, title: str) -> str:
    thanks = stage.slack.post_as_user(stage.ann, stage.desk.support, texts.THANKS)
    stage.settle()
    stage.slack.message_shortcut(stage.ann, thanks, "why_ticket")
    stage.settle()
    return stage.alone(title, thanks, stage.whispered(stage.ann)[-1])


def reroute_form(stage: Stage, title: str) -> str:
    stage.route()
    stage.more(stage.ben, _charged(stage), "reroute")
    return stage.form_of(stage.ben, title)


def proposed(stage: Stage, title: str) -> str:
    return stage.alone(title, _spike(stage)[0])


def joined(stage: Stage, title: str) -> str:
    shown, card = _spike(stage)
    stage.click(stage.ben, shown, "incident_accept")
    stage.later(40)
    stage.click(stage.ben, shown, "incident_resolve")
    stage.send(stage.ben, {"how": "The load balancer was restarted."})
    return stage.conversation(card, title)


def _spike(stage: Stage) -> tuple[Message, Message]:
    """Have the same reported from three places; return what operators see, and the last card."""
    operators = stage.watch()
    cards = []
    for place in texts.PLACES:
        text = texts.DOWN_AT.format(place)
        cards.append(stage.judged(text, replace(texts.OUTAGE, summary=f"{text}.")))
        stage.later(1)
    stage.settle()
    return next(iter(operators.messages.values())), cards[-1]


def _charged(stage: Stage) -> Message:
    return stage.judged(texts.TWICE, texts.CHARGED, near=texts.NEAR)
