"""What is due when, on a clock of the test's own."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.declarations import Service
from monitors.health.rows import SourceState
from monitors.health.sources import look_at_delivery
from monitors.service.accepted import accept, drop_others, take_fingerprint
from monitors.timing.digest_duty import find_owed, find_trouble, next_attempt, note_end
from monitors.timing.timetable import PAUSE, digest_moment, due_at, next_digest, retry_after, spread
from storage.records import Run
from storage.store import Store

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
LATE_NIGHT = Service.model_validate({"timezone": "Europe/Berlin", "digest": {"at": "02:30"}})


def test_a_check_that_fails_at_its_first_line_is_not_started_again_at_once() -> None:
    killed = Run(id="r", started_at=NOON)
    assert due_at(killed, timedelta(hours=6), NOON) == NOON
    assert due_at(killed, timedelta(hours=6), NOON, tried_at=NOON) == NOON + PAUSE


def test_a_check_longer_than_its_interval_makes_its_source_due_once_and_now() -> None:
    long = Run(id="r", started_at=NOON - timedelta(hours=3), finished_at=NOON)
    assert due_at(long, timedelta(hours=1), NOON) == NOON


def test_sources_of_one_interval_do_not_march_in_step_and_none_drifts_far() -> None:
    moves = {spread(f"source-{number}", NOON, timedelta(hours=6)) for number in range(50)}
    assert len(moves) == 50
    assert max(abs(each) for each in moves) <= timedelta(minutes=10)
    assert min(moves) < timedelta(0) < max(moves)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        (date(2026, 10, 24), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # 02:30 comes twice: the first
        (date(2026, 3, 28), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # 02:30 never comes: 03:30 on the clock
        (date(2026, 6, 1), datetime(2026, 6, 2, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_digest_has_one_moment_also_in_nights_when_clocks_are_set(day: date, moment: datetime) -> None:
    assert digest_moment(day, "02:30", BERLIN) == moment
    assert next_digest("02:30", BERLIN, moment - timedelta(seconds=1)) == moment
    assert next_digest("02:30", BERLIN, moment) > moment + timedelta(hours=22)


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2026, 3, 29)])
def test_a_hundred_restarts_round_its_hour_make_each_digest_exactly_once(tmp_path: Path, night: date) -> None:
    at = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=3)
    dice = random.Random(26)
    made: list[date] = []
    for _ in range(100):
        with Store.open(tmp_path / "data") as store:  # a restart: nothing is remembered but what is kept
            for day in find_owed(store, LATE_NIGHT, at):
                made.append(day)
                note_end(store, day, well=True, at=at)
        at += timedelta(minutes=dice.randint(1, 25))
    assert made == sorted(set(made))
    assert night - timedelta(days=1) in made


def test_digests_missed_in_a_downtime_are_made_afterwards_oldest_first_and_none_from_before_the_first_start(
    tmp_path: Path,
) -> None:
    service = Service.model_validate({"digest": {"at": "07:00"}})
    with Store.open(tmp_path / "data") as store:
        assert find_owed(store, service, NOON) == []
        assert find_owed(store, service, NOON + timedelta(days=3)) == [date(2026, 11, day) for day in (23, 24, 25)]
        assert len(find_owed(store, service, NOON + timedelta(days=60))) == 7


def test_a_failed_delivery_is_tried_again_ever_more_patiently_and_forgotten_once_it_went_out(tmp_path: Path) -> None:
    service = Service.model_validate({"digest": {"at": "07:00"}})
    with Store.open(tmp_path / "data") as store:
        find_owed(store, service, NOON - timedelta(days=1))
        (day,) = find_owed(store, service, NOON)
        waits = []
        at = NOON
        for _ in range(4):
            note_end(store, day, well=False, at=at)
            waits.append(next_attempt(store, service, at) - at)
            at += waits[-1]
        assert waits == [retry_after(number) for number in (1, 2, 3, 4)]
        assert all(earlier <= later for earlier, later in itertools.pairwise(waits))
        trouble = find_trouble(store)
        assert trouble is not None
        assert (trouble.day, trouble.since, trouble.attempts) == (day, NOON, 4)
        row = look_at_delivery(store, now=at)
        assert row is not None
        assert row.state is SourceState.FAILING
        assert f"{day}" in row.detail and "4 attempts" in row.detail
        note_end(store, day, well=True, at=at)
        assert look_at_delivery(store, now=at) is None
        assert next_attempt(store, service, at) == datetime(2026, 11, 24, 7, tzinfo=UTC)


def test_the_service_goes_by_a_copy_that_a_later_edit_does_not_reach(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    write_small_folder(folder)
    before = take_fingerprint(folder)
    accepted = accept(folder, folder / "data")
    (folder / "sources" / "one.yaml").write_text("name: broken\n")
    assert take_fingerprint(folder) != before
    assert (accepted.folder / "sources" / "one.yaml").read_text() != "name: broken\n"
    assert (accepted.folder / "data").resolve() == (folder / "data").resolve()
    write_small_folder(folder)
    second = accept(folder, folder / "data")
    drop_others(second)
    assert [each.name for each in (folder / "data" / "accepted").iterdir()] == [second.folder.name]


def write_small_folder(folder: Path) -> None:
    for room in ("sources", "watchlists"):
        (folder / room).mkdir(parents=True, exist_ok=True)
    (folder / "defenderwatch.yaml").write_text("timezone: UTC\n")
    (folder / "sources" / "one.yaml").write_text("name: lantern\nurl: https://example.org/\n")
    (folder / "watchlists" / "people.yaml").write_text(
        "name: people\nsubjects:\n  - {id: madina, kind: defender, name: Madina Kokbulakova}\n"
    )
