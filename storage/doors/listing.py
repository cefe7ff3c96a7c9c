"""The store's door for programs that read everything in turn, a piece at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from storage.doors.captures import read_revision
from storage.doors.changes import ChangeRecords
from storage.plain import clean_text, from_row, time_text
from storage.records import Capture, Change, Review, Revision
from storage.statements import listing as sql

_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Which piece is asked for: what was kept behind the number `after`, between two moments, at most so many."""

    after: int
    limit: int
    since: datetime | None = None  # inclusive
    until: datetime | None = None  # exclusive
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Piece(Generic[_Record]):
    """A piece of all that is kept, the number to go on behind, and whether there is more by now."""

    records: Sequence[_Record]
    last: int
    more: bool


class ListingRecords(ChangeRecords):
    """What the store tells in turn."""

    def list_changes(self, asked: Slice, *, subject: str | None = None, silent: bool = False) -> Piece[Change]:
        """Changes in the order in which they were kept; `silent`: also technical ones and those without events."""
        more = {"silent": int(silent), "subject": subject}
        rows = self._ask(sql.SUBJECT_CHANGES_IN_TURN if subject is not None else sql.CHANGES_IN_TURN, asked, **more)
        return _cut(asked, rows, self._changes(rows[: asked.limit]))

    def list_captures(self, asked: Slice) -> Piece[Capture]:
        """Captures in the order of the ledger."""
        rows = self._ask(sql.CAPTURES_IN_TURN, asked)
        return _cut(asked, rows, [from_row(Capture, row) for row in rows[: asked.limit]])

    def list_revisions(self, asked: Slice) -> Piece[Revision]:
        """Revisions in the order in which they were read."""
        rows = self._ask(sql.REVISIONS_IN_TURN, asked)
        return _cut(asked, rows, [read_revision(row) for row in rows[: asked.limit]])

    def list_reviews(self, asked: Slice) -> Piece[Review]:
        """Verdicts in the order in which they were given; a source is not asked for."""
        rows = self._ask(sql.REVIEWS_IN_TURN, asked)
        return _cut(asked, rows, [from_row(Review, row) for row in rows[: asked.limit]])

    def _ask(self, statement: str, asked: Slice, **more: Any) -> list[sqlite3.Row]:
        """One row more than is asked for tells whether there is more."""
        times = {name: time_text(at) if at else None for name, at in (("since", asked.since), ("until", asked.until))}
        source = clean_text(asked.source) if asked.source is not None else None
        wanted = {"after": asked.after, "limit": asked.limit + 1, "source": source}
        return self._database.rows(statement, wanted | times | more)


def _cut(asked: Slice, rows: Sequence[sqlite3.Row], records: Sequence[_Record]) -> Piece[_Record]:
    more = len(rows) > asked.limit
    told = rows[: asked.limit]
    return Piece(records, told[-1]["number"] if told else asked.after, more)
