"""Pages that go to and fro between two texts: told once, then noted; and never left with something false told.

Why it is so: docs/decisions/0014-to-and-fro-is-told-once.md
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from diffing.alternation import is_alternating
from storage.records import Change, Difference, EventKind, Outcome, Page, Revision
from storage.store import Store

TO_AND_FRO = "the page goes to and fro between two texts that were told before"
"""Why a change is noted and tells nobody."""

BACK_AGAIN = "named again: the vanishing that was told is taken back"
"""Why a return is told at once."""

STOOD = 8
"""Looks in a row after which a text that was only noted has come to stay: two days of looks every six hours."""

LOOKED_BACK = timedelta(days=120)
"""How long a page that was noted is followed: eight looks of a source that is checked every other week."""

STAYS = f"the page went to and fro, and has shown this text for {STOOD} looks"
"""Why it is told then."""


class Settled(NamedTuple):
    """A page that has come to rest: the text that was told last, and the one that stands now."""

    told: Revision
    stands: Revision


def goes_to_and_fro(store: Store, page: Page, latest: Revision) -> bool:
    """Whether the page only shows again what it showed a moment ago."""
    kept = [each for each in store.revisions(page.url) if not each.technical]
    history = [each for each in kept if each.captured_at < latest.captured_at]
    if all(each.text_sha256 != latest.text_sha256 for each in history):
        return False
    captures = store.captures(page.url)
    looks = [each.captured_at for each in captures if each.outcome is not Outcome.FAILED]
    return is_alternating(history, latest, looks)


def quieten(store: Store, page: Page, difference: Difference) -> Difference:
    """Of a return only who had vanished and is back: a reader was told the opposite. Everything else is noted."""
    told: dict[str, EventKind] = {}
    for change in _own_changes(store, page):
        told |= {event.subject: event.kind for event in change.events}
    back = tuple(
        event
        for event in difference.events
        if event.kind is EventKind.APPEARED and told.get(event.subject) is EventKind.DISAPPEARED
    )
    if not back:
        return replace(difference, events=(), priority=0.0, reasons=(TO_AND_FRO,))
    return replace(difference, events=back, reasons=(BACK_AGAIN, *difference.reasons))


def find_settled(store: Store, page: Page) -> Settled | None:
    """What is to be told of a page that went to and fro and has come to rest at another text than was told last."""
    changes = _own_changes(store, page)
    noted = changes[-1].after if changes and TO_AND_FRO in changes[-1].reasons else None
    if noted is None or page.revision is None:
        return None
    captures = store.captures(page.url)
    since = [each for each in captures if each.outcome is not Outcome.FAILED and each.captured_at > noted.captured_at]
    last = next((each.after for each in reversed(changes) if TO_AND_FRO not in each.reasons), None)
    if len(since) < STOOD or last is None:
        return None
    told, stands = store.revision(last.revision), store.revision(page.revision)
    return None if told.text_sha256 == stands.text_sha256 else Settled(told, stands)


def _own_changes(store: Store, page: Page) -> list[Change]:
    """The page's changes, oldest first, without those of our own making."""
    return [each for each in store.page_changes(page.url) if not each.technical]
