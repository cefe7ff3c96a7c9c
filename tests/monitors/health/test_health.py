"""How a source is, and that a change of it is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitors.health.rows import Health, SourceState
from monitors.health.sources import look_at_health
from monitors.service.state_changes import tell_changes, told_state
from monitors.timing.silence import measure_silence
from storage.records import Failure, Page
from storage.store import Store
from tests.monitors.keeping import START, Desk, page

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WELL = Health(source="lantern", state=SourceState.OK, since=None, detail="", last_success_at=NOON)
BLOCKED = replace(WELL, state=SourceState.BLOCKED, detail="status 403")


def found(days: list[float]) -> list[Page]:
    """Pages found so many days after noon."""
    return [
        Page(
            url=f"https://example.org/{number}", source="lantern", address=f"https://example.org/{number}",
            found_at=NOON + timedelta(days=day), found_from="https://example.org/feed", listed_at=None,
        )
        for number, day in enumerate(days)
    ]  # fmt: skip


def test_twice_the_usual_gap_without_news_is_silence() -> None:
    pages = found([0, 0, 1, 2, 3, 3.001, 4, 5, 6])
    usual = measure_silence(pages, NOON + timedelta(days=7.9))
    assert usual is not None
    assert usual.usual == timedelta(days=1)
    assert not usual.is_unusual
    silent = measure_silence(pages, NOON + timedelta(days=8.1))
    assert silent is not None
    assert silent.is_unusual


def test_a_silence_that_the_source_has_kept_before_is_not_told() -> None:
    silence = measure_silence(found([0, 1, 2, 9, 10, 11, 12]), NOON + timedelta(days=18))
    assert silence is not None
    assert not silence.is_unusual


def test_nothing_is_said_of_silence_before_its_usual_length_is_known() -> None:
    assert measure_silence(found([0, 0, 0, 1, 2]), NOON + timedelta(days=90)) is None


def test_a_change_of_state_is_told_once_also_across_restarts(tmp_path: Path) -> None:
    told = []
    for hour, row in enumerate([WELL, WELL, BLOCKED, BLOCKED, BLOCKED, WELL, WELL]):
        with Store.open(tmp_path / "data") as store:
            told += tell_changes(store, [row], NOON + timedelta(hours=hour))
    assert told == [
        "lantern is blocked (was ok since 2026-11-23 12:00 UTC): status 403",
        "lantern is ok (was blocked since 2026-11-23 14:00 UTC)",
    ]
    with Store.open(tmp_path / "data") as store:
        assert told_state(store, "lantern") == (SourceState.OK, NOON + timedelta(hours=5))


def test_a_source_never_looked_at_is_not_told_of(tmp_path: Path) -> None:
    row = Health(source="lantern", state=SourceState.LATE, since=None, detail="never looked at")
    with Store.open(tmp_path / "data") as store:
        assert tell_changes(store, [row], NOON) == []


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        (Failure.ROBOTS, SourceState.BLOCKED),
        (Failure.WAIT, SourceState.BLOCKED),
        (Failure.TLS, SourceState.FAILING),
        (Failure.DNS, SourceState.FAILING),
    ],
)
def test_a_look_that_failed_says_why(tmp_path: Path, failure: Failure, state: SourceState) -> None:
    desk = Desk(tmp_path / "data")
    desk.look(failure=failure)
    with Store.open(desk.data) as store:
        (row,) = look_at_health(store, desk.configuration, now=START + timedelta(hours=7))
    assert row.state is state
    assert failure.value in row.detail


def test_a_page_in_which_no_text_is_found_is_no_silence_but_a_fault_of_ours(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")
    desk.look(page("The engineer was released."))
    desk.process()
    for _ in range(2):
        desk.look("<html><body><div id='app'></div></body></html>")
        desk.process()
    with Store.open(desk.data) as store:
        (row,) = look_at_health(store, desk.configuration, now=START + timedelta(hours=19))
    assert row.state is SourceState.SHRUNK
    assert "no text found on 1 pages" in row.detail
