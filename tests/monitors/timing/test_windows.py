"""Days and hours at which a source may be checked, also in nights when clocks are set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.declarations import Weekday, Window
from monitors.timing.windows import is_open, next_open

BERLIN = ZoneInfo("Europe/Berlin")
UTC_ZONE = ZoneInfo("UTC")
LORD_HOWE = "Australia/Lord_Howe"
"""Its clocks are set by half an hour."""


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def window(hours: str = "00:00-24:00", *days: str, timezone: str | None = None) -> Window:
    return Window.model_validate({"hours": hours, "timezone": timezone, **({"days": days} if days else {})})


@pytest.mark.parametrize(
    ("hours", "days", "at", "opens"),
    [
        ("08:00-20:00", (), utc(2026, 11, 23, 12), utc(2026, 11, 23, 12)),  # open
        ("08:00-20:00", (), utc(2026, 11, 23, 19), utc(2026, 11, 24, 7)),  # 20:00 in Berlin: just over
        ("08:00-20:00", (), utc(2026, 11, 23, 3), utc(2026, 11, 23, 7)),
        ("00:00-24:00", ("mon",), utc(2026, 11, 24, 12), utc(2026, 11, 29, 23)),  # from Tuesday to Monday
        ("22:00-06:00", ("fri",), utc(2026, 11, 28, 3), utc(2026, 11, 28, 3)),  # Saturday 04:00 is Friday's night
        ("22:00-06:00", ("fri",), utc(2026, 11, 28, 6), utc(2026, 12, 4, 21)),
        ("02:15-02:45", (), utc(2026, 3, 29, 0), utc(2026, 3, 30, 0, 15)),  # that night has no 02:15
        ("02:30-04:00", (), utc(2026, 3, 29, 0), utc(2026, 3, 29, 1)),  # at 03:00: the hours before are skipped
        ("02:30-02:40", (), utc(2026, 10, 25, 0), utc(2026, 10, 25, 0, 30)),  # the first 02:30
        ("02:30-02:40", (), utc(2026, 10, 25, 0, 40), utc(2026, 10, 25, 1, 30)),  # and the second
    ],
)
def test_a_window_opens_by_the_local_clock(hours: str, days: tuple[str, ...], at: datetime, opens: datetime) -> None:
    assert next_open(window(hours, *days), BERLIN, at) == opens


def test_a_window_may_have_a_zone_of_its_own_and_none_is_always_open() -> None:
    at = utc(2026, 11, 23, 3)
    assert next_open(window("08:00-20:00", timezone="Asia/Almaty"), BERLIN, at) == at
    assert next_open(None, BERLIN, at) == at


@settings(max_examples=40)
@given(
    st.integers(0, 47),
    st.integers(1, 47),
    st.sets(st.sampled_from(list(Weekday)), min_size=1),
    st.sampled_from(["Europe/Berlin", LORD_HOWE, "America/St_Johns"]),
    st.sampled_from([utc(2026, 3, 28), utc(2026, 10, 24), utc(2026, 4, 4), utc(2026, 11, 1), utc(2026, 10, 3)]),
    st.integers(0, 47),
)
def test_no_earlier_moment_is_open_than_the_one_that_is_told(
    start: int, length: int, days: set[Weekday], zone: str, day: datetime, hour: int
) -> None:
    def clock(number: int) -> str:
        return f"{number % 48 // 2:02}:{number % 2 * 30:02}"

    limited = Window(hours=f"{clock(start)}-{clock(start + length)}", days=tuple(days), timezone=zone)
    at = day + timedelta(minutes=30 * hour)
    opens = next_open(limited, UTC_ZONE, at)
    assert is_open(limited, UTC_ZONE, opens)
    minutes = int((opens - at).total_seconds() // 1800)
    assert not any(is_open(limited, UTC_ZONE, at + timedelta(minutes=30 * each)) for each in range(minutes))
