"""How often a source is checked that is declared `adaptive`: pure, from what its last checks brought.

The rate of change is estimated after Cho and Garcia-Molina, "Estimating frequency of change", ACM
Transactions on Internet Technology 3 (2003): a check tells only whether something changed, not how
often, so that X changed of n checks, I apart, mean a rate of -ln((n - X + 0.5) / (n + 0.5)) / I. The
halves keep it finite where every check brought something, and are what makes it nearly unbiased.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from config.declarations import Source
from storage.records import Run

CHECKS = 50
"""The newest checks that are counted."""

ENOUGH = 8
"""Checks before the declared interval is left."""

FASTER, SLOWER = 0.25, 4.0
"""The shortest and the longest interval, as shares of the declared one, where the source does not say them."""

ESTIMATOR = "Cho and Garcia-Molina 2003"
"""What `health` calls the estimator."""

PER_CHANGE = 2.0
"""Checks for each change that is expected: a change waits a quarter of its usual interval at the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often a source is checked, and from what that follows."""

    every: timedelta
    checks: int  # counted; 0 where the declared interval holds
    changed: int  # of them, brought a change


def choose_rate(source: Source, runs: Sequence[Run]) -> Rate:
    """The interval of a source: as declared, or moved by its newest `runs` (newest first, at most CHECKS count)."""
    ended = [each for each in runs[:CHECKS] if each.finished_at is not None]
    looks = [report for run in ended for report in run.reports if report.source == source.name]
    sound = looks[:-1]  # what the oldest brought may have been the first look's
    if source.adaptive is None or len(sound) < ENOUGH:
        return Rate(every=source.every, checks=0, changed=0)
    changed = sum(1 for each in sound if each.changes)
    starts = sorted(each.started_at for each in ended)
    apart = median((later - earlier).total_seconds() for earlier, later in itertools.pairwise(starts))
    expected = estimate_changes(len(sound), changed) * PER_CHANGE
    seconds = apart / expected if expected else math.inf
    shortest, longest = pace_of(source)
    bounded = min(max(seconds, shortest.total_seconds()), longest.total_seconds())
    return Rate(every=timedelta(seconds=round(bounded)), checks=len(sound), changed=changed)


def pace_of(source: Source) -> tuple[timedelta, timedelta]:
    """The shortest and the longest time between two checks of an adaptive source; its interval, twice, of another."""
    if source.adaptive is None:
        return source.every, source.every
    shortest = source.adaptive.min or min(source.every * FASTER, source.adaptive.max or source.every)
    return shortest, max(source.adaptive.max or source.every * SLOWER, shortest)


def estimate_changes(checks: int, changed: int) -> float:
    """Changes to expect in the time between two checks, where so many of the checks brought any; 0 for none."""
    return math.log((checks + 0.5) / (checks - changed + 0.5))
