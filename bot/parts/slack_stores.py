"""Where what arrives from Slack is stored: the database, as the Slack edge sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.home.ports import HomeStores
from bot.slack.stores import Stores

if TYPE_CHECKING:
    from bot.duties.gaps import Gaps
    from bot.parts.storeroom import Store


def slack_stores(store: Store, gaps: Gaps) -> Stores:
    """Return what of `store` takes events, clicks and forms, and fills the home."""
    return Stores(
        tickets=store.tickets,
        work=store.work,
        revisions=store.revisions,
        outbox=store.outbox,
        last_seen=store.last_seen,
        passed_over=store.passed_over,
        errands=store.errands,
        issues=store.catalogue,
        people=store.people,
        trail=store.trail,
        write_ups=store.write_ups,
        home=HomeStores(
            homes=store.homes,
            briefs=store.briefs,
            channels=store.people,
            drafts=store.drafts,
            publishing=store.publishing,
            bookshelf=store.bookshelf,
            gaps=gaps,
            reports=store.reports,
        ),
        incidents=store.incidents,
        finds=store.finds,
        first_responses=store.first_responses,
    )
