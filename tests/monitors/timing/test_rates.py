"""An adaptive source is checked as often as it changes, within bounds."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.declarations import Pace, Source
from monitors.timing.planning import next_check
from monitors.timing.rates import choose_rate
from spiders.manners.pacing import estimate_changes, pace_of
from storage.records import Run, SourceReport
from storage.store import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SIX = timedelta(hours=6)


def declare(*, adaptive: bool = True) -> Source:
    return Source.model_validate(
        {"name": "lantern", "url": "https://example.org/", "every": "6h", "adaptive": adaptive}
    )


def checked(changes: list[int]) -> list[Run]:
    """Checks every six hours that brought so many changes, newest first, the newest at noon."""
    return [
        Run(
            id=str(number),
            started_at=NOON - number * SIX,
            finished_at=NOON - number * SIX,
            sources=("lantern",),
            reports=(SourceReport(source="lantern", changes=count),),
        )
        for number, count in enumerate(changes)
    ]


@pytest.mark.parametrize(
    ("changes", "every"),
    [
        ([1] * 30, SIX / 4),
        ([0] * 30, SIX * 4),
        ([0] * 5, SIX),  # too little is known
        ([0, 0, 0, 1] * 10, timedelta(hours=11)),
    ],
)
def test_the_interval_follows_what_the_checks_brought(changes: list[int], every: timedelta) -> None:
    assert abs(choose_rate(declare(), checked(changes)).every - every) < timedelta(hours=1)


def test_a_source_that_is_not_adaptive_keeps_its_interval() -> None:
    assert choose_rate(declare(adaptive=False), checked([1] * 30)).every == SIX


@pytest.mark.parametrize("rate", [0.1, 0.5, 1.5])
def test_the_estimate_finds_the_rate_of_a_source_that_changes_at_random(rate: float) -> None:
    dice = random.Random(3)
    estimates = [
        estimate_changes(50, sum(dice.expovariate(rate) < 1 for _ in range(50)))  # memoryless: some within the interval
        for _ in range(400)
    ]
    assert sum(estimates) / len(estimates) == pytest.approx(rate, rel=0.05)


def test_the_service_goes_by_the_chosen_interval(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data") as store:
        for run in reversed(checked([1] * 12)):
            store.begin_run(run)
            store.finish_run(run_id=run.id, at=run.started_at, reports=run.reports)
        due = next_check(store, declare(), NOON)
    assert abs(due - NOON - SIX / 4) <= timedelta(minutes=5)


def test_an_operators_own_bounds_are_kept() -> None:
    source = Source.model_validate(
        {"name": "s", "url": "https://example.org/", "every": "6h", "adaptive": {"min": "3h", "max": "9h"}}
    )
    assert pace_of(source) == (timedelta(hours=3), timedelta(hours=9))
    half = source.model_copy(update={"adaptive": Pace(max=timedelta(hours=1))})
    assert pace_of(half) == (timedelta(hours=1), timedelta(hours=1)), "no max is below its min"
    assert pace_of(source.model_copy(update={"adaptive": None})) == (timedelta(hours=6), timedelta(hours=6))
