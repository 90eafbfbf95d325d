"""The tab of known issues: by category and words, page by page, with what can be done to each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.slack.blocks import actions, button, context, overflow, plain_text, section, select
from bot.slack.forms.inputs import LABEL_LIMIT
from bot.slack.home.colours import legend, mark
from bot.slack.home.frame import empty, pager
from bot.slack.rendering import Mrkdwn, joined, moment, mrkdwn, plain
from bot.triage.known_issues.shelf import Shelf
from bot.triage.overview.place import Place, Tab

if TYPE_CHECKING:
    from bot.slack.blocks import Json
    from bot.slack.home.frame import Viewer
    from bot.slack.home.ports import Bookshelf
    from bot.triage.judgement import Taxonomy
    from bot.triage.known_issues.shelf import Volume
    from bot.triage.overview.place import Page

ADD = "kb_add"
EDIT = "kb_edit"
HISTORY = "kb_history"
RETIRE = "kb_retire"
RESTORE = "kb_restore"
SEARCH = "home_search"
SHELF = "home_shelf"
CATEGORY = "home_kb_category"
CLEAR = "home_kb_clear"
ANY = "*"
PAGE_SIZE = 15
LONGEST_SEARCH = 200
TITLE_LIMIT = 200
STALE_AFTER = timedelta(days=180)
SHELVES = (
    ("In use", Shelf.IN_USE),
    ("Never matched", Shelf.NEVER_MATCHED),
    ("Stale", Shelf.STALE),
    ("Retired", Shelf.RETIRED),
)
_NOTHING = {
    Shelf.IN_USE: Mrkdwn(
        "There is no known issue yet. “Add” writes one; “Save as known issue” on a ticket's card "
        "writes one from its thread."
    ),
    Shelf.NEVER_MATCHED: Mrkdwn("Every known issue in use has matched a ticket."),
    Shelf.STALE: Mrkdwn("Every known issue that ever matched has matched or changed in 180 days."),
    Shelf.RETIRED: Mrkdwn("Nothing was retired here."),
}
NOT_FOUND = Mrkdwn("No known issue is like that. “Show all” takes the filters off.")


class KnowledgeTab:
    """Draws it for one person; only who looks after the known issues gets buttons."""

    def __init__(self, bookshelf: Bookshelf, taxonomy: Taxonomy) -> None:
        self._bookshelf = bookshelf
        self._taxonomy = taxonomy

    def blocks(self, viewer: Viewer) -> list[Json]:
        """Return what stands below the row of tabs."""
        place = viewer.place if viewer.place.tab is Tab.KNOWLEDGE else Place()
        since = viewer.now - STALE_AFTER
        page = self._bookshelf.page(viewer.team, place, since, size=PAGE_SIZE)
        return [
            _search(place.words),
            self._menus(viewer, place),
            context([legend(self._taxonomy)]),
            *self._listed(viewer, place, page),
        ]

    def _listed(self, viewer: Viewer, place: Place, page: Page[Volume]) -> list[Json]:
        if page.total:
            lines = (self._line(viewer, place, volume) for volume in page.items)
            return [*lines, *pager(page)]
        is_filtered = bool(place.words or place.category)
        return [empty(NOT_FOUND if is_filtered else _NOTHING[place.shelf])]

    def _menus(self, viewer: Viewer, place: Place) -> Json:
        categories = [(name, f"={name}") for name in self._taxonomy.category_names]
        chosen = f"={place.category}" if place.category else ANY
        row = [
            select(SHELF, "Which", [(label, shelf) for label, shelf in SHELVES], place.shelf),
            select(CATEGORY, "Category", [("All categories", ANY), *categories], chosen),
        ]
        if place.words or place.category:
            row.append(button("Show all", CLEAR, "-"))
        if viewer.is_editor:
            row.append(button("Add", ADD, "-", primary=True))
        return actions(row)

    def _line(self, viewer: Viewer, place: Place, volume: Volume) -> Json:
        issue = volume.issue
        head = mrkdwn(
            "{} *{}* {}",
            mark(issue.category, self._taxonomy),
            issue.id,
            issue.title,
            limit=TITLE_LIMIT,
        )
        block = section(joined("\n", [head, _facts(volume)]))
        if viewer.is_editor:
            block["accessory"] = _deeds(issue.id, is_retired=place.shelf is Shelf.RETIRED)
        return block


def _deeds(issue_id: str, *, is_retired: bool) -> Json:
    if is_retired:
        deeds = [("Restore", RESTORE), ("Versions", HISTORY)]
    else:
        deeds = [("Edit", EDIT), ("Versions: compare, roll back", HISTORY), ("Retire", RETIRE)]
    return overflow(f"kb:{issue_id}", [(label, f"{name}:{issue_id}") for label, name in deeds])


def _facts(volume: Volume) -> Mrkdwn:
    issue = volume.issue
    facts = [mrkdwn("{}", issue.category), mrkdwn("version {}", str(issue.version))]
    if volume.is_shared:
        facts.append(Mrkdwn("shared by all workspaces"))
    elif volume.is_copy:
        facts.append(Mrkdwn("yours in place of the shared one"))
    facts.append(_matches(volume))
    return joined(" · ", facts)


def _matches(volume: Volume) -> Mrkdwn:
    if volume.last_at is None:
        return Mrkdwn("never matched")
    tickets = "1 ticket" if volume.times == 1 else f"{volume.times:,} tickets"
    return mrkdwn("matched {}, last {}", tickets, moment(volume.last_at))


def _search(words: str) -> Json:
    """Return the field that searches when somebody presses Enter in it."""
    element: Json = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "max_length": LONGEST_SEARCH,
        "placeholder": plain_text("Words, then Enter", LABEL_LIMIT),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if words:
        element["initial_value"] = plain(words, LONGEST_SEARCH)
    return {
        "type": "input",
        # Slack keeps what was typed as long as the block's name stays: cleared, it has another.
        "block_id": f"{SEARCH}:{bool(words)}",
        "label": plain_text("Search the known issues", LABEL_LIMIT),
        "element": element,
        "dispatch_action": True,
        "optional": True,
    }
