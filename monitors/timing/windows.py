"""Days and hours at which a source may be checked, by the local clock: pure, also in nights when clocks are set."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.declarations import Weekday, Window

_DAYS = tuple(Weekday)
_WEEK = 9
"""Days ahead within which every window opens: a week, and a night in which its hours are skipped."""


def is_open(window: Window, zone: ZoneInfo, at: datetime) -> bool:
    """Whether the local clock and day lie in the window. Hours over midnight belong to the day on which they begin.

    Where clocks show an hour twice the window is open both times; hours that they skip never come.
    """
    local = at.astimezone(_zone_of(window, zone))
    clock, (start, end) = local.strftime("%H:%M"), _hours(window)
    if start < end:
        return start <= clock < end and _is_day(window, local.date())
    if clock >= start:
        return _is_day(window, local.date())
    return clock < end and _is_day(window, local.date() - timedelta(days=1))


def next_open(window: Window | None, zone: ZoneInfo, at: datetime) -> datetime:
    """The first moment from `at` on, in UTC, at which the window is open; `at` itself where it is, or there is none."""
    if window is None or is_open(window, zone, at):
        return at
    return next(each for each in _candidates(window, _zone_of(window, zone), at) if is_open(window, zone, each))


def _candidates(window: Window, zone: ZoneInfo, at: datetime) -> list[datetime]:
    """The moments after `at` at which a window can open: its hour, midnight, and where clocks were set over it.

    Clocks are set at a quarter of an hour by UTC.
    """
    today, opening = at.astimezone(zone).date(), time.fromisoformat(_hours(window)[0])
    hours = [datetime.combine(today + timedelta(days=ahead), opening, tzinfo=zone) for ahead in range(-1, _WEEK)]
    quarter = at.replace(minute=0, second=0, microsecond=0)
    quarters = [quarter + timedelta(minutes=15 * number) for number in range(96 * _WEEK)]
    moments = [each.replace(fold=fold).astimezone(UTC) for each in hours for fold in (0, 1)]
    return sorted(each for each in {*moments, *quarters} if each > at)


def _is_day(window: Window, day: date) -> bool:
    return _DAYS[day.weekday()] in window.days


def _hours(window: Window) -> tuple[str, str]:
    start, _, end = window.hours.partition("-")
    return start, end


def _zone_of(window: Window, zone: ZoneInfo) -> ZoneInfo:
    return ZoneInfo(window.timezone) if window.timezone else zone
