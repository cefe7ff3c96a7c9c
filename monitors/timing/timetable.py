"""What is due when: pure decisions, which a clock of any kind may ask.

Nothing is remembered here. What was checked and which digests went out stands in the store, so that
a restart, a downtime or a night of two 02:30s changes no answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.records import Run

PAUSE = timedelta(minutes=5)
"""The least time between two starts of a check that never came to its end."""

CATCH_UP = 7
"""Days back for which a digest is still made after a downtime; older ones are made by hand."""

SPREAD = 0.05
"""The share of its interval by which a source is moved, so that sources do not march in step."""

_RETRIES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def due_at(last: Run | None, every: timedelta, at: datetime, *, tried_at: datetime | None = None) -> datetime:
    """When a source is due: its interval after the last check began, never in the past.

    At once where it was never checked, or where the last check was killed; but not again within
    PAUSE of the moment we `tried_at` last, so that what fails at its first line does not spin.
    """
    due = at if last is None or last.finished_at is None else max(at, last.started_at + every)
    return due if tried_at is None else max(due, tried_at + min(PAUSE, every))


def digest_moment(day: date, hour: str, zone: ZoneInfo) -> datetime:
    """The one moment, in UTC, at which the digest of a day is due: the next morning at the local `hour` ("07:00").

    Where clocks show that hour twice it is the first time; where they skip it, the hour as it
    would have been (PEP 495, fold=0).
    """
    local = datetime.combine(day + timedelta(days=1), time.fromisoformat(hour), tzinfo=zone)
    return local.astimezone(UTC)


def owed_digests(first: date, hour: str, zone: ZoneInfo, at: datetime, is_done: Callable[[date], bool]) -> list[date]:
    """The days, oldest first, whose digest is due and not done: since `first`, at most CATCH_UP of them."""
    today = at.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(CATCH_UP, -1, -1)]
    return [each for each in days if each >= first and digest_moment(each, hour, zone) <= at and not is_done(each)]


def next_digest(hour: str, zone: ZoneInfo, at: datetime) -> datetime:
    """The next moment after `at` at which a digest becomes due."""
    today = at.astimezone(zone).date()
    moments = (digest_moment(today + timedelta(days=ahead), hour, zone) for ahead in (-1, 0, 1))
    return next(each for each in moments if each > at)


def retry_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: 5 min, 15 min, then an hour each time."""
    return _RETRIES[min(max(failures, 1), len(_RETRIES)) - 1]


def spread(name: str, started_at: datetime, every: timedelta) -> timedelta:
    """How much earlier or later than its interval a source is due: at most SPREAD of it, another after each check.

    Drawn from the source's name and its last check, so that a restart changes nothing.
    """
    drawn = hashlib.sha256(f"{name} {started_at.isoformat()}".encode()).digest()
    share = int.from_bytes(drawn[:4], "big") / 0xFFFFFFFF
    return min(every * SPREAD, timedelta(minutes=10)) * (2 * share - 1)
