"""What a case report consists of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from config.declarations import Subject
from storage.records import Capture, Change, Event


class ReportFormat(StrEnum):
    """The forms of a case report."""

    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the subject; `before` and `after` are the numbers of the captures cited for each side."""

    change: Change
    event: Event
    source: str
    former_status: str | None
    is_step: bool
    before: int | None
    after: int | None
    verdict: str | None
    reviewer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A capture as the report cites it, by number."""

    number: int
    capture: Capture


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReport:
    """All that is told of a subject between `since` (inclusive) and `until` (exclusive), oldest first.

    `small` are rewordings too small to be told, `unproved` the sides whose capture cannot be found.
    """

    subject: Subject
    since: datetime | None
    until: datetime | None
    made_at: datetime
    zone: ZoneInfo
    entries: tuple[Entry, ...]
    citations: tuple[Citation, ...]
    small: int
    unproved: int

    @property
    def steps(self) -> list[Entry]:
        """The entries at which the status became another one."""
        return [entry for entry in self.entries if entry.is_step]
