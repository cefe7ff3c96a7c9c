"""How often a page of an adaptive source is looked at: fresh ones at each check, old and quiet ones less often. Pure.

The rate of change of a page is estimated after Cho and Garcia-Molina, "Estimating frequency of change", ACM
Transactions on Internet Technology 3 (2003): a look tells only whether something changed, not how often, so that X
changes in n looks, I apart, mean a rate of -ln((n - X + 0.5) / (n + 0.5)) / I. The halves keep it finite where every
look found something, and are what makes it nearly unbiased. Of a page that never changed it says nothing; there its
age decides: what was news for a month will hardly be other news tomorrow.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from config.declarations import Source
from storage.doors.overviews import PageLooks
from storage.records import Page, PageState

PER_CHANGE = 2.0
"""Looks for each change that is expected: a change waits a quarter of its usual interval at the mean."""

AGE_SHARE = 10
"""A page is looked at at least ten times in the time that it has stood unchanged: each day after ten days."""

SLACK = 0.9
"""The share of its interval after which a page counts as due: checks do not come to the minute."""


FASTER, SLOWER = 0.25, 4.0
"""The shortest and the longest time between two checks, as shares of the declared one, where a source says none."""


def pace_of(source: Source) -> tuple[timedelta, timedelta]:
    """The shortest and the longest time between two checks of an adaptive source; its interval, twice, of another."""
    if source.adaptive is None:
        return source.every, source.every
    shortest = source.adaptive.min or min(source.every * FASTER, source.adaptive.max or source.every)
    return shortest, max(source.adaptive.max or source.every * SLOWER, shortest)


def estimate_changes(looks: int, changed: int) -> float:
    """Changes to expect in the time between two looks, where so many of the looks found any; 0 for none."""
    return math.log((looks + 0.5) / (looks - changed + 0.5))


def page_interval(page: Page, looks: PageLooks, at: datetime, *, longest: timedelta) -> timedelta:
    """The time between two looks at a page, never more than `longest`; none at all for a fresh page."""
    quiet = at - (looks.changed_at or page.found_at)
    wanted = max(quiet / AGE_SHARE, timedelta(0))
    compared = looks.number - 1  # the first look has nothing to compare with
    expected = estimate_changes(compared, min(looks.changes, compared)) * PER_CHANGE if compared > 0 else 0.0
    if expected:
        apart = (looks.last_at - looks.first_at) / compared
        wanted = min(wanted, apart / expected)
    return min(wanted, longest)


def is_due(page: Page, looks: PageLooks | None, at: datetime, *, longest: timedelta) -> bool:
    """Whether a page should be looked at now: always where something about it is open, else after its interval."""
    if looks is None or page.state is not PageState.OK or page.suspect is not None:
        return True
    return at - looks.last_at >= page_interval(page, looks, at, longest=longest) * SLACK


def is_rare(page: Page, looks: PageLooks | None, at: datetime, source: Source, every: timedelta) -> bool:
    """Whether a page rests in some of the checks of its source, which come `every` so often."""
    if looks is None or page.state is not PageState.OK or page.suspect is not None:
        return False
    return page_interval(page, looks, at, longest=pace_of(source)[1]) * SLACK > every
