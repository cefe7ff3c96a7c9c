"""How often a source is checked that is declared `adaptive`: pure, from what its last checks brought.

The estimator is that of `spiders.manners.pacing`, which sets the pace of single pages.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from config.declarations import Source
from spiders.manners.pacing import PER_CHANGE, estimate_changes, pace_of
from storage.records import Run

CHECKS = 50
"""The newest checks that are counted."""

ENOUGH = 8
"""Checks before the declared interval is left."""

ESTIMATOR = "Cho and Garcia-Molina 2003"
"""What `health` calls the estimator."""


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
