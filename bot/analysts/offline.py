"""Judges a ticket without a language model: sentence vectors and classifiers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from bot.analysts.examples import ALARMING, USUAL, severity_in
from bot.analysts.learning.learned import EDITION, shares
from bot.analysts.reading.asking import ASK_FROM, GRAVE_FROM, Stakes, expected_gain, likelihood
from bot.analysts.reading.categories import Share
from bot.analysts.reading.insistence import UNCLEAR_BELOW, required_fact
from bot.analysts.reading.outage import (
    is_alarm,
    is_all_clear,
    names_nothing_down,
    speaks_of_sign_in,
)
from bot.analysts.reading.questions import (
    concerns_many,
    is_about_sign_in,
    missing_fact,
    open_question,
)
from bot.analysts.reading.recognition import known_probability, recognised
from bot.analysts.reading.severity import in_doubt, median
from bot.analysts.reading.summary import summarise
from bot.analysts.reading.vagueness import SAYS_NOTHING, is_worded
from bot.triage.judgement import Confidence, Judgement, Provenance
from bot.triage.judging.cleaning import cleaned
from bot.triage.judging.facts import Fact, is_told
from bot.triage.redaction import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.analysts.groundwork import Groundwork
    from bot.analysts.learning.learned import Learned
    from bot.analysts.reading.categories import Embed
    from bot.triage.judgement import Case, Question, Taxonomy
    from bot.triage.redaction import Redacted

VERSION = "offline-6"
"""Stored with every judgement; raise it when the models or their examples change."""

PLAINLY_VAGUE = 2.0
"""The margin from which a ticket's own words count less for its severity than what is usual."""

ALARMED = 0.7
"""How much the usual severity of an outage counts beside the few words that tell of one, and the
least one beside a few words that all is well."""

SELDOM_DOWN = 0.02
"""How much is left, in an outage, of a category about which nobody asks how many people it is."""

PLAIN_FROM = 0.9
"""From which probability a category is believed of words that say nothing: "error" is a bug, but
"urgent!!!" is no question, though most that was learned with that word was one."""
HARDLY = 0.2
"""How much of a category's probability is left where it is not believed."""


def basis_of(embedding_model: str, taxonomy: Taxonomy) -> str:
    """Return what a version is added to: it means nothing beside anything else."""
    names = "\n".join((*taxonomy.category_names, "", *taxonomy.severity_names))
    models = f"{VERSION}/{EDITION} {embedding_model}"
    return f"{models} {sha256(names.encode()).hexdigest()[:12]}"


class InUse(Protocol):
    """What was learned from a workspace's tickets, under the number of its version."""

    @property
    def number(self) -> int:
        """Return what every judgement says that it was made with."""

    @property
    def model(self) -> Learned:
        """Return what was learned."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a ticket's words alone say of it."""

    ranked: Sequence[Share]
    """The categories, the most probable first."""
    severities: Mapping[str, float]
    told_severity: float
    """How probable its severity is by its words, before doubt about a vague ticket."""
    vagueness: float
    is_worded: bool
    is_grave: bool
    is_alarm: bool

    @property
    def category(self) -> str:
        """Return the most probable category."""
        return self.ranked[0].name

    def stakes(self, known: float) -> Stakes:
        """Return what an answer could change, if it is a known issue so probably."""
        return Stakes(
            category=self.ranked[0].probability,
            severity=self.told_severity,
            known=known,
            is_worded=self.is_worded,
            is_grave=self.is_grave,
            is_alarm=self.is_alarm,
        )


class OfflineAnalyst:
    """An analyst that runs on this machine."""

    def __init__(
        self,
        embed: Embed,
        taxonomy: Taxonomy,
        groundwork: Groundwork,
        similarity_threshold: float | None,
        *,
        learned: Callable[[str], InUse | None] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Judge by `groundwork`; `learned` tells what the tickets of a workspace taught."""
        self._embed = embed
        self._taxonomy = taxonomy
        self._threshold = similarity_threshold
        self._learned = learned or _nothing
        self._monotonic = monotonic
        self.general = groundwork.general
        self._vagueness = groundwork.vagueness
        self._usual = severity_in(taxonomy, USUAL)
        self._alarming = severity_in(taxonomy, ALARMING)

    def judge(self, case: Case) -> Judgement:
        """Return the judgement of `case`; fails only with its embedder."""
        started = self._monotonic()
        learned = self._learned(case.team)
        read = self._read(joined(case.reported), learned)
        match = recognised(case.hits, self._threshold)
        known = known_probability(case.hits, self._threshold)
        required = None if read.is_grave else self._required(case, read.ranked)
        gain = expected_gain(read.vagueness, read.stakes(known))
        if required is not None:
            gain = max(gain, ASK_FROM)
        severity = median(read.severities)
        return Judgement(
            summary=summarise(case.reported),
            category=read.category,
            severity=severity,
            matched_issue_id=match.issue.id if match else None,
            next_action=match.issue.recommended_action if match else self._next_action(read),
            confidence=Confidence(
                read.ranked[0].probability,
                read.severities[severity],
                known if match else 1 - known,
            ),
            provenance=self._provenance(started, learned),
            question=required or (self._question(case, read.ranked) if gain >= ASK_FROM else None),
            ask_probability=gain,
        )

    def _read(self, text: Redacted, learned: InUse | None) -> _Reading:
        """Return what the words alone say, by what ships and what was `learned`."""
        vector = self._embed.embed([cleaned(text)])[0]
        model = None if learned is None else learned.model
        categories, severities = shares(self.general, model, text, vector)
        vagueness = self._vagueness.margin(text, vector)
        alarm = is_alarm(text)
        if not alarm and is_all_clear(text):
            severities = in_doubt(severities, self._taxonomy.severity_names[0], ALARMED)
        is_grave = severities[self._taxonomy.severity_names[-1]] >= GRAVE_FROM
        told = severities[median(severities)]
        if not is_grave:
            severities = self._doubted(severities, vagueness, alarm=alarm)
        believed = _believed(categories, vagueness)
        return _Reading(
            ranked=self._of_an_outage(believed, text) if alarm else believed,
            severities=severities,
            told_severity=told,
            vagueness=vagueness,
            is_worded=is_worded(text),
            is_grave=is_grave,
            is_alarm=alarm,
        )

    def _of_an_outage(self, believed: Sequence[Share], text: Redacted) -> list[Share]:
        """Return `believed`, the most probable first, of a text that says what is down.

        That is no question, and no trouble with signing in if it says nothing of that. What is
        ruled out goes to the others alike.
        """
        sign_in = speaks_of_sign_in(text)
        fitting = {
            each.name
            for each in self._taxonomy.categories
            if concerns_many(each) and (sign_in or not is_about_sign_in(each))
        }
        if not fitting:
            return list(believed)
        gone = sum(each.probability for each in believed if each.name not in fitting)
        kept = [
            each.probability + gone * (1 - SELDOM_DOWN) / len(fitting)
            if each.name in fitting
            else each.probability * SELDOM_DOWN
            for each in believed
        ]
        shares = (Share(each.name, part) for each, part in zip(believed, kept, strict=True))
        return sorted(shares, key=lambda share: -share.probability)

    def _doubted(
        self, severities: Mapping[str, float], vagueness: float, *, alarm: bool
    ) -> dict[str, float]:
        """Return `severities` as far as they are believed of what says little."""
        doubted = in_doubt(severities, self._usual, likelihood(vagueness - PLAINLY_VAGUE))
        names = self._taxonomy.severity_names
        if alarm and names.index(median(doubted)) < names.index(self._alarming):
            return in_doubt(severities, self._alarming, ALARMED)
        return doubted

    def _next_action(self, read: _Reading) -> str:
        return self._taxonomy.category(read.category).next_action

    def _required(self, case: Case, ranked: Sequence[Share]) -> Question | None:
        """Return what to ask that the team can't do without, if it may be asked."""
        if not case.may_ask or _is_unclear(ranked):
            return None
        return required_fact(self._taxonomy.category(ranked[0].name), case.reported, case.asked)

    def _question(self, case: Case, ranked: Sequence[Share]) -> Question | None:
        """Return what to ask next; None if it may not be asked, or everything was."""
        if not case.may_ask:
            return None
        categories = [self._taxonomy.category(share.name) for share in ranked]
        if _is_unclear(ranked) or _is_mere_cry(joined(case.reported)):
            asked = open_question(categories, case.asked)
            if asked is not None:
                return asked
        fact = missing_fact(categories[0], case.reported, case.asked)
        return fact or open_question(categories, case.asked)

    def _provenance(self, started: float, learned: InUse | None) -> Provenance:
        milliseconds = round((self._monotonic() - started) * 1000)
        model = VERSION if learned is None else f"{VERSION}+learned-{learned.number}"
        return Provenance(analyst="offline", model=model, milliseconds=milliseconds)


def _nothing(_team: str) -> InUse | None:
    return None


def _believed(categories: Mapping[str, float], vagueness: float) -> list[Share]:
    """Return the shares of `categories` in their order; no large one where nothing is said."""
    most = max(categories.values())
    if vagueness < SAYS_NOTHING or most >= PLAIN_FROM:
        return [Share(name, share) for name, share in categories.items()]
    even = (1 - HARDLY) / len(categories)
    return [Share(name, HARDLY * share + even) for name, share in categories.items()]


def _is_mere_cry(text: Redacted) -> bool:
    """Return True if `text` says that something is down and nothing of it, not even an error."""
    return names_nothing_down(text) and not is_told(Fact.ERROR, text)


def _is_unclear(ranked: Sequence[Share]) -> bool:
    """Return True if the question is what it is about at all."""
    return ranked[0].probability < UNCLEAR_BELOW
