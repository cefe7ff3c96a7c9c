"""Matching anew what is kept: only what differs is written, and whoever is stopped goes on there."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitors.commands.reading import _print_event
from monitors.comparing import page_histories, rematching
from monitors.comparing.rematching import Progress, rematch
from storage.records import EventKind
from storage.store import Store
from tests.monitors.keeping import URL, Desk, page

DETAINED = "Madina Kokbulakova was detained on 15 November near her home. Timur Zhelkenov defends her."
OTHER = f"{URL}-two"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two pages that name somebody who is only now tracked."""
    desk = Desk(data=tmp_path / "data")
    desk.look(page(DETAINED))
    desk.look(page(DETAINED), url=OTHER)
    desk.process()
    desk.subjects.append({"id": "timur-zhelkenov", "kind": "defender", "name": "Timur Zhelkenov"})
    return desk


def match_anew(desk: Desk, *, stop_after: int | None = None, workers: int = 0) -> Progress:
    def stop(progress: Progress, total: int) -> None:
        if stop_after is not None and progress.revisions >= stop_after:
            raise KeyboardInterrupt

    with Store.open(desk.data) as store:
        return rematch(store, desk.configuration, advanced=stop, workers=workers)


def told(desk: Desk) -> list[tuple[str, bool, EventKind]]:
    with Store.open(desk.data) as store:
        return sorted(
            (change.page, change.technical, event.kind) for change, event in store.subject_events("timur-zhelkenov")
        )


def test_only_revisions_whose_mentions_differ_are_written(desk: Desk) -> None:
    assert match_anew(desk).rewritten == 2
    assert match_anew(desk) == Progress(
        declared=match_anew(desk).declared, page=OTHER, revisions=2, rewritten=0, changes=0
    )


def test_who_is_stopped_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rematching, "_CHUNK", 1)
    matched: list[str] = []
    match = page_histories.PageMatcher.match
    monkeypatch.setattr(
        page_histories.PageMatcher, "match", lambda self, page: matched.append(page) or match(self, page)
    )
    with pytest.raises(KeyboardInterrupt):
        match_anew(desk, stop_after=1)
    assert told(desk) == [(URL, True, EventKind.APPEARED)]
    assert match_anew(desk).revisions == 2
    assert matched == [URL, OTHER]
    assert told(desk) == [(URL, True, EventKind.APPEARED), (OTHER, True, EventKind.APPEARED)]


def test_another_edit_of_the_watch_list_begins_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rematching, "_CHUNK", 1)
    with pytest.raises(KeyboardInterrupt):
        match_anew(desk, stop_after=1)
    desk.subjects[1]["name"] = "Timur Zhelkenuly"
    assert match_anew(desk).rewritten == 1


def test_worker_processes_find_the_same(desk: Desk) -> None:
    assert match_anew(desk, workers=1).rewritten == 2
    assert told(desk) == [(URL, True, EventKind.APPEARED), (OTHER, True, EventKind.APPEARED)]


def test_a_fault_of_ours_at_one_page_keeps_nobody_from_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    compare = page_histories.compare_revisions

    def fail_at_one(*revisions: object, **options: object) -> object:
        if revisions[1].page == URL:  # type: ignore[attr-defined]
            raise ValueError
        return compare(*revisions, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(page_histories, "compare_revisions", fail_at_one)
    assert match_anew(desk).faults == 1
    assert told(desk) == [(OTHER, True, EventKind.APPEARED)]


def test_a_history_from_the_archive_is_marked_as_such(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    match_anew(desk)
    with Store.open(desk.data) as store:
        for change, event in store.subject_events("timur-zhelkenov"):
            _print_event(change, event)
    assert capsys.readouterr().out.count("(technical: told from the archive, alerted nobody)") == 2
