"""A page that goes to and fro between texts it has shown before: told once, then only noted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.records import Revision

RECENT = 1
"""Looks that another text may have stood for: what returns after more is news, for somebody took an edit back."""
RECENT_OF_PAIR = 30
"""The same where the page went to and fro between these two texts before: about a week of looks every six hours."""


def is_alternating(history: Sequence[Revision], latest: Revision, looks: Sequence[datetime]) -> bool:
    """Whether `latest` shows a text that the page showed a moment ago, before the text it showed last.

    `history` holds the page's earlier revisions, oldest first, the one before `latest` at its end; `looks` the times
    of all looks at the page. A text that was away for more than one look returns as news, unless the page went
    to and fro between these two texts before.
    """
    known = [n for n, each in enumerate(history[:-1]) if each.text_sha256 == latest.text_sha256]
    if not known:
        return False
    left_at = history[known[-1] + 1].captured_at
    away = sum(1 for look in looks if left_at <= look < latest.captured_at)
    former = history[-1].text_sha256
    paired = any(each.text_sha256 == former for each in history[: known[-1]])
    return away <= (RECENT_OF_PAIR if paired else RECENT)
