"""When a source is due next: its interval, its pace, its window, and a little of chance."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from config.declarations import Source
from monitors.timing.rates import CHECKS, choose_rate
from monitors.timing.timetable import due_at, spread
from monitors.timing.windows import next_open
from storage.store import Store

_UTC = ZoneInfo("UTC")


def next_check(
    store: Store, source: Source, at: datetime, *, zone: ZoneInfo = _UTC, tried_at: datetime | None = None
) -> datetime:
    """When a source is due next: see `due_at`; a little earlier or later, so that sources do not march in step.

    Where it has a window, not before that opens; a little after, for the same reason. `zone` is the service's.
    """
    runs = store.last_runs(source=source.name, limit=CHECKS if source.adaptive else 1)
    last = runs[0] if runs else None
    every = choose_rate(source, runs).every
    due = due_at(last, every, at, tried_at=tried_at)
    if last is not None and due > at:
        due = max(at, due + spread(source.name, last.started_at, every))
    opens = next_open(source.when, zone, due)
    if opens == due or last is None:
        return opens
    later = opens + abs(spread(source.name, last.started_at, every))
    return later if next_open(source.when, zone, later) == later else opens
