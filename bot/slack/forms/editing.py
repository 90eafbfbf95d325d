"""Opens the form in which a ticket is corrected, and takes it: what others did meanwhile stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.buttons import sentences
from bot.slack.buttons.clicks import Handler
from bot.slack.forms.edit_entries import entered
from bot.slack.forms.edit_form import (
    CALLBACK,
    form,
    option_of,
    shown,
    standing_judgement,
)
from bot.slack.forms.seal import carried
from bot.slack.forms.submissions import Form, Problem, Shown
from bot.slack.notice import notice
from bot.slack.posts.card_buttons import EDIT
from bot.triage.judging.next_action import followed, following
from bot.triage.teamwork.change import Change
from bot.triage.teamwork.correction import Field, edits, with_value
from bot.triage.teamwork.editing import ASSIGNEE, fingerprints, merge, showed
from bot.triage.teamwork.rights import Action
from bot.triage.teamwork.work import MoveRefused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.slack.blocks import Json
    from bot.slack.buttons.clicks import Click
    from bot.slack.buttons.deeds import Deeds
    from bot.slack.forms.opener import FormOpener
    from bot.slack.forms.submissions import Outcome, Submission
    from bot.slack.people.permissions import Permissions
    from bot.slack.ports import KnownIssues
    from bot.slack.rendering import Mrkdwn
    from bot.triage.judgement import Judgement, Taxonomy
    from bot.triage.teamwork.by import By
    from bot.triage.teamwork.editing import Merge
    from bot.triage.ticket import Ticket

EVENT = "corrected"


class EditForm:
    """The form, from the click that opens it to the corrections that are stored."""

    def __init__(
        self,
        deeds: Deeds,
        issues: KnownIssues,
        permissions: Permissions,
        opener: FormOpener,
        taxonomy: Taxonomy,
    ) -> None:
        self._deeds = deeds
        self._issues = issues
        self._permissions = permissions
        self._opener = opener
        self._taxonomy = taxonomy

    def handlers(self) -> dict[str, Handler]:
        """Return what opens it."""
        return {EDIT: Handler(Action.WORK, self.open)}

    def forms(self) -> dict[str, Form]:
        """Return what takes it."""
        return {CALLBACK: Form(Action.WORK, Field.SUMMARY, self.submit)}

    def open(self, click: Click) -> Mrkdwn | None:
        """Show the form with what counts now."""
        return self._opener.show_of(
            click, lambda ticket: self._view(ticket, shown(ticket, self._taxonomy))
        )

    def submit(self, submission: Submission) -> Outcome:
        """Store what its sender changed; show it again if others changed the same meanwhile."""
        seen = submission.ids[1]
        sent = entered(submission, seen)
        if isinstance(sent, Problem):
            return sent
        return self._problem(submission, seen, sent) or self._store(submission, sent)

    def _store(self, submission: Submission, sent: Mapping[str, str]) -> Outcome:
        number = int(submission.ids[0])
        issue = self._issues.find(submission.team, sent[Field.MATCHED_ISSUE])
        recommended = "" if issue is None else issue.recommended_action
        try:
            edited = self._deeds.change(
                submission,
                number,
                lambda ticket, by: self._change(ticket, by, submission.ids[1], sent, recommended),
                EVENT,
            )
        except _NothingChangedError:
            return None
        except _ConflictError as conflict:
            return Shown(self._shown_again(conflict.ticket, conflict.merge))
        except MoveRefused:
            return Problem(ASSIGNEE, sentences.CLOSED_MEANWHILE)
        if edited is None:
            return Shown(notice("Not saved", sentences.missing(number)))
        return None

    def _change(
        self, ticket: Ticket, by: By, seen: str, sent: Mapping[str, str], recommended: str
    ) -> Change:
        user, now = by.user, by.at
        made = merge(seen, shown(ticket, self._taxonomy), sent)
        if made.in_conflict:
            raise _ConflictError(ticket, made)
        if not made.to_set:
            raise _NothingChangedError
        before = standing_judgement(ticket)
        after = self._after(before, made.to_set)
        work = ticket.work
        if ASSIGNEE in made.to_set:
            work = work.assigned(made.to_set[ASSIGNEE] or None, user, now)
        action = followed(before, after, ticket.corrections, self._taxonomy, recommended)
        said = (*edits(before, after, user, now), *following(after, action, user, now))
        own = replace(after, next_action=action) if ticket.judgement is None else None
        return Change(work, said, own)

    def _after(self, before: Judgement, to_set: Mapping[str, str]) -> Judgement:
        after = before
        for field in Field:
            if field in to_set:
                after = with_value(after, field, to_set[field])
        if after.next_action:
            return after
        return replace(after, next_action=self._taxonomy.category(after.category).next_action)

    def _problem(
        self, submission: Submission, seen: str, sent: Mapping[str, str]
    ) -> Problem | None:
        """Return what is wrong with what the sender chose; what was there already may stay."""
        if sent[Field.CATEGORY] not in self._taxonomy.category_names:
            return Problem(Field.CATEGORY, sentences.NO_SUCH_CHOICE)
        if sent[Field.SEVERITY] not in self._taxonomy.severity_names:
            return Problem(Field.SEVERITY, sentences.NO_SUCH_CHOICE)
        issue, assignee = sent[Field.MATCHED_ISSUE], sent[ASSIGNEE]
        if (
            issue
            and not showed(seen, Field.MATCHED_ISSUE, issue)
            and not self._issues.find(submission.team, issue)
        ):
            return Problem(Field.MATCHED_ISSUE, sentences.NO_SUCH_ISSUE)
        if assignee and not showed(seen, ASSIGNEE, assignee):
            return self._no_agent(submission, assignee)
        return None

    def _no_agent(self, submission: Submission, assignee: str) -> Problem | None:
        """Return why the ticket can't be given to `assignee`."""
        may = self._permissions.allows(
            submission.team, assignee, Action.WORK, until=submission.until
        )
        if may is None:
            return Problem(ASSIGNEE, sentences.AGENT_UNKNOWN)
        return None if may else Problem(ASSIGNEE, sentences.NO_AGENT)

    def _shown_again(self, ticket: Ticket, made: Merge) -> Json:
        remarks = sentences.changed_meanwhile(ticket, made.in_conflict)
        return self._view(ticket, made.to_show, remarks)

    def _view(
        self, ticket: Ticket, values: Mapping[str, str], remarks: Sequence[Mrkdwn] = ()
    ) -> Json:
        seen = fingerprints(shown(ticket, self._taxonomy))
        metadata = carried(str(ticket.number), seen)
        label = self._label(ticket.team, values[Field.MATCHED_ISSUE])
        return form(metadata, ticket, values, self._taxonomy, label, remarks=remarks)

    def _label(self, team: str, issue_id: str) -> str:
        issue = self._issues.find(team, issue_id) if issue_id else None
        return option_of(issue_id, "" if issue is None else issue.title)[0]


class _NothingChangedError(Exception):
    """The form was sent as it was shown."""


class _ConflictError(Exception):
    """Others have changed meanwhile what the sender changed too."""

    def __init__(self, ticket: Ticket, made: Merge) -> None:
        super().__init__(ticket.reference)
        self.ticket = ticket
        self.merge = made
