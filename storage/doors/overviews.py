"""The store's door for counts: who is named when, where and beside whom, and how the looks at a source went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from storage import database as sql
from storage.database import Database
from storage.plain import from_row, read_time, time_text, to_json
from storage.records import Capture


class Count(NamedTuple):
    """A number under a name."""

    name: str
    number: int


class DayCount(NamedTuple):
    """How many looks of one kind there were on one day in UTC, as `2026-01-31`."""

    day: str
    kind: str
    number: int


class PageLooks(NamedTuple):
    """The sound looks at a page: how many, the first and the last; how many changes they found, and when the last."""

    number: int
    first_at: datetime
    last_at: datetime
    changes: int
    changed_at: datetime | None


class Overviews:
    """What the store can count without reading a page."""

    _database: Database

    def subject_months(self, subject: str) -> list[Count]:
        """Pages on which a subject was read, by the month in UTC (`2026-01`) of the capture, oldest first."""
        return self._count(sql.SUBJECT_MONTHS, (subject,))

    def subject_sources(self, subject: str) -> list[Count]:
        """Pages that ever named a subject, by their source, the most first."""
        return self._count(sql.SUBJECT_SOURCES, (subject,))

    def subject_company(self, subject: str, *, limit: int) -> list[Count]:
        """Subjects named in the same revisions, by the number of pages, the most first."""
        return self._count(sql.SUBJECT_COMPANY, {"subject": subject, "limit": limit})

    def count_looks(self, source: str, *, since: datetime) -> list[DayCount]:
        """Looks at a source's pages and indexes by day and kind: `good`, `unchanged`, `blocked`, `failed`."""
        rows = self._database.rows(sql.COUNT_LOOKS, {"source": source, "since": time_text(since)})
        return [DayCount(*row) for row in rows]

    def page_looks(self, source: str) -> dict[str, PageLooks]:
        """The sound looks at each page of a source, by its name."""
        rows = self._database.rows(sql.PAGE_LOOKS, (source,))
        return {
            page: PageLooks(count, read_time(first), read_time(last), changes, read_time(changed) if changed else None)
            for page, count, first, last, changes, changed in rows
        }

    def count_changes(self, source: str, *, since: datetime) -> list[Count]:
        """Changes of a source's pages by day in UTC, oldest first; neither first looks nor technical ones."""
        return self._count(sql.COUNT_CHANGES, {"source": source, "since": time_text(since)})

    def revisions_naming(self, subject: str, *, limit: int) -> list[str]:
        """Ids of revisions in which a subject is named, the newest first."""
        return [row[0] for row in self._database.rows(sql.REVISIONS_NAMING, (subject, limit))]

    def current_revisions(self, *, limit: int) -> list[str]:
        """Ids of the revisions that stand on the pages now, the newest first."""
        return [row[0] for row in self._database.rows(sql.CURRENT_REVISIONS, (limit,))]

    def revisions_kept(self) -> int:
        """How many revisions are kept."""
        return int(self._database.rows(sql.COUNT_REVISIONS)[0][0])

    def revision_times(self, page: str) -> list[datetime]:
        """When the revisions of a page were captured, in their order."""
        return [read_time(row[0]) for row in self._database.rows(sql.REVISION_TIMES, (page,))]

    def captures_behind(self, revisions: Sequence[str]) -> dict[str, Capture]:
        """The captures that these revisions were read from, by revision; those without one are left out."""
        rows = self._database.rows(sql.CAPTURES_BEHIND, (to_json(list(revisions)),))
        return {row["revision"]: from_row(Capture, row) for row in rows}

    def captures_kept(self) -> int:
        """How many captures are kept."""
        return int(self._database.rows(sql.COUNT_CAPTURES)[0]["number"])

    def _count(self, statement: str, parameters: sql.Parameters) -> list[Count]:
        return [Count(*row) for row in self._database.rows(statement, parameters)]
