"""A workspace's own ways are learned from its tickets, and tried on those that weren't seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.analysts.learning.fitting import STORED, Course, judged
from bot.analysts.learning.habits import Decisions, learn_habit
from bot.analysts.learning.learned import as_bytes, from_bytes, shares
from bot.analysts.learning.vocabulary import Vocabulary
from bot.triage.judging.cleaning import cleaned
from bot.triage.judging.lesson import PASSED_OVER, SAID, Lesson, Outcome
from bot.triage.redaction import redact
from bot.triage.teamwork.correction import Field
from bot.triage.ticket import TicketId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.analysts.offline import OfflineAnalyst
    from kb.models.local_model import LocalEmbedder

EXPORTS = (
    "The CSV export of our orders stops after a hundred rows.",
    "Where is the button to export the address book?",
    "Export takes an hour and then the browser gives up.",
    "I'm not allowed to export anything since Monday.",
    "Exported file has question marks in place of umlauts.",
    "Could exports be sent by mail every week?",
    "The export of last year's data is empty, zero bytes.",
    "export button is grey",
)
OTHERS = (
    "Our invoice of May shows the wrong VAT number.",
    "I can't sign in, the code never arrives on my phone.",
    "Search takes twenty seconds since this morning.",
    "How do I change the language of the menu?",
    "Pressing save throws error 500 and my text is gone.",
    "The refund from March has still not reached our bank.",
)
MORE_EXPORTS = (
    "When I export the contact list, the phone numbers lose their leading zero.",
    "Exporting to Excel fails with a timeout for anything bigger than a month.",
    "Please tell me how to export only the open items.",
)


def lessons(
    embedder: LocalEmbedder, texts: Sequence[str], *outcomes: tuple[str, str], trust: float = SAID
) -> list[Lesson]:
    """Return a lesson for each of `texts`, which came to these categories and severities."""
    vectors = embedder.embed([cleaned(redact(text)) for text in texts])
    return [
        Lesson(
            TicketId(number),
            redact(text),
            vector.astype(STORED).tobytes(),
            Outcome(category, severity, None, dict.fromkeys(Field, trust)),
        )
        for number, (text, vector, (category, severity)) in enumerate(
            zip(texts, vectors, outcomes, strict=True), 1
        )
    ]


def as_usual(offline: OfflineAnalyst, embedder: LocalEmbedder) -> list[tuple[str, str]]:
    found = judged(offline.general, None, OTHERS, embedder.embed([redact(text) for text in OTHERS]))
    return list(zip(found.categories, found.severities, strict=True))


@pytest.fixture(scope="module")
def course(offline: OfflineAnalyst, embedder: LocalEmbedder) -> Course:
    """All about exports is Billing there, and urgent; the rest is as usual."""
    outcomes = [("Billing", "High")] * len(EXPORTS) + as_usual(offline, embedder)
    return Course(offline.general, lessons(embedder, EXPORTS + OTHERS, *outcomes))


def test_a_habit_is_learned_and_the_rest_is_judged_as_before(
    offline: OfflineAnalyst, embedder: LocalEmbedder, course: Course
) -> None:
    vectors = embedder.embed([redact(text) for text in MORE_EXPORTS + OTHERS])

    usual = judged(offline.general, None, MORE_EXPORTS + OTHERS, vectors)
    found = judged(offline.general, course.learned(), MORE_EXPORTS + OTHERS, vectors)

    assert "Billing" not in usual.categories[: len(MORE_EXPORTS)]
    assert found.categories[: len(MORE_EXPORTS)] == ["Billing"] * len(MORE_EXPORTS)
    assert found.categories[len(MORE_EXPORTS) :] == usual.categories[len(MORE_EXPORTS) :]
    assert found.severities[: len(MORE_EXPORTS)] == ["High"] * len(MORE_EXPORTS)


def test_the_figures_are_about_tickets_that_were_not_learned_from(course: Course) -> None:
    figures = course.figures([], course.learned())

    assert figures.shipped == figures.before < figures.after <= 1
    assert figures.elsewhere == pytest.approx(figures.elsewhere_before, abs=0.05)


def test_the_version_in_use_is_compared_by_what_it_had_learned_from(course: Course) -> None:
    figures = course.figures(course.tickets, course.learned())

    assert figures.before == figures.after


def test_a_version_is_worth_no_more_than_it_judges_by_now(
    offline: OfflineAnalyst, embedder: LocalEmbedder, course: Course
) -> None:
    usual = judged(offline.general, None, EXPORTS, embedder.embed([redact(t) for t in EXPORTS]))
    outcomes = list(zip(usual.categories, usual.severities, strict=True))
    taken_back = Course(offline.general, lessons(embedder, EXPORTS, *outcomes))

    by_tickets = taken_back.figures(course.tickets, taken_back.learned())
    figures = taken_back.figures(course.tickets, taken_back.learned(), course.learned())

    assert by_tickets.before == by_tickets.shipped == 1
    assert figures.before < 0.3
    assert course.figures(course.tickets, course.learned(), course.learned()).before > 0.8


def test_labels_without_rhyme_or_reason_make_it_worse(
    offline: OfflineAnalyst, embedder: LocalEmbedder
) -> None:
    names = ("Login", "Billing", "Question/How-To", "Performance", "Bug")
    usual = as_usual(offline, embedder)
    levels = ("Critical", "Medium", "Low", "High")
    mixed_up = [(names[row % 5], levels[row * 3 % 4]) for row in range(len(EXPORTS))]
    course = Course(offline.general, lessons(embedder, OTHERS + EXPORTS, *usual, *mixed_up))

    figures = course.figures([1, 2, 3, 4, 5, 6], course.learned())

    assert figures.after <= figures.before


def test_where_everything_is_as_usual_nothing_is_learned(
    offline: OfflineAnalyst, embedder: LocalEmbedder
) -> None:
    course = Course(
        offline.general, lessons(embedder, OTHERS, *as_usual(offline, embedder), trust=PASSED_OVER)
    )

    learned = course.learned()

    assert learned.is_nothing
    assert course.figures([], learned).after == 0.0


def test_what_was_learned_can_be_kept_as_bytes(
    offline: OfflineAnalyst, embedder: LocalEmbedder, course: Course
) -> None:
    (vector,) = embedder.embed([redact(MORE_EXPORTS[0])])
    kept = as_bytes(course.learned())

    shown = [
        shares(offline.general, learned, MORE_EXPORTS[0], vector)
        for learned in (course.learned(), from_bytes(kept))
    ]

    assert shown[0][0] == pytest.approx(shown[1][0], abs=1e-5)
    assert shown[0][1] == pytest.approx(shown[1][1], abs=1e-5)
    assert b"export" not in kept


def test_a_habit_in_one_field_alone_is_kept_too(
    offline: OfflineAnalyst, embedder: LocalEmbedder
) -> None:
    usual = as_usual(offline, embedder)
    urgent = [(category, "Critical") for category, _ in usual]
    learned = Course(offline.general, lessons(embedder, OTHERS, *urgent)).learned()

    again = from_bytes(as_bytes(learned))

    assert again.category is None
    assert again.severity is not None
    (vector,) = embedder.embed([redact(OTHERS[1])])
    categories, severities = shares(offline.general, again, OTHERS[1], vector)
    assert categories == shares(offline.general, None, OTHERS[1], vector)[0]
    assert max(severities, key=severities.__getitem__) == "Critical"


def test_the_first_corrections_turn_nothing_else_over() -> None:
    rng = np.random.default_rng(1)
    elsewhere = rng.normal(size=(200, 8))
    corrected = np.vstack([np.eye(8)[0] * 3, np.eye(8)[0] * 3.1])
    decided = Decisions(["Billing"] * 2, ["Bug"] * 2, np.ones(2))

    habit = learn_habit(corrected, decided, elsewhere)

    assert habit is not None
    usual = {"Bug": 0.9, "Billing": 0.1}
    near, far = habit.blended(corrected[0], usual), habit.blended(np.eye(8)[5], usual)
    assert near["Billing"] > near["Bug"]
    assert far["Bug"] > 0.6


def test_rare_words_weigh_more_and_forms_of_a_word_are_one() -> None:
    vocabulary = Vocabulary.of(
        ["exporting invoices", "the export failed", "invoices"], ["invoice"] * 50
    )

    both = vocabulary.said_in(["exports of invoices"])[0]
    nothing = vocabulary.said_in(["", "wholly different"])

    assert len(vocabulary.words) == 2
    assert sorted(both)[1] > 3 * min(both) > 0
    assert not nothing.any()
