"""Looks at every part of an installation, and says what to do about what is not well."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from bot.bootstrap import exact_search, open_desk
from bot.duties.follower import NAMED, left_out
from bot.health import Check, Finding, State
from bot.indexing import open_index
from bot.parts.own_timing import now
from bot.running.launch import slack_calls, socket_calls
from bot.running.vital_signs import disk_check
from bot.slack.people.identity import absent_from, identify
from bot.slack.web_api.methods import Method, scopes_in_use
from bot.triage.errors import Rejected, TriageError, Unavailable
from bot.triage.issue import EVERY_TEAM
from bot.triage.judging.learned import VersionState
from bot.triage.redaction import redact
from kb.search.vectors import vectors_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.bootstrap import Desk
    from bot.settings import Settings
    from bot.slack.web_api.calls import SlackCalls
    from bot.triage.rules import Rules

AUTH_ADVICE = "see SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_SIGNING_SECRET, and the network"
DEAD_ADVICE = (
    "see triage tickets list --dead; put right what Slack refused "
    "(not_in_channel: /invite @Ticket Triage), then triage tickets retry T-12"
)
CORRECTIONS_ADVICE = (
    "see the table corrections: rows changed by hand, or of a later version; "
    "until they are mended their tickets are shown, and learned from, without them"
)
REFUSED_ADVICE = "shorten or reword them (triage kb list), or see OPENAI_EMBEDDING_MODEL"
NO_OPERATORS = "none: no incidents are proposed, and nobody is told of posts that were given up"
PROBE = "the page does not load"
"""Any text: the check is that a search answers."""


def examine_setup(settings: Settings) -> Iterator[Finding]:
    """Yield a finding for each part; opens nothing that a running bot holds."""
    settings_are_read = Finding("settings", State.OK, f"ENVIRONMENT={settings.environment.value}")
    with ExitStack() as stack:
        try:
            desk = stack.enter_context(open_desk(settings))
        except TriageError as error:
            yield settings_are_read
            yield Finding("database", State.FAILED, str(error), "see DATABASE_URL and DATA_DIR")
            return
        yield settings_are_read
        for check in _checks(settings, desk):
            yield check.run()
        yield from _slack(settings, desk)


def _checks(settings: Settings, desk: Desk) -> Iterator[Check]:
    yield Check("database", lambda: _database(desk), "see DATABASE_URL and the disk")
    yield disk_check(desk)
    index_advice = "see CHROMA_URL" if settings.chroma_url else "triage kb rebuild"
    yield Check("index", lambda: _index(settings, desk), index_advice)
    yield Check("known issues", lambda: _known_issues(desk), REFUSED_ADVICE, vital=False)
    yield Check(
        "analyst",
        desk.check_analyst,
        "see OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL; meanwhile tickets are judged offline",
    )
    if settings.daily_token_budget:
        yield Check(
            "budget",
            lambda: _budget(settings, desk),
            "raise DAILY_TOKEN_BUDGET; until midnight UTC the offline analyst judges",
            vital=False,
        )
    yield Check("outbox", lambda: _outbox(desk), DEAD_ADVICE, vital=False)
    yield Check("corrections", lambda: _corrections(desk), CORRECTIONS_ADVICE, vital=False)
    yield Check(
        "learning",
        lambda: _learning(desk),
        "see triage learning list; triage learning resume has it go on",
        vital=False,
    )


def _learning(desk: Desk) -> str:
    held = sorted(desk.store.learning.held())
    if held:
        raise Unavailable(f"stopped by a rollback in {', '.join(held)}")
    told = filter(None, (_learned(desk, team) for team in desk.store.learning.teams()))
    return "; ".join(told) or "nothing was learned yet from corrected tickets"


def _learned(desk: Desk, team: str) -> str:
    """Return which version judges for `team`, or why none does; empty = there was none yet."""
    version = desk.store.versions.in_use(team)
    if version is not None:
        return (
            f"{team}: version {version.number} from {len(version.tickets)} tickets, "
            f"{version.figures.after:.0%} right instead of {version.figures.shipped:.0%}"
        )
    found = desk.store.versions.latest(team, 1_000)
    if not found:
        return ""
    taken_back = [each for each in found if each.state is VersionState.ROLLED_BACK]
    last, what = (taken_back[0], "taken back") if taken_back else (found[0], "not used")
    return f"{team}: the shipped models alone judge, version {last.number} was {what}"


def _database(desk: Desk) -> str:
    desk.store.database.check()
    waiting = desk.store.reports.queue_depth(now())
    return f"the schema is current, {waiting} due"


def _index(settings: Settings, desk: Desk) -> str:
    """Query the index, or, while a bot holds it, the cached vectors."""
    count = len(desk.store.issues.all())
    try:
        with open_index(settings, desk) as index:
            for team in {issue.team for issue in desk.store.issues.all()}:
                index.sync(team, desk.store.issues.all([team]))
            return index.check()
    except Rejected as error:
        if error.code != "index_in_use":
            raise
    exact_search(desk.store, desk.embedder).search(EVERY_TEAM, redact(PROBE), 1)
    return f"in use by triage run; {count} known issues in the database answer"


def _known_issues(desk: Desk) -> str:
    made = vectors_for(desk.store.issues.all(), desk.embedder, desk.store.vectors)
    if made.refused:
        raise Unavailable(left_out(made.refused))
    return f"all {len(made.issues)} can be found"


def _budget(settings: Settings, desk: Desk) -> str:
    most, spent = settings.daily_token_budget, desk.store.budgets.spent(now().date())
    told = [f"{team}: {tokens} of {most} tokens spent today" for team, tokens in spent.items()]
    if any(tokens >= most for tokens in spent.values()):
        raise Unavailable(", ".join(told))
    return ", ".join(told) or f"nothing of {most} tokens spent today"


def _outbox(desk: Desk) -> str:
    dead = desk.store.reports.dead_letters(limit=3)
    if dead:
        shown = ", ".join(f"T-{letter.ticket_number} ({letter.error})" for letter in dead)
        count = desk.store.reports.dead_letter_count()
        raise Unavailable(f"what was given up: {count}, the latest: {shown}")
    return "nothing was given up"


def _corrections(desk: Desk) -> str:
    found = desk.store.reports.unreadable_corrections()
    if found:
        named = ", ".join(f"{team}/T-{number}" for team, number in found[:NAMED])
        more = f", and {len(found) - NAMED} more" if len(found) > NAMED else ""
        raise Unavailable(f"some of what people corrected can't be read, of {named}{more}")
    return "all can be read"


def _slack(settings: Settings, desk: Desk) -> Iterator[Finding]:
    if settings.slack_bot_token is None:
        advice = "set SLACK_BOT_TOKEN to connect a workspace"
        yield Finding("slack", State.OK, "not connected: SLACK_BOT_TOKEN is not set", advice)
        return
    calls = slack_calls(settings)
    auth = Check("slack auth", lambda: _auth(settings), AUTH_ADVICE).run()
    yield auth
    if auth.state is not State.OK:
        return
    yield Check(
        "slack scopes",
        lambda: _scopes(settings),
        "update the app from manifest.yml, then reinstall it to the workspace",
    ).run()
    yield from _places(calls, desk.rules)


def _places(calls: SlackCalls, rules: Rules) -> Iterator[Finding]:
    """Yield whether the app is wherever it is to read or post."""
    if taken := tuple(dict.fromkeys((*rules.channels, *rules.admission.modes))):
        yield _invited("channels", calls, taken, "each channel", vital=True)
    else:
        yield Finding("channels", State.OK, "none configured: every channel that the app is in")
    if rules.operators_channel is not None:
        where = "operators_channel of triage.yml"
        yield _invited("operators", calls, [rules.operators_channel], where)
    else:
        yield Finding("operators", State.OK, NO_OPERATORS, "set operators_channel in triage.yml")
    if rules.admission.review_channel is not None:
        where = "review_channel of triage.yml"
        yield _invited("review", calls, [rules.admission.review_channel], where)
    if teams := sorted(rules.plan.channels):
        yield _invited("routes", calls, teams, "each channel under routes in triage.yml")


def _invited(
    name: str, calls: SlackCalls, channels: Sequence[str], where: str, *, vital: bool = False
) -> Finding:
    return Check(
        name,
        lambda: _membership(absent_from(calls, channels), len(channels)),
        f"invite the app to {where}: /invite @Ticket Triage",
        vital=vital,
    ).run()


def _auth(settings: Settings) -> str:
    me = identify(slack_calls(settings))
    mode = "Socket Mode" if settings.slack_app_token else "HTTP"
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise Rejected("neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set")
    if settings.slack_app_token is not None:
        socket_calls(settings).call(Method.OPEN_CONNECTION, {})
    return f"{me.team_name} ({me.team}), {mode}"


def _scopes(settings: Settings) -> str:
    granted = slack_calls(settings).scopes(Method.AUTH_TEST)
    missing = sorted(scopes_in_use() - granted)
    if missing:
        raise Rejected(f"missing: {', '.join(missing)}")
    return f"all {len(scopes_in_use())} of manifest.yml are granted"


def _membership(absent: dict[str, str], count: int) -> str:
    if absent:
        named = ", ".join(f"{channel} ({reason})" for channel, reason in absent.items())
        raise Rejected(f"can't work in {named}")
    return f"a member of each configured channel ({count})"
