"""Pictures as places in percent of their width: text keeps its size on a telephone, and no script draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from monitors.digests.days import long_day
from monitors.languages.dates import write_month
from monitors.languages.speaking import _
from monitors.languages.terms import say_term
from storage.doors.overviews import Count, DayCount

LOOKS = ("good", "unchanged", "blocked", "failed")
"""The rows of a picture of looks: told apart by their place, not by colour alone."""

DAYS = 90
MONTHS = 24

_LEFT = 26.0
"""Per cent of the picture of looks that its row names take: enough for the longest on 360 px."""

_LETTER = 2.4
"""Per cent of the width that a letter of a label takes on 360 px."""

_BAR = 48


class Bar(NamedTuple):
    """One column: `x` and `width` in per cent, `height` in pixels, and what it says."""

    x: float
    width: float
    height: float
    title: str
    number: int


class Tick(NamedTuple):
    """A day on which looks of one kind were made: `x` in per cent, `row` from the top."""

    x: float
    row: int
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Place:
    """A label on a line of time: `x` in per cent, `lane` from the line upwards; `left` of its dot near the end."""

    x: float
    lane: int
    left: bool


def place_labels(moments: Sequence[datetime], labels: Sequence[str], end: datetime) -> list[Place]:
    """Where labels stand on a line of time from the first moment to `end`, so that none covers another."""
    places: list[Place] = []
    lanes: list[float] = []
    whole = max((end - moments[0]).total_seconds(), 1.0) if moments else 1.0
    for moment, label in zip(moments, labels, strict=True):
        x = 2 + 94 * min(1.0, (moment - moments[0]).total_seconds() / whole)
        width = 5 + _LETTER * len(label)
        left = x + width > 100
        begin, stop = (x - width, x + 3) if left else (x - 2, x + width)
        lane = next((number for number, taken in enumerate(lanes) if taken <= begin), len(lanes))
        lanes[lane : lane + 1] = [stop]
        places.append(Place(round(x, 2), lane, left))
    return places


def draw_months(counts: Iterable[Count], today: date) -> list[Bar]:
    """A column for each of the last two years' months, this month last; empty where nothing was counted."""
    numbers = dict(counts)
    last = today.year * 12 + today.month - 1
    months = [divmod(number, 12) for number in range(last - MONTHS + 1, last + 1)]
    told = [(numbers.get(f"{year}-{month + 1:02}", 0), write_month(date(year, month + 1, 1))) for year, month in months]
    return _columns(told) if any(number for number, _ in told) else []


def draw_weeks(counts: Iterable[Count], today: date) -> list[Bar]:
    """A column for each of the last thirteen weeks, the week that ends today last; empty where nothing changed."""
    weeks: Counter[int] = Counter()
    for day, number in counts:
        weeks[(today - date.fromisoformat(day)).days // 7] += number
    told = [
        (weeks[ago], _("week to %(day)s", day=long_day(today - timedelta(days=7 * ago)))) for ago in range(12, -1, -1)
    ]
    return _columns(told) if any(number for number, _ in told) else []


def _columns(told: Sequence[tuple[int, str]]) -> list[Bar]:
    highest, width = max(number for number, _ in told), 100 / len(told)
    return [
        Bar(
            x=round(place * width + width * 0.1, 2),
            width=round(width * 0.8, 2),
            height=round(_BAR * number / highest, 1),
            title=f"{name}: {number}",
            number=number,
        )
        for place, (number, name) in enumerate(told)
    ]


def draw_looks(counts: Iterable[DayCount], today: date) -> list[Tick]:
    """A tick for each kind of look on each of the last ninety days, today at the right edge."""
    ticks = []
    for day, kind, number in counts:
        ago = (today - date.fromisoformat(day)).days
        if 0 <= ago < DAYS:
            x = _LEFT + (100 - _LEFT) * (DAYS - 1 - ago) / DAYS
            title = f"{long_day(date.fromisoformat(day))}: {say_term(kind)} {number}"
            ticks.append(Tick(round(x, 2), LOOKS.index(kind), kind, title))
    return ticks
