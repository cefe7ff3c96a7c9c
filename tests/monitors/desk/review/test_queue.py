"""What the store finds for the filters is what the wording says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils.migrations import Migrations

from monitors.review.filters import Filters
from monitors.review.queue import MINOR, group_change, load_queue, order_events
from storage.database import FILE_NAME, Database
from storage.doors.changes import Trait
from storage.doors.triage import Narrowing
from storage.migrations import MIGRATIONS
from storage.records import EventKind, Page
from storage.store import Store

KINDS = ["vanished", "status", "new", "changed", MINOR]


@pytest.fixture
def filled(tmp_path, day):
    """A store with a change of every sort."""
    told = {
        "status": day.sentenced(),
        "vanished": day.vanished(),
        "new": day.appeared(),
        "same status": day.change(
            "same",
            day.event(
                "marzhan-qosherbai",
                EventKind.CONTEXT_CHANGED,
                day.passage(day.JAILED, "Маржан Кошербай"),
                day.passage(day.JAILED + " Снова.", "Маржан Кошербай"),
                status="sentenced",
            ),
        ),
        "minor": day.change(
            "minor",
            day.event(
                "yerkin-baltabai",
                EventKind.RESPELLED,
                day.passage(day.ACCUSED, "Yerkin Baltabai"),
                day.passage(day.ACCUSED, "Yerkin Baltabai"),
                material=False,
            ),
        ),
        "first look": day.change("first", day.named(day.ACCUSED), baseline=True),
        "ours": day.change("ours", day.named(day.ACCUSED), technical=True),
        "silent": day.change("silent"),
    }
    with Store.open(tmp_path) as store:
        for change in told.values():
            page = Page(
                url=change.page, source=change.source, address=change.url, found_at=day.NOON, found_from=None,
                listed_at=None,
            )  # fmt: skip
            store.find_page(url=page.url, source=page.source, at=day.NOON, found_from=None)
            store.put_change(store_free(change))
    return tmp_path


def store_free(change):
    """The change without the capture that this store does not hold."""
    return replace(change, capture=None)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_holds_exactly_the_changes_of_that_kind(desk, filled, day, kind):
    with Store.open(filled) as store:
        here = replace(desk.app.state.desk, store=store)
        found = {line.change.id for line in load_queue(here, Filters(kind=kind)).lines}
        every = store.queue(limit=99)
    assert len(every) == 5
    assert found == {each.id for each in every if group_change(each) == kind} != set()


def test_without_a_filter_small_rewordings_are_left_out(desk, filled, day):
    with Store.open(filled) as store:
        here = replace(desk.app.state.desk, store=store)
        assert len(load_queue(here, Filters()).lines) == 4
        assert load_queue(here, Filters(kind="nonsense")).lines == ()
        assert load_queue(here, Filters(subject="000000000000")).lines == ()


def test_a_queue_is_narrowed_by_source_and_subject(filled, day):
    with Store.open(filled) as store:
        assert [each.source for each in store.queue(limit=9, narrowing=Narrowing(source="herald"))] == ["herald"]
        assert {each.id for each in store.queue(limit=9, narrowing=Narrowing(subject="article-488"))} == {
            day.hexadecimal("court")
        }
        assert len(store.queue(limit=9, unwanted=Trait.LISTED)) == 1


def make_older(newer: Path, older: Path) -> None:
    """What the newer database holds stands in one that only the first migration has made."""
    first = Migrations("defenderwatch")
    first(name="0001 first tables")(next(each.fn for each in MIGRATIONS._migrations))
    Database(older, create=True, migrations=first).close()
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("ATTACH ? AS newer", (str(newer),))
        for table in ("pages", "changes", "events"):
            columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f"PRAGMA main.table_info({table})"))
            connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}")
        connection.commit()


def test_a_store_of_an_older_version_gets_its_queue(filled, tmp_path_factory):
    older = tmp_path_factory.mktemp("older")
    with Store.open(filled) as store:
        before = store.queue(limit=9)
    make_older(filled / FILE_NAME, older / FILE_NAME)
    with Store.open(older) as store:
        assert store.queue(limit=9) == before


def test_of_the_events_of_a_change_the_gravest_is_told_first_and_a_person_before_a_law(day):
    change = day.sentenced()
    turned = replace(change, events=change.events[::-1])
    assert [each.subject for each in order_events(turned)] == ["marzhan-qosherbai", "article-488"]
