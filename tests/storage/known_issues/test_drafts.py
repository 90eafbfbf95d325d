"""What people write waits for a second person; nothing that anybody wrote is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.triage.known_issues.draft import DraftId, DraftState, MovedOn, OwnDraft
from tests.builders import NOON, TEAM, an_article, an_issue
from tests.storage.store import after

if TYPE_CHECKING:
    from bot.triage.issue import KnownIssue
    from bot.triage.known_issues.draft import Draft, Review
    from tests.storage.store import Store

ANN, BEN = "U0ANN", "U0BEN"


def add(store: Store, *, is_ready: bool = True, **changes: object) -> Draft:
    return store.drafts.add(TEAM, an_article(**changes), author=ANN, now=NOON, is_ready=is_ready)


def change(store: Store, by: str = ANN, **changes: object) -> Draft:
    """Save a change of KB-101."""
    draft = store.drafts.save(
        TEAM,
        "KB-101",
        lambda article: replace(article, **changes),  # type: ignore[arg-type]
        actor=by,
        now=NOON,
        is_ready=True,
    )
    assert draft is not None
    return draft


def look(store: Store, draft: Draft) -> Review:
    review = store.drafts.review(TEAM, draft.id)
    assert review is not None
    return review


def approve(
    store: Store, draft: Draft, by: str = BEN, seen: str = "", *, is_alone: bool = False
) -> KnownIssue:
    stamp = seen or look(store, draft).stamp
    return store.drafts.approve(TEAM, draft.id, seen=stamp, by=by, now=NOON, is_alone=is_alone)


def detail(store: Store) -> dict[str, object]:
    """Return the detail of the last row of the trail."""
    with store.database.read() as connection:
        query = "SELECT detail FROM audit ORDER BY id DESC LIMIT 1"
        found: dict[str, object] = json.loads(connection.exec_driver_sql(query).scalar_one())
    return found


def test_a_new_issue_is_known_only_after_a_second_person_approves_it(store: Store) -> None:
    draft = add(store)
    assert (draft.issue_id, draft.state) == ("OUR-1", DraftState.WAITING)
    assert store.issues.all() == ()

    issue = approve(store, draft)

    assert store.issues.all([TEAM]) == (issue,)
    assert issue == an_article().issue(TEAM, "OUR-1", 1)
    assert store.drafts.open(TEAM, 10) == ()
    assert store.trail() == [("draft_added", ANN), ("draft_approved", BEN)]


def test_nobody_approves_what_they_wrote_themselves(store: Store) -> None:
    draft = add(store)

    with pytest.raises(OwnDraft):
        approve(store, draft, by=ANN)

    assert store.issues.all() == ()


def test_a_sole_editor_may_and_the_trail_says_so(store: Store) -> None:
    approve(store, add(store), by=ANN, is_alone=True)

    assert detail(store) == {"draft": 1, "version": 1, "sole_editor": "approved own draft"}


def test_what_was_changed_since_it_was_looked_at_is_not_approved(store: Store) -> None:
    bring = store.issues.import_all
    bring([an_issue()], "cli", NOON)
    draft = change(store, title="Ours")
    seen = look(store, draft).stamp
    bring([an_issue(recommended_action="Do something else.")], "cli", NOON)

    with pytest.raises(MovedOn):
        approve(store, draft, seen=seen)

    issue = approve(store, draft)
    assert (issue.title, issue.recommended_action) == ("Ours", "Do something else.")


def test_a_draft_that_is_not_ready_can_not_be_approved(store: Store) -> None:
    with pytest.raises(MovedOn):
        approve(store, add(store, is_ready=False))


def test_a_draft_is_approved_once(store: Store) -> None:
    draft = add(store)
    seen = look(store, draft).stamp
    approve(store, draft, seen=seen)

    with pytest.raises(MovedOn):
        approve(store, draft, seen=seen)
    with pytest.raises(MovedOn):
        store.drafts.approve(TEAM, DraftId(9), seen=seen, by=BEN, now=NOON, is_alone=False)


def test_two_who_change_one_issue_write_one_draft(store: Store) -> None:
    store.issues.import_all([an_issue()], "cli", NOON)

    first = change(store, ANN, title="By Ann")
    second = change(store, BEN, recommended_action="By Ben")

    assert second.id == first.id
    assert second.article == an_article(title="By Ann", recommended_action="By Ben")
    assert (second.author, second.edited_by, second.revision) == (ANN, BEN, 2)
    assert approve(store, second, by=ANN).title == "By Ann"


def test_what_the_writer_raises_leaves_everything_as_it_was(store: Store) -> None:
    store.issues.import_all([an_issue()], "cli", NOON)

    with pytest.raises(TypeError):
        change(store, nonsense=1)

    assert store.drafts.open(TEAM, 10) == ()
    assert store.trail() == []


def test_an_issue_that_is_not_there_can_not_be_changed(store: Store) -> None:
    unknown = store.drafts.save(
        TEAM, "KB-404", lambda article: article, actor=ANN, now=NOON, is_ready=True
    )

    assert unknown is None


def test_a_draft_goes_back_with_a_remark_and_comes_again(store: Store) -> None:
    store.issues.import_all([an_issue()], "cli", NOON)
    draft = change(store, title="Ours")

    back = store.drafts.send_back(
        TEAM, draft.id, seen=look(store, draft).stamp, by=BEN, remark="Too vague", now=NOON
    )

    assert (back.state, back.remark) == (DraftState.DRAFT, "Too vague")
    again = change(store, title="Ours, better")
    assert (again.state, again.remark) == (DraftState.WAITING, "")
    assert [event for event, _ in store.trail()] == [
        "draft_added",
        "draft_sent_back",
        "draft_edited",
    ]


def test_a_discarded_draft_makes_room_for_another(store: Store) -> None:
    store.issues.import_all([an_issue()], "cli", NOON)
    draft = change(store, title="Ours")

    store.drafts.discard(TEAM, draft.id, seen=look(store, draft).stamp, by=ANN, now=NOON)

    assert store.drafts.open_of(TEAM, "KB-101") is None
    assert change(store, title="Ours").id != draft.id
    with pytest.raises(MovedOn):
        store.drafts.discard(TEAM, draft.id, seen=look(store, draft).stamp, by=ANN, now=NOON)


def test_ids_are_never_given_twice(store: Store) -> None:
    store.issues.import_all([an_issue("OUR-4", team=TEAM)], "cli", NOON)
    first = add(store)
    store.drafts.discard(TEAM, first.id, seen=look(store, first).stamp, by=ANN, now=NOON)

    assert (first.issue_id, add(store).issue_id) == ("OUR-5", "OUR-6")
    other = store.drafts.add("T0OTHER", an_article(), author=ANN, now=NOON, is_ready=True)
    assert other.issue_id == "OUR-1"


def test_drafts_of_another_team_are_not_there(store: Store) -> None:
    draft = add(store)

    assert store.drafts.review("T0OTHER", draft.id) is None
    assert store.drafts.open("T0OTHER", 10) == ()


def test_what_waits_for_approval_comes_first_then_the_latest(store: Store) -> None:
    add(store, is_ready=False)
    waiting = add(store)
    store.drafts.add(TEAM, an_article(), author=BEN, now=after(hours=1), is_ready=False)

    found = store.drafts.open(TEAM, 10)

    assert [draft.issue_id for draft in found] == [waiting.issue_id, "OUR-3", "OUR-1"]
    assert len(store.drafts.open(TEAM, 2)) == 2
