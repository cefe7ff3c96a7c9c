"""Lengths of time and numbers of bytes, as an operator writes them."""

from __future__ import annotations

import math
import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
SIZES = {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}

LONGEST = timedelta(days=36_500)
"""A hundred years: any longer time would not fit into a date."""

LARGEST = 100 * 1000**3
"""100 GB: more than any page, and small enough to count with."""

DURATION_PATTERN = r"^\s*[0-9]+(\.[0-9]+)?\s*[smhdw]\s*$"
SIZE_PATTERN = r"^\s*[0-9]+(\.[0-9]+)?\s*([Bb]|[KkMmGg][Bb])\s*$"
_DURATION_WORDS = "is not a duration; allowed: a number and a unit, as in 30s, 5m, 6h, 90d or 2w"
_SIZE_WORDS = "is not a size; allowed: a number and a unit, as in 500KB, 20MB or 1GB"


def read_duration(value: Any) -> Any:
    """Read `30s`, `5m`, `6h`, `90d` or `2w` into a timedelta; leave everything else to pydantic."""
    if isinstance(value, str):
        if len(value) > 40 or not re.match(DURATION_PATTERN, value):
            raise ValueError(_DURATION_WORDS)
        number = value.strip()
        return _seconds(float(number[:-1]) * UNITS[number[-1]])
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError(_DURATION_WORDS)  # noqa: TRY004  pydantic reads ValueErrors only
    return value


def _seconds(seconds: float) -> timedelta:
    if not math.isfinite(seconds) or seconds > LONGEST.total_seconds():
        raise ValueError(f"is more than a hundred years; allowed: up to {LONGEST.days}d")
    return timedelta(seconds=seconds)


def write_duration(duration: timedelta) -> str:
    """The shortest way to write a duration: `6h`, `90d`; `read_duration` reads it back."""
    seconds = duration.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % UNITS[unit] == 0:
            return f"{seconds / UNITS[unit]:.0f}{unit}"
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + "s"


def read_size(value: Any) -> Any:
    """Read `20MB` into bytes."""
    if isinstance(value, str):
        match = re.match(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*([KMG]?B)\s*$", value[:40], re.IGNORECASE)
        if not match or len(value) > 40:
            raise ValueError(_SIZE_WORDS)
        size = float(match[1]) * SIZES[match[2].upper()]
        return int(min(size, LARGEST + 1))
    return value


def write_size(size: int) -> str:
    """The shortest way to write a number of bytes: `20MB`."""
    for unit in ("GB", "MB", "KB"):
        if size % SIZES[unit] == 0:
            return f"{size // SIZES[unit]}{unit}"
    return f"{size}B"


def _longer_than_nothing(duration: timedelta) -> timedelta:
    if duration <= timedelta(0):
        raise ValueError("is no time at all; allowed: a number above 0 and a unit, as in 30s, 5m, 6h, 90d or 2w")
    return duration


Duration = Annotated[
    timedelta,
    BeforeValidator(read_duration),
    PlainSerializer(write_duration, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": DURATION_PATTERN, "examples": ["30s", "5m", "6h", "90d", "2w"]}),
]
"""A length of time, written `30s`, `5m`, `6h`, `90d` or `2w`."""

Period = Annotated[Duration, AfterValidator(_longer_than_nothing)]
"""A length of time longer than nothing."""

Size = Annotated[
    int,
    Field(gt=0, le=LARGEST),
    BeforeValidator(read_size),
    PlainSerializer(write_size, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": SIZE_PATTERN, "examples": ["500KB", "20MB", "1GB"]}),
]
"""A number of bytes, written `500KB`, `20MB` or `1GB` (powers of ten)."""
