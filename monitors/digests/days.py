"""Local days of the service's time zone, and times as a reader of the digest sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitors.digests.passages import clean_text
from monitors.languages.dates import write_date, write_day, write_short_date, write_short_day


def read_zone(name: str) -> ZoneInfo:
    """The time zone of that IANA name; UTC where the name is unknown (configuration refuses such names earlier)."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The beginning of a local day and of the next one, in UTC: 23, 24 or 25 hours apart."""
    begin = datetime.combine(day, time.min, zone)
    end = datetime.combine(day + timedelta(days=1), time.min, zone)
    return begin.astimezone(UTC), end.astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The local day that a moment falls on."""
    return moment.astimezone(zone).date()


def long_day(day: date) -> str:
    """`Tuesday 24 November 2026`, as the language spoken writes it."""
    return write_day(day)


def short_day(day: date) -> str:
    """`24 Nov`, as the language spoken writes it."""
    return write_short_day(day)


def local_time(moment: datetime, zone: ZoneInfo, *, beside: datetime | None = None) -> str:
    """`24 Nov 06:12` in local time; only `06:12` where `beside`, shown just before it, is of the same day."""
    here = moment.astimezone(zone)
    if beside is not None and beside.astimezone(zone).date() == here.date():
        return f"{here:%H:%M}"
    return f"{short_day(here.date())} {here:%H:%M}"


def full_time(moment: datetime, zone: ZoneInfo) -> str:
    """`24 November 2026, 06:12:03 (Asia/Almaty)`: for titles and screen readers."""
    here = moment.astimezone(zone)
    return f"{write_date(here.date())}, {here:%H:%M:%S} ({zone.key})"


def read_published(published: str, zone: ZoneInfo) -> str:
    """What a page says of its own date: `24 Nov 2026`, with the local time where it tells one; else its own words."""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return clean_text(published)
    if len(published) <= len("2026-11-24"):
        return write_short_date(moment.date())
    here = moment.astimezone(zone) if moment.tzinfo else moment
    return f"{write_short_date(here.date())} {here:%H:%M}"
