"""Days and months as they are written in the language that is spoken."""

from __future__ import annotations

from datetime import date

from monitors.languages.speaking import SOURCE, spoken


def write_day(day: date) -> str:
    """`Tuesday 24 November 2026`, `вторник, 24 ноября 2026 г.`."""
    return f"{day:%A} {day.day} {day:%B %Y}" if spoken() == SOURCE else _format(day, "full")


def write_date(day: date) -> str:
    """`24 November 2026`, `24 ноября 2026 г.`."""
    return f"{day.day} {day:%B %Y}" if spoken() == SOURCE else _format(day, "long")


def write_short_date(day: date) -> str:
    """`24 Nov 2026`, `24 нояб. 2026 г.`."""
    return f"{day.day} {day:%b %Y}" if spoken() == SOURCE else _format(day, "medium")


def write_short_day(day: date) -> str:
    """`24 Nov`, `24 нояб.`."""
    return f"{day.day} {day:%b}" if spoken() == SOURCE else _shape(day, "MMMd")


def write_month(day: date) -> str:
    """`November 2026`, `ноябрь 2026 г.`."""
    return f"{day:%B %Y}" if spoken() == SOURCE else _shape(day, "yMMMM")


def _format(day: date, form: str) -> str:
    from babel.dates import format_date

    return format_date(day, form, locale=spoken())


def _shape(day: date, skeleton: str) -> str:
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, day, locale=spoken())
