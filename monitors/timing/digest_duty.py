"""The service's duty to make and send each day's digest exactly once, whatever happens round its hour."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from config.declarations import Service
from monitors.timing.timetable import next_digest, owed_digests, retry_after
from storage.records import Run

_SINCE = "digests since"
_TROUBLE = "digest trouble"


class Record(Protocol):
    """What the store keeps that tells which digests are owed."""

    def fact(self, key: str) -> str | None:
        """A single fact, or None."""

    def set_fact(self, key: str, value: str) -> None:
        """The fact is this from now on."""

    def last_runs(self, *, source: str | None = None, limit: int) -> list[Run]:
        """The newest runs, newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Digests that could not be made or sent."""

    day: date  # the oldest of them
    since: datetime
    attempts: int


def find_owed(record: Record, service: Service, at: datetime) -> list[date]:
    """The days whose digest is due and not done, oldest first; none from before the folder was first served."""
    zone = ZoneInfo(service.timezone)
    since = record.fact(_SINCE)
    if since is None:
        runs = record.last_runs(limit=1)
        since = (runs[0].started_at if runs else at).astimezone(zone).date().isoformat()
        record.set_fact(_SINCE, since)
    hour = service.digest.at
    return owed_digests(date.fromisoformat(since), hour, zone, at, lambda day: record.fact(_done(day)) is not None)


def note_end(record: Record, day: date, *, well: bool, at: datetime) -> None:
    """Keep how an attempt at the digest of a day ended: done, or in trouble and to be tried again."""
    trouble = find_trouble(record)
    if well:
        record.set_fact(_done(day), at.isoformat())
        if trouble is not None and day >= trouble.day:
            record.set_fact(_TROUBLE, "")
        return
    first = trouble or Trouble(day=day, since=at, attempts=0)
    told = {"day": first.day.isoformat(), "since": first.since.isoformat(), "attempts": first.attempts + 1}
    record.set_fact(_TROUBLE, json.dumps(told))


def find_trouble(record: Record) -> Trouble | None:
    """The trouble there is with digests, until a digest of that day or a later one has gone out."""
    told = record.fact(_TROUBLE)
    if not told:
        return None
    read = json.loads(told)
    return Trouble(
        day=date.fromisoformat(read["day"]), since=datetime.fromisoformat(read["since"]), attempts=read["attempts"]
    )


def next_attempt(record: Record, service: Service, at: datetime) -> datetime:
    """When to look for owed digests again after an attempt: at the next digest's hour, or sooner to retry."""
    regular = next_digest(service.digest.at, ZoneInfo(service.timezone), at)
    trouble = find_trouble(record)
    if trouble is None or not find_owed(record, service, at):
        return regular
    return min(regular, at + retry_after(trouble.attempts))


def explain(trouble: Trouble, now: datetime) -> str:
    """The trouble in words, for `health`."""
    waits = max(now - trouble.since, timedelta(0)).total_seconds() / 3600
    return (
        f"the digest of {trouble.day.isoformat()} was not delivered to every address: {trouble.attempts} attempts "
        f"in {waits:.1f} h; the service tries again, `defenderwatch digest --date {trouble.day.isoformat()} --send` "
        "says what is wrong"
    )


def _done(day: date) -> str:
    return f"digest done {day.isoformat()}"
