"""How often a page changes: one of the reasons why a change is or is not worth a person's time."""

from __future__ import annotations

from datetime import datetime, timedelta

from diffing.priority import Pace
from storage.store import Store

WINDOW = timedelta(days=365)
"""How far back is counted."""


def read_pace(store: Store, page: str, until: datetime) -> Pace:
    """The pace of a page before that time: looks, changes, and how long it had stayed as it was."""
    looks, changes, since = store.page_pace(page, since=until - WINDOW, until=until)
    return Pace(looks, changes, until - since if since else timedelta(0))
