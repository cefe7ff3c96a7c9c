"""Spans in order of place: the one round a position, and what begins inside one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol, TypeVar

from diffing.text import Span


class Placed(Protocol):
    """Anything that has a place."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...


_P = TypeVar("_P", bound=Placed)


def span_at(spans: Sequence[Span], position: int) -> Span:
    """The last span that begins at a position or before; an empty one there where none does."""
    place = bisect_right(spans, position, key=lambda span: span.start) - 1
    return spans[place] if place >= 0 else Span(position, position)


def cut(placed: Sequence[_P], span: Span) -> Sequence[_P]:
    """Those that begin inside a span; `placed` is in order."""
    first = bisect_left(placed, span.start, key=lambda each: each.start)
    return placed[first : bisect_left(placed, span.end, key=lambda each: each.start)]
