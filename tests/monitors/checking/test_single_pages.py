"""`check --page`: a watched page is looked at now, and its source is due as before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from config.declarations import Configuration
from monitors.checking.check import Check
from monitors.commands.checking import _find_pages
from monitors.commands.options import CannotRun
from monitors.health.rows import SourceState
from monitors.health.sources import look_at_health
from monitors.timing.planning import next_check
from storage.records import PAGES_ONLY, Run
from storage.store import Store
from tests.monitors.keeping import START, URL, Desk, page


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "data", source={"name": "lantern", "url": URL, "expect_at_least": 1})
    desk.look(page("The engineer was released."))
    return desk


def test_a_page_is_found_by_its_address_however_it_is_written(desk: Desk) -> None:
    (found,) = _find_pages(desk.data, desk.configuration, [URL + "?utm_source=mail#top"])
    assert (found.url, found.source) == (URL, "lantern")
    assert _find_pages(desk.data, desk.configuration, []) == []


@pytest.mark.parametrize("url", ["https://example.org/other", "not an address"])
def test_what_is_no_watched_page_is_told(desk: Desk, url: str) -> None:
    with pytest.raises(CannotRun, match="is not a page that a source watches"):
        _find_pages(desk.data, desk.configuration, [url])


def test_a_page_of_a_source_that_is_no_longer_declared_is_told(desk: Desk) -> None:
    nothing = Configuration(service=desk.configuration.service, sources=(), watch_lists=())
    with pytest.raises(CannotRun):
        _find_pages(desk.data, nothing, [URL])


def test_a_look_at_a_single_page_is_no_check_of_its_source(desk: Desk, tmp_path: Path) -> None:
    run = Check(tmp_path, desk.data, desk.configuration, ["lantern"], pages=[URL])._begin()
    assert run.id.startswith(PAGES_ONLY) and run.sources == ()
    source, at = desk.configuration.source("lantern"), START + timedelta(hours=7)
    with Store.open(desk.data) as store:
        before = next_check(store, source, at)
        store.begin_run(Run(id=run.id, started_at=at, sources=()))
        store.finish_run(run_id=run.id, at=at, reports=())
        assert next_check(store, source, at) == before
        (row,) = look_at_health(store, desk.configuration, now=at)
    assert row.state is SourceState.OK
