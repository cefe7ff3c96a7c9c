"""The digests of local days, as the desk and its API gather them: at most a minute old."""

from __future__ import annotations

from datetime import date, timedelta

from monitors.digests.days import local_day
from monitors.digests.gathering import gather_digest
from monitors.digests.records import Digest
from monitors.review.desk import Desk

_DAYS = 30


def last_days(desk: Desk, number: int = _DAYS) -> list[date]:
    """So many local days, today first."""
    today = local_day(desk.clock(), desk.zone)
    return [today - timedelta(days=each) for each in range(number)]


def gather_day(desk: Desk, day: date) -> Digest:
    """The digest of a day; today's says which sources could not be looked at."""

    def gather() -> Digest:
        now = desk.clock()
        blind = desk.find_not_seen(desk.store, desk.configuration, now) if day == local_day(now, desk.zone) else ()
        return gather_digest(desk.store, desk.configuration, day, now=now, not_seen=blind)

    return desk.recall(f"digest {day}", gather)


def read_day(word: str) -> date | None:
    """The day that an address names; None for what is no day of our time."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
