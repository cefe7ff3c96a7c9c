"""The statements by which programs read everything in turn: that part of `database`.

Each goes on behind a number that was given when the row was made and never changes: who keeps the last one and
asks again misses nothing.
"""

from __future__ import annotations

_SOURCE = "AND (:source IS NULL OR source = :source)"
_LOUD = "AND (:silent OR (NOT technical AND EXISTS (SELECT 1 FROM events WHERE change = changes.id)))"
_TURN = "ORDER BY number LIMIT :limit"


def _within(time: str) -> str:
    """The condition that a column with a time lies in the period asked for."""
    return f"AND (:since IS NULL OR {time} >= :since) AND (:until IS NULL OR {time} < :until)"


_CHANGES = f"SELECT * FROM changes WHERE number > :after {_SOURCE} {_within('detected_at')} {_LOUD}"  # noqa: S608
CHANGES_IN_TURN = f"{_CHANGES} {_TURN}"
SUBJECT_CHANGES_IN_TURN = f"{_CHANGES} AND id IN (SELECT change FROM events WHERE subject = :subject) {_TURN}"  # noqa: S608
CAPTURES_IN_TURN = (
    f"SELECT *, sequence AS number FROM captures WHERE sequence > :after {_SOURCE} {_within('captured_at')}"  # noqa: S608
    " ORDER BY sequence LIMIT :limit"
)
REVISIONS_IN_TURN = (
    "SELECT * FROM revisions WHERE number > :after"  # noqa: S608
    f" AND (:source IS NULL OR page IN (SELECT url FROM pages WHERE source = :source)) {_within('captured_at')} {_TURN}"
)
REVIEWS_IN_TURN = f"SELECT * FROM reviews WHERE number > :after {_within('reviewed_at')} {_TURN}"  # noqa: S608
