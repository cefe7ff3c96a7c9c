"""Whether a source is silent for longer than is usual for it: pure, from the moments at which it had news."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from storage.records import Page

ENOUGH = 5
"""Intervals of news from which something can be said: fewer are anecdotes."""

TIMES = 2.0
"""A silence of so many usual intervals is told, if there never was one as long before."""

TOGETHER = timedelta(minutes=30)
"""Pages found so close to each other were found by one check, and are one piece of news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The intervals between pieces of news of a source."""

    usual: timedelta  # the median
    longest: timedelta
    current: timedelta  # since the last one

    @property
    def is_unusual(self) -> bool:
        """Whether somebody should look: the source is silent, or our spider sees nothing any more."""
        return self.current > self.usual * TIMES and self.current > self.longest


def measure_silence(pages: Iterable[Page], now: datetime) -> Silence | None:
    """The silence of a source that leads to pages, from when each was found; None where too little is known.

    The first look is left out: what it found was no news. A source of one page has no usual gap.
    """
    found = sorted(each.found_at for each in pages if each.found_from is not None)
    news = [later for earlier, later in itertools.pairwise(found) if later - earlier > TOGETHER]
    gaps = [later - earlier for earlier, later in itertools.pairwise(news)]
    if len(gaps) < ENOUGH:
        return None
    usual = timedelta(seconds=median(each.total_seconds() for each in gaps))
    return Silence(usual=usual, longest=max(gaps), current=now - news[-1])
