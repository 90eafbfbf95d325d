"""Editors change what their own team knows; every version is kept, and others see no change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.triage.issue import EVERY_TEAM
from storage.known_issues.catalogue import Catalogue
from tests.builders import NOON, TEAM, an_article, an_issue
from tests.storage.store import after

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from tests.storage.store import Store

ANN, BEN = "U0ANN", "U0BEN"


def bring(store: Store, *issues: KnownIssue) -> None:
    store.issues.import_all(issues, "cli", NOON)


def publish(store: Store, issue_id: str = "KB-101", **changes: object) -> KnownIssue:
    """Publish a change of what the team knows, written by Ann and approved by Ben."""
    draft = store.drafts.save(
        TEAM, issue_id, lambda _: an_article(**changes), actor=ANN, now=NOON, is_ready=True
    )
    assert draft is not None
    review = store.drafts.review(TEAM, draft.id)
    assert review is not None
    return store.drafts.approve(TEAM, draft.id, seen=review.stamp, by=BEN, now=NOON, is_alone=False)


def known(store: Store, team: str = TEAM) -> list[str]:
    """Return the titles of what a team knows."""
    return [issue.title for issue in Catalogue(store.database).matching(team, "", 100)]


def test_a_change_of_an_issue_of_all_teams_is_a_copy_for_one(store: Store) -> None:
    bring(store, an_issue(title="Shared"))

    issue = publish(store, title="Ours")

    assert (issue.team, issue.id, issue.version) == (TEAM, "KB-101", 1)
    assert known(store) == ["Ours"]
    assert known(store, "T0OTHER") == ["Shared"]


def test_an_issue_of_all_teams_is_retired_for_one_only(store: Store) -> None:
    bring(store, an_issue())

    assert store.publishing.retire(TEAM, "KB-101", ANN, NOON)
    assert not store.publishing.retire(TEAM, "KB-101", ANN, NOON)

    assert known(store) == []
    assert known(store, "T0OTHER") == [an_issue().title]
    assert store.issues.hidden(TEAM) == {"KB-101"}
    assert store.trail() == [("issue_retired", ANN)]


def test_what_was_only_hidden_comes_back_as_it_is_by_then(store: Store) -> None:
    bring(store, an_issue())
    store.publishing.retire(TEAM, "KB-101", ANN, NOON)
    bring(store, an_issue(title="Corrected for all"))

    assert store.publishing.restore(TEAM, "KB-101", BEN, NOON)

    assert known(store) == ["Corrected for all"]
    assert store.issues.hidden(TEAM) == frozenset()


def test_a_retired_own_issue_comes_back_as_it_was(store: Store) -> None:
    bring(store, an_issue("KB-7", team=TEAM, title="Ours"))
    store.publishing.retire(TEAM, "KB-7", ANN, NOON)
    assert known(store) == []

    assert store.publishing.restore(TEAM, "KB-7", ANN, NOON)
    assert not store.publishing.restore(TEAM, "KB-7", ANN, NOON)

    assert known(store) == ["Ours"]
    assert store.trail()[-1] == ("issue_restored", ANN)


def test_a_team_can_share_again_what_it_had_changed_for_itself(store: Store) -> None:
    bring(store, an_issue(title="Shared"))
    publish(store, title="Ours")

    assert store.publishing.share_again(TEAM, "KB-101", ANN, NOON)
    assert not store.publishing.share_again(TEAM, "KB-101", ANN, NOON)

    assert known(store) == ["Shared"]
    assert store.trail()[-1] == ("issue_shared_again", ANN)


def test_only_an_issue_of_all_teams_can_be_shared_again(store: Store) -> None:
    bring(store, an_issue("KB-7", team=TEAM), an_issue("KB-8"))

    assert not store.publishing.share_again(TEAM, "KB-7", ANN, NOON)
    assert not store.publishing.share_again(TEAM, "KB-8", ANN, NOON)


def test_a_rollback_is_a_new_version(store: Store) -> None:
    bring(store, an_issue(team=TEAM, title="First"))
    publish(store, title="Second")

    issue = store.publishing.roll_back(TEAM, "KB-101", 1, seen=2, actor=BEN, now=after(hours=1))

    assert issue is not None
    assert (issue.version, issue.title) == (3, "First")
    assert [
        (each.issue.version, each.issue.title, each.actor, each.approved_by, each.copied_from)
        for each in store.publishing.versions(TEAM, "KB-101")
    ] == [
        (3, "First", BEN, None, 1),
        (2, "Second", ANN, BEN, None),
        (1, "First", "cli", None, None),
    ]
    assert store.trail()[-1] == ("issue_rolled_back", BEN)


@pytest.mark.parametrize(("version", "seen"), [(1, 1), (7, 2)])
def test_a_rollback_needs_the_version_and_the_sight_of_what_is_in_use(
    store: Store, version: int, seen: int
) -> None:
    bring(store, an_issue(team=TEAM))
    publish(store, title="Second")

    assert (
        store.publishing.roll_back(TEAM, "KB-101", version, seen=seen, actor=BEN, now=NOON) is None
    )
    assert known(store) == ["Second"]


def test_every_move_is_seen_by_whoever_follows_the_issues(store: Store) -> None:
    bring(store, an_issue())
    moves = (
        lambda: publish(store, title="Ours"),
        lambda: store.publishing.retire(TEAM, "KB-101", ANN, NOON),
        lambda: store.publishing.restore(TEAM, "KB-101", ANN, NOON),
        lambda: store.publishing.share_again(TEAM, "KB-101", ANN, NOON),
    )
    for move in moves:
        seen = store.issues.revision()

        move()

        assert [each.issue.team for each in store.issues.changed_since(seen)] == [TEAM]
    assert [issue.team for issue in store.issues.all()] == [EVERY_TEAM]
