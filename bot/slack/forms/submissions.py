"""Takes the forms that were opened from a card, and says what became of them in the form itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.slack import sentences
from bot.slack.notice import notice
from bot.slack.payload import part, parts, string
from bot.slack.people.directory import AT_ONCE
from bot.slack.rendering import visible
from bot.triage.errors import TriageError
from bot.triage.plain_text import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.slack.blocks import Json
    from bot.slack.forms.seal import Seal
    from bot.slack.payload import Payload
    from bot.slack.people.permissions import Permissions
    from bot.triage.teamwork.rights import Action

log = structlog.stdlib.get_logger("slack.submissions")


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent; each input is known by its block."""

    team: str
    user: str
    ids: tuple[str, ...]
    """What the form carried, as we sealed it."""
    values: Payload
    until: datetime | None = None
    """When time is up for looking up people."""

    def text(self, block: str) -> str:
        """Return what was typed; empty if nothing of it can be seen."""
        typed = plain(string(self._input(block), "value")).strip()
        return typed if visible(typed).strip() else ""

    def choice(self, block: str) -> str:
        """Return the value of the option, or the person, that was chosen; empty if none was."""
        chosen = self._input(block)
        return string(chosen, "selected_option", "value") or string(chosen, "selected_user")

    def choices(self, block: str) -> frozenset[str]:
        """Return the values of all boxes that were ticked."""
        return frozenset(
            string(one, "value") for one in parts(self._input(block), "selected_options")
        )

    def _input(self, block: str) -> Payload:
        """Return the state of the one input in a block."""
        inside = part(self.values, block)
        return next((part(inside, name) for name in inside), {})


@dataclass(frozen=True, slots=True)
class Problem:
    """The form stays open, with this beside one of its inputs; shown as it is, not as mrkdwn."""

    block: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The form is replaced by another view."""

    view: Json


Outcome = Problem | Shown | None
"""None closes the form."""


@dataclass(frozen=True, slots=True)
class Form:
    """What takes a form, the right that it needs, and the input beside which trouble is shown."""

    needs: Action
    block: str
    take: Callable[[Submission], Outcome]
    """Does it; raises a TriageError if nothing was stored."""


class Submissions:
    """Hands each form to what takes it, by its callback id."""

    def __init__(self, forms: Mapping[str, Form], permissions: Permissions, seal: Seal) -> None:
        self._forms = forms
        self._permissions = permissions
        self._seal = seal

    @property
    def callbacks(self) -> list[str]:
        """Return the callback ids that are taken."""
        return list(self._forms)

    def submit(self, team: str, body: Payload) -> Json:
        """Do what one form asks for; return the answer that Slack wants, empty to close it."""
        form = self._forms[string(body, "view", "callback_id")]
        user = string(body, "user", "id")
        try:
            outcome = self._take(team, user, body, form)
        except TriageError as error:
            log.warning("form_not_saved", team=team, reason=str(error))
            told = sentences.of_failure(error, sentences.NOT_SAVED)
            outcome = Problem(form.block, told)
        match outcome:
            case Problem(block, sentence):
                return {"response_action": "errors", "errors": {block: str(sentence)}}
            case Shown(view):
                sealed = self._seal.closed(view, team, user)
                return {"response_action": "update", "view": sealed}
            case None:
                return {}

    def _take(self, team: str, user: str, body: Payload, form: Form) -> Outcome:
        ids = self._seal.opened(part(body, "view"), team, user)
        if ids is None:
            return Shown(notice("Out of date", sentences.OUTDATED_FORM))
        until = self._permissions.time_is_up_at()
        refusal = self._permissions.refusal(team, user, form.needs, ids[0], until, fresh=AT_ONCE)
        if refusal is not None:
            return Problem(form.block, refusal)
        values = part(body, "view", "state", "values")
        return form.take(Submission(team, user, ids, values, until))
