"""What the app answers to what people ask by `/triage`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.slack.permalinks import thread_link
from bot.slack.rendering import Mrkdwn, channel_link, joined, link, mention, mrkdwn
from bot.slack.sentences import STANDS
from bot.slack.slash.subcommands import Topic
from bot.slack.web_api.methods import COMMAND
from bot.triage.arrivals.admission import Mode
from bot.triage.teamwork.work import WorkState
from bot.triage.ticket import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.triage.arrivals.limits import Limits
    from bot.triage.issue import KnownIssue
    from bot.triage.overview.brief import Brief
    from bot.triage.overview.figures import Figures
    from bot.triage.rules import Rules

SUMMARY_LIMIT = 120
ACTION_LIMIT = 200
AS_TICKET = Mrkdwn(f"_Was that a ticket? Write it in the form: `{COMMAND}` alone opens it._")
ELSEWHERE = (
    f"_Other teams have {{}}: `{COMMAND} open all` lists them too, and `{COMMAND} open` with the "
    "name of a team lists that team's._"
)
_USAGE = {
    Topic.SEARCH: f"`{COMMAND} search words` finds tickets by up to five words.",
    Topic.KB: f"`{COMMAND} kb words` finds known issues by up to five words.",
    Topic.EXPORT: f"`{COMMAND} export csv 30d` or `{COMMAND} export json 30d` sends you a file.",
}
_STATUS = {
    Status.RECEIVED: "being judged",
    Status.WAITING: "waiting for an answer",
    Status.JUDGED: "judged",
    Status.HANDED_OVER: "handed to people",
    Status.WITHDRAWN: "withdrawn",
}
_UNJUDGED = {
    Status.WAITING: "waiting for an answer to a question in its thread",
    Status.HANDED_OVER: "to be judged by people",
}
_MODES = {
    Mode.AUTOMATIC: "each message opens a ticket",
    Mode.MENTION: "messages that mention me open tickets",
    Mode.EMOJI: "people ask for a ticket with :{}: or “Triage this message”",
    Mode.SHORTCUT: "people ask for a ticket with “Triage this message” or :{}:",
    Mode.SHADOW: "each message is judged silently; cards go to {}",
}


def usage(topic: Topic) -> Mrkdwn:
    """Return how a topic is asked about."""
    return Mrkdwn(_USAGE[topic])


EXPORTING = Mrkdwn("I am putting your export together: it comes as a direct message from me.")
NOT_EXPORTED = Mrkdwn("Your export could not be sent. Please try again in a moment.")


def nothing_to_export(days: int) -> Mrkdwn:
    """Return that there is no ticket to be exported."""
    return mrkdwn("There are no tickets of the last {} for you to export.", _days(days))


def _days(count: int) -> str:
    return "day" if count == 1 else f"{count} days"


def exported(count: int) -> Mrkdwn:
    """Return what stands beside the file."""
    return mrkdwn("Your export: {}.", "1 ticket" if count == 1 else f"{count:,} tickets")


@dataclass(frozen=True, slots=True)
class More:
    """What is said around a list of tickets."""

    about: str = ""
    """The words that they were looked for by."""
    of: int | None = None
    """How many there are; None = those that are listed."""
    elsewhere: int = 0
    """How many open ones other teams have."""


def tickets(
    title: str,
    shown: Sequence[tuple[Brief, bool]],
    marks: Mapping[str, str],
    site: str,
    more: More,
) -> Mrkdwn:
    """Return a list of tickets, each with whether its text may be read."""
    head = mrkdwn("*{}*", title)
    if more.about:
        head = mrkdwn("*{}* with “{}”", title, more.about)
    lines = [head, *(_line(brief, marks, site, is_readable=readable) for brief, readable in shown)]
    if not shown:
        lines.append(Mrkdwn("There are none."))
    if more.of is not None and more.of > len(shown):
        left = f"{more.of - len(shown):,}"
        lines.append(mrkdwn("… and {} more: my Home tab has them all, with filters.", left))
    if more.elsewhere:
        lines.append(mrkdwn(ELSEWHERE, f"{more.elsewhere:,}"))
    return joined("\n", [*lines, *([AS_TICKET] if more.about else [])])


def _line(brief: Brief, marks: Mapping[str, str], site: str, *, is_readable: bool) -> Mrkdwn:
    reference = mrkdwn("T-{}", str(brief.number))
    if brief.thread_ts is not None and site:
        reference = thread_link(site, brief.channel, brief.thread_ts, f"T-{brief.number}")
    kinds = " ".join(part for part in (marks.get(brief.severity), brief.severity) if part)
    facts = [mrkdwn("{}", part) for part in (kinds, brief.category, STANDS[brief.work]) if part]
    if brief.work is WorkState.IN_PROGRESS and brief.assignee:
        facts[-1] = mrkdwn("with {}", mention(brief.assignee))
    facts.append(channel_link(brief.channel))
    text = brief.summary or _UNJUDGED.get(brief.status, "not judged yet")
    said = mrkdwn("{}", text, limit=SUMMARY_LIMIT) if is_readable else Mrkdwn("_private_")
    return mrkdwn("• {} {} — {}", reference, joined(" · ", facts), said)


def known_issues(words: str, issues: Sequence[KnownIssue]) -> Mrkdwn:
    """Return a list of known issues, each with what to do."""
    if not issues:
        nothing = mrkdwn("No known issue is near “{}”. Try other words.", words)
        return joined("\n", [nothing, AS_TICKET])
    lines = [mrkdwn("*Known issues* near “{}”", words), *(_issue(issue) for issue in issues)]
    return joined("\n", [*lines, AS_TICKET])


def _issue(issue: KnownIssue) -> Mrkdwn:
    action = mrkdwn("{}", issue.recommended_action, limit=ACTION_LIMIT)
    line = mrkdwn("• *{}* {} ({}): {}", issue.id, issue.title, issue.category, action)
    return line if issue.url is None else mrkdwn("{} {}", line, link(issue.url))


def stats(figures: Figures, days: int, *, is_own: bool) -> Mrkdwn:
    """Return what the tickets of the last days come to."""
    whose = Mrkdwn("your tickets") if is_own else Mrkdwn("all tickets")
    head = mrkdwn("*The last {}*, {}: {}", _days(days), whose, f"{figures.tickets:,}")
    if figures.tickets == 0:
        return head
    stands = {STANDS[work]: count for work, count in figures.by_work.items()}
    lines = [
        head,
        _counts("Category", figures.by_category),
        _counts("Severity", figures.by_severity),
        _counts("Status", {_STATUS[status]: count for status, count in figures.by_status.items()}),
        _counts("Work", stands),
        mrkdwn(
            "*Issues:* {} known, {} new, {} not judged yet",
            *map(str, (figures.known, figures.new, figures.tickets - figures.judged)),
        ),
        mrkdwn("*First response:* {}", _median(figures.first_response)),
        mrkdwn("*Resolution:* {}", _median(figures.resolution)),
        mrkdwn(
            "*Questions asked about:* {} of tickets; *corrected:* {} of judgements",
            f"{figures.question_rate:.0%}",
            f"{figures.correction_rate:.0%}",
        ),
    ]
    return joined("\n", lines)


def _counts(name: str, counted: Mapping[str, int]) -> Mrkdwn:
    parts = [mrkdwn("{} {}", kind, f"{count:,}") for kind, count in counted.items()]
    return mrkdwn("*{}:* {}", name, joined(", ", parts) if parts else Mrkdwn("none yet"))


def _median(span: timedelta | None) -> str:
    return "none yet" if span is None else f"{_long(span)} (median)"


def _long(span: timedelta) -> str:
    """Return a time as people say it."""
    if span < timedelta(minutes=1):
        return "under a minute"
    if span < timedelta(hours=2):
        return f"{span / timedelta(minutes=1):.0f} min"
    if span < timedelta(days=2):
        return f"{span / timedelta(hours=1):.1f} h"
    return f"{span / timedelta(days=1):.1f} days"


def settings(channel: str, rules: Rules, limits: Limits) -> Mrkdwn:
    """Return what is on in a channel."""
    here = rules.is_support_channel(channel)
    admission = rules.admission
    mode = admission.mode(channel)
    review = channel_link(admission.review_channel or "")
    taken = Mrkdwn(_MODES[mode].format(review if mode is Mode.SHADOW else admission.emoji))
    filters = Mrkdwn("on") if admission.filters_noise else Mrkdwn("off")
    roles = ", ".join(sorted(rules.rights.grants)) or "none: every full member works tickets"
    lines = [
        mrkdwn("*Settings of* {}", channel_link(channel)),
        mrkdwn("*Tickets:* {}", taken if here else Mrkdwn("none open by themselves here")),
        mrkdwn("*Greetings and thanks left out:* {}", filters),
        mrkdwn("*Emoji that asks for a ticket:* {}", Mrkdwn(f":{admission.emoji}:")),
        mrkdwn("*Tickets a minute:* {}", _limits(limits)),
        mrkdwn("*Roles:* {}", roles),
        mrkdwn("*Categories:* {}", ", ".join(rules.taxonomy.category_names)),
        mrkdwn("*Severities:* {}", ", ".join(rules.taxonomy.severity_names)),
        Mrkdwn("_They are set in `triage.yml` and the environment of the app._"),
    ]
    return joined("\n", lines)


def _limits(limits: Limits) -> str:
    def most(number: int) -> str:
        return str(number) if number else "any number"

    return f"{most(limits.per_user)} a person, {most(limits.per_channel)} a channel"
