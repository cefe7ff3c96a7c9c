"""The service: it checks what is due, serves the desk, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.declarations import Source
from monitors.demo.folder import write_folder
from monitors.demo.site import World
from monitors.scheduling import digest_day, next_check
from storage.records import Run
from storage.store import Store

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
SOURCE = Source.model_validate({"name": "lantern", "url": "https://example.org/", "every": "6h"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "data") as opened:
        yield opened


def test_a_source_never_checked_is_due_at_once(store: Store) -> None:
    assert next_check(store, SOURCE, NOW) == NOW


def test_a_source_is_due_its_interval_after_its_last_check_also_across_a_restart(store: Store) -> None:
    store.begin_run(Run(id="r1", started_at=NOW - timedelta(hours=2), sources=("lantern",)))
    store.finish_run(run_id="r1", at=NOW - timedelta(hours=2), reports=())
    assert next_check(store, SOURCE, NOW) == NOW + timedelta(hours=4)


def test_what_became_due_while_we_were_down_is_due_at_once(store: Store) -> None:
    store.begin_run(Run(id="r1", started_at=NOW - timedelta(days=3), sources=("lantern",)))
    store.finish_run(run_id="r1", at=NOW - timedelta(days=3), reports=())
    assert next_check(store, SOURCE, NOW) == NOW


def test_a_check_that_was_killed_counts_for_nothing(store: Store) -> None:
    store.begin_run(Run(id="r1", started_at=NOW - timedelta(hours=1), sources=("lantern",)))
    assert next_check(store, SOURCE, NOW) == NOW


def test_the_digest_of_the_morning_tells_of_the_local_day_that_has_ended() -> None:
    assert digest_day(ZoneInfo("Asia/Almaty"), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)) == "2026-11-23"
    assert digest_day(ZoneInfo("Asia/Almaty"), datetime(2026, 11, 23, 20, 0, tzinfo=UTC)) == "2026-11-23"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_service_checks_what_is_due_serves_the_desk_and_ends_at_sigterm(tmp_path: Path) -> None:
    folder, port = tmp_path / "desk", free_port()
    with World() as world:
        write_folder(folder, world)
        service = folder / "defenderwatch.yaml"
        service.write_text(service.read_text() + f"\nreview:\n  listen: 127.0.0.1:{port}\n")
        process = subprocess.Popen(
            [sys.executable, "-m", "monitors.cli", "run"],
            env={**os.environ, "DEFENDERWATCH_CONFIG": str(folder)},
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            wait_for_pages(folder / "data")
            assert refuses_strangers(port)
        finally:
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert "Traceback" not in said


def wait_for_pages(data: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if (data / "defenderwatch.sqlite").exists():
            with Store.open(data) as store:
                if any(run.finished_at for run in store.last_runs(limit=5)) and list(
                    store.changes(include_silent=True)
                ):
                    return
        time.sleep(0.3)
    raise AssertionError("the service checked nothing within a minute")


def refuses_strangers(port: int) -> bool:
    """Whether the desk answers, and shows nothing to who has not entered the code."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            return "/login" in answer.url or "code" in answer.read().decode().casefold()
    except urllib.error.HTTPError as refused:
        return refused.code in (401, 403)
