"""Known issues: imported all or nothing, by content, with every version kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from bot.triage.errors import Rejected
from bot.triage.issue import EVERY_TEAM
from storage.issues import Imported
from storage.known_issues.issue_rows import content_hash
from tests.builders import NOON, an_issue

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from tests.storage.store import Store


def bring(store: Store, *issues: KnownIssue) -> Imported:
    return store.issues.import_all(issues, "cli", NOON)


def test_an_imported_issue_comes_back_as_it_was(store: Store) -> None:
    issue = an_issue(url="https://kb.example/101", symptoms=("größer", "zu hoch"))

    assert bring(store, issue) == Imported(added=1)

    assert store.issues.all() == (issue,)
    assert store.trail(EVERY_TEAM) == [("issue_imported", "cli")]


def test_importing_twice_changes_nothing(store: Store) -> None:
    bring(store, an_issue())
    revision = store.issues.revision()

    assert bring(store, an_issue(version=7)) == Imported(unchanged=1)

    assert store.issues.revision() == revision
    assert store.issues.changed_since(revision) == ()
    assert len(store.issues.versions(EVERY_TEAM, "KB-101")) == 1


def test_a_changed_issue_gets_a_new_version_and_keeps_the_old(store: Store) -> None:
    bring(store, an_issue(), an_issue("KB-2"))

    assert bring(store, an_issue(title="New"), an_issue("KB-2")) == Imported(changed=1, unchanged=1)

    assert store.issues.all() == (an_issue(title="New", version=2), an_issue("KB-2"))
    assert store.issues.versions(EVERY_TEAM, "KB-101") == (
        an_issue(),
        an_issue(title="New", version=2),
    )


def test_changes_are_told_from_a_revision_on(store: Store) -> None:
    bring(store, an_issue("KB-1", team="T1"), an_issue("KB-2"))
    seen = store.issues.revision()
    bring(store, an_issue("KB-2", title="New"), an_issue("KB-3", team="T1"))
    store.publishing.retire("T1", "KB-1", "U1", NOON)

    changes = store.issues.changed_since(seen)

    assert [(change.issue.id, change.retired) for change in changes] == [
        ("KB-2", False),
        ("KB-3", False),
        ("KB-1", True),
    ]
    assert changes[-1].revision == store.issues.revision()


def test_an_import_with_an_issue_twice_stores_none(store: Store) -> None:
    with pytest.raises(Rejected, match="KB-101 comes twice"):
        bring(store, an_issue("KB-2"), an_issue(), an_issue())

    assert store.issues.is_empty()


def test_issues_are_listed_by_team(store: Store) -> None:
    bring(store, an_issue("KB-1"), an_issue("KB-2", team="T1"), an_issue("KB-3", team="T2"))

    assert [issue.id for issue in store.issues.all(["T1", "*"])] == ["KB-1", "KB-2"]
    assert len(store.issues.all()) == 3


def test_a_retired_issue_is_out_of_use_until_it_is_imported_again(store: Store) -> None:
    bring(store, an_issue(team="T1"))

    assert store.publishing.retire("T1", "KB-101", "U1", NOON)
    assert store.issues.all() == ()
    assert not store.issues.is_empty()

    assert bring(store, an_issue(team="T1")) == Imported(changed=1)
    assert store.issues.all() == (an_issue(team="T1", version=2),)
    assert store.trail("T1") == [
        ("issue_imported", "cli"),
        ("issue_retired", "U1"),
        ("issue_imported", "cli"),
    ]


def test_an_empty_knowledge_base_is_empty_at_revision_0(store: Store) -> None:
    assert store.issues.is_empty()
    assert store.issues.revision() == 0
    assert bring(store) == Imported()


@pytest.mark.parametrize(
    "changed",
    [
        an_issue(title="x"),
        an_issue(category="x"),
        an_issue(symptoms=("x",)),
        an_issue(recommended_action="x"),
        an_issue(url="https://x.example"),
    ],
)
def test_the_hash_covers_all_that_people_read(changed: KnownIssue) -> None:
    assert content_hash(changed) != content_hash(an_issue())
    assert content_hash(an_issue("other", team="T1", version=9)) == content_hash(an_issue())


def test_many_issues_are_stored_in_as_few_statements_as_two(store: Store) -> None:
    counts = []
    for many in (2, 50):
        asked: list[object] = []

        def note(*details: object, asked: list[object] = asked) -> None:
            asked.append(details)

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        bring(store, *(an_issue(f"KB-{many}-{number}") for number in range(many)))
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert store.trail(EVERY_TEAM) == [("issue_imported", "cli")] * 52
