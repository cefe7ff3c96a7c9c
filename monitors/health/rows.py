"""What `health` tells of a source, or of what stands beside them: one row each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SourceState(StrEnum):
    """How a source is, in the words of `health`."""

    OK = "ok"
    LATE = "late"
    SILENT = "silent"
    BLOCKED = "blocked"
    FAILING = "failing"
    SHRUNK = "shrunk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one source is."""

    source: str
    state: SourceState
    since: datetime | None
    detail: str
    pages: int = 0
    last_success_at: datetime | None = None
    last_failure_at: datetime | None = None
    last_failure: str | None = None
    usual_gap: timedelta | None = None  # between checks that succeeded
    current_gap: timedelta | None = None
    every: timedelta | None = None  # between checks, as declared or as chosen
    usual_silence: timedelta | None = None  # between pieces of news, of a source that leads to pages
    current_silence: timedelta | None = None
