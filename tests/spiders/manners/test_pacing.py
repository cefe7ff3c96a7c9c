"""Pages of an adaptive source: fresh ones at each check, old quiet ones less often, restless ones as they change."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from config.declarations import Source
from spiders.manners.pacing import is_due, is_rare, page_interval
from spiders.rounds import choose_pages
from storage.doors.overviews import PageLooks
from storage.records import Page, PageState
from tests.spiders.sharing import Pages

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
INDEX = "http://example.org/news"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SOURCE = Source.model_validate({"name": "a", "url": INDEX, "every": "6h", "adaptive": {"max": "2d"}})


def page(name: str = "p", *, found: timedelta = 90 * DAY) -> Page:
    url = f"http://example.org/{name}"
    return Page(
        url=url, source="a", address=url, found_at=NOW - found, found_from=INDEX, listed_at=NOW, state=PageState.OK
    )


def looks(*, days: float = 90, each: timedelta = 6 * HOUR, changes: int = 0, last_change: float | None = None,
          last: timedelta = 6 * HOUR) -> PageLooks:  # fmt: skip
    changed_at = NOW - last_change * DAY if last_change is not None else None
    return PageLooks(int(days * DAY / each), NOW - days * DAY, NOW - last, changes, changed_at)


@pytest.mark.parametrize(
    ("found", "interval"),
    [(0, timedelta(0)), (1, 2.4 * HOUR), (5, 12 * HOUR), (10, DAY), (20, 2 * DAY), (300, 2 * DAY)],
)
def test_the_older_a_quiet_page_the_longer_it_rests_up_to_the_bound(found: int, interval: timedelta) -> None:
    assert page_interval(page(found=found * DAY), looks(days=max(found, 1)), NOW, longest=2 * DAY) == interval


def test_a_change_makes_an_old_page_fresh() -> None:
    changed = looks(changes=1, last_change=0.5)
    assert page_interval(page(), changed, NOW, longest=2 * DAY) == timedelta(hours=1.2)
    assert is_due(page(), changed, NOW, longest=2 * DAY)


def test_a_page_that_changed_often_and_fell_quiet_is_looked_at_as_its_rate_says() -> None:
    restless = looks(changes=120, last_change=10)
    assert page_interval(page(), restless, NOW, longest=30 * DAY) < 12 * HOUR
    assert page_interval(page(), looks(), NOW, longest=30 * DAY) == 9 * DAY


def test_what_is_open_about_a_page_is_looked_at_whatever_its_age() -> None:
    quiet = looks(last=HOUR)
    assert not is_due(page(), quiet, NOW, longest=2 * DAY)
    assert is_due(page(), None, NOW, longest=2 * DAY), "never seen well"
    assert is_due(replace(page(), suspect="gone"), quiet, NOW, longest=2 * DAY), "the second look"
    assert is_due(replace(page(), state=PageState.BLOCKED), quiet, NOW, longest=2 * DAY)


def test_a_page_is_due_a_little_before_its_time_for_checks_do_not_come_to_the_minute() -> None:
    assert is_due(page(), looks(last=47 * HOUR), NOW, longest=2 * DAY)
    assert not is_due(page(), looks(last=40 * HOUR), NOW, longest=2 * DAY)
    assert is_rare(page(), looks(), NOW, SOURCE, 6 * HOUR)
    assert not is_rare(page(found=HOUR), looks(days=1), NOW, SOURCE, 6 * HOUR)


def test_only_pages_that_are_due_are_chosen_and_the_others_counted() -> None:
    fresh, old = page("fresh", found=HOUR), page("old")
    store = Pages(fresh, old)
    store.looks = {fresh.url: looks(days=1), old.url: looks()}
    ways = {"at": NOW, "found_from": INDEX, "limit": 10}
    chosen = choose_pages(store, SOURCE, frozenset("a"), [old.url, INDEX + "/new"], longest=2 * DAY, **ways)  # type: ignore[arg-type]
    assert [each.url for each in chosen.pages] == [INDEX + "/new", fresh.url]
    assert chosen.resting == 1
    everything = choose_pages(store, SOURCE, frozenset("a"), [], **ways)  # type: ignore[arg-type]
    assert {fresh.url, old.url} <= {each.url for each in everything.pages}


def test_looks_are_saved_and_changes_of_living_pages_are_found_soon() -> None:
    """A month of checks every six hours at 300 pages, most of them dead, a tenth alive: what it costs and brings."""
    dice, asked, waits = random.Random(5), 0, []
    for number in range(300):
        alive = number % 10 == 0
        one, seen = page(found=dice.uniform(0, 200) * DAY), None
        change_at, changes, changed_at = dice.expovariate(1 / 3), 0, None
        for check in range(120):
            at = NOW + check * 6 * HOUR
            if not is_due(one, seen, at, longest=DAY):
                continue
            asked += 1
            found = False
            while alive and change_at <= check / 4:
                waits.append(check / 4 - change_at)
                change_at, found = change_at + dice.expovariate(1 / 3), True
            changes, changed_at = (changes + 1, at) if found else (changes, changed_at)
            first = seen.first_at if seen else at
            seen = PageLooks((seen.number if seen else 0) + 1, first, at, changes, changed_at)
    assert asked < 0.45 * 300 * 120
    assert sum(waits) / len(waits) < 0.3, "days; looking at everything each time gives 0.125"
