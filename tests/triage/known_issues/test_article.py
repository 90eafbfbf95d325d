from __future__ import annotations

import pytest

from bot.triage.known_issues.article import Article, Part, fault, rebased
from tests.builders import an_article, an_issue


def test_an_article_survives_its_form() -> None:
    article = an_article(url="https://kb.example/101")

    assert Article.from_values(article.values) == article
    assert Article.of(article.issue("T1", "OUR-1", 2)) == article


def test_a_form_gives_symptoms_line_by_line_without_blank_ones() -> None:
    values = an_article().values | {Part.SYMPTOMS: " too  high \n\n doubled\n", Part.URL: "  "}

    article = Article.from_values(values)

    assert article.symptoms == ("too high", "doubled")
    assert article.url is None


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"title": ""}, Part.TITLE),
        ({"title": "x" * 201}, Part.TITLE),
        ({"symptoms": ()}, Part.SYMPTOMS),
        ({"symptoms": ("x",) * 21}, Part.SYMPTOMS),
        ({"symptoms": ("x" * 501,)}, Part.SYMPTOMS),
        ({"recommended_action": ""}, Part.ACTION),
        ({"recommended_action": "x" * 2001}, Part.ACTION),
        ({"url": "javascript:alert(1)"}, Part.URL),
        ({"url": "https://bank.example@evil.example/"}, Part.URL),
        ({"url": "https://[bad"}, Part.URL),
        ({"url": "https://kb.example/a|b"}, Part.URL),
    ],
)
def test_what_is_wrong_is_told_with_its_place(changes: dict[str, object], part: Part) -> None:
    found = fault(an_article(**changes))

    assert found is not None
    assert found[0] is part


def test_nothing_is_wrong_with_a_shipped_article() -> None:
    assert fault(Article.of(an_issue(url="https://kb.example/101"))) is None


def test_what_others_changed_meanwhile_stays_changed() -> None:
    base = an_article()
    mine, theirs = an_article(title="Mine"), an_article(recommended_action="Theirs")

    merged = rebased(mine, base, theirs)

    assert merged.article == an_article(title="Mine", recommended_action="Theirs")
    assert merged.in_conflict == ()


def test_what_both_changed_is_named_and_the_draft_stands() -> None:
    merged = rebased(an_article(title="Mine"), an_article(), an_article(title="Theirs"))

    assert merged.article.title == "Mine"
    assert merged.in_conflict == (Part.TITLE,)


def test_both_may_have_made_the_same_change() -> None:
    assert rebased(an_article(title="X"), an_article(), an_article(title="X")).in_conflict == ()
