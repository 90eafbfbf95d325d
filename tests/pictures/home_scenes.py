"""The scenes in the app's home: tickets, what waits for review, the known issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pictures import texts
from tests.slack.visiting import Visit

if TYPE_CHECKING:
    from bot.workspace import User
    from tests.pictures.stage import Stage


def tickets(stage: Stage, title: str) -> str:
    stage.route()
    stage.day()
    return stage.home_of(stage.ben, title)


def knowledge(stage: Stage, title: str) -> str:
    stage.keep_issues(*texts.ISSUES)
    stage.judged(texts.TWICE, texts.CHARGED, near=texts.NEAR)
    _keeper(stage)
    return stage.home_of(stage.ben, title, ("home_tab:knowledge", "knowledge"))


def review(stage: Stage, title: str) -> str:
    _changed(stage)
    stage.judged(texts.SHARING, texts.UNSURE)
    return stage.home_of(stage.ben, title, ("home_tab:review", "review"))


def review_form(stage: Stage, title: str) -> str:
    _changed(stage)
    home = Visit(stage, stage.ben).open().click("home_tab:review")
    look = next(each for each in home.elements() if each["action_id"].startswith("kb_look:"))
    home.ask(look["action_id"])
    return stage.form_of(stage.ben, title)


def issue_form(stage: Stage, title: str) -> str:
    stage.keep_issues(*texts.ISSUES)
    keeper = _keeper(stage)
    home = Visit(stage, keeper).open().click("home_tab:knowledge")
    home.ask("kb:KB-001", "kb_edit:KB-001")
    return stage.form_of(keeper, title)


def figures(stage: Stage, title: str) -> str:
    for number in range(14):
        card = stage.judged(texts.TWICE, texts.MONTH[number * 3 % 7], near=texts.NEAR)
        stage.later(10 + number)
        if number % 3:
            stage.click(stage.ben, card, "claim")
        stage.later(60 * (number * 7 % 34))
        if number % 3 == 1:
            stage.resolve(stage.ben, card)
    return stage.home_of(stage.ben, title, ("home_tab:figures", "figures"))


def gaps(stage: Stage, title: str) -> str:
    stage.keep_issues(*texts.ISSUES)
    _keeper(stage)
    for place in (*texts.PLACES, "Lyon"):
        stage.judged(texts.DOWN_AT.format(place), texts.OUTAGE)
    for asker in ("a client", "a partner"):
        stage.judged(texts.SHARING.replace("a client", asker), texts.READ_ONLY)
    return stage.home_of(stage.ben, title, ("home_tab:gaps", "gaps"))


def _keeper(stage: Stage) -> User:
    """Return somebody who looks after the known issues, as Ben does too."""
    mira = stage.slack.add_user("mira", real_name="Mira Santos", is_admin=True)
    stage.ben.is_admin = True
    return mira


def _changed(stage: Stage) -> None:
    """Have a known issue changed by Mira, which waits for approval."""
    stage.keep_issues(*texts.ISSUES)
    keeper = _keeper(stage)
    home = Visit(stage, keeper).open().click("home_tab:knowledge")
    form = home.ask("kb:KB-001", "kb_edit:KB-001")
    home.send(form, {"recommended_action": texts.REFUND_LATER})
