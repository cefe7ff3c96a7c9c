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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.declarations import Source
from monitors.demo.folder import write_folder
from monitors.demo.site import World
from monitors.timing.planning import next_check
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
    due = next_check(store, SOURCE, NOW)
    assert abs(due - (NOW + timedelta(hours=4))) <= timedelta(minutes=10)
    assert next_check(store, SOURCE, NOW) == due, "a restart draws no other moment"


def test_what_became_due_while_we_were_down_is_due_at_once(store: Store) -> None:
    store.begin_run(Run(id="r1", started_at=NOW - timedelta(days=3), sources=("lantern",)))
    store.finish_run(run_id="r1", at=NOW - timedelta(days=3), reports=())
    assert next_check(store, SOURCE, NOW) == NOW


def test_a_check_that_was_killed_counts_for_nothing(store: Store) -> None:
    store.begin_run(Run(id="r1", started_at=NOW - timedelta(hours=1), sources=("lantern",)))
    assert next_check(store, SOURCE, NOW) == NOW


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """The service at work on the demonstration's folder, and the file of what it says; ended by SIGTERM."""
    with World() as world:
        write_folder(folder, world)
        service = folder / "defenderwatch.yaml"
        service.write_text(service.read_text() + f"\nreview:\n  listen: 127.0.0.1:{port}\n")
        said = folder / "said.txt"
        with said.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "monitors.cli", "run"],
                env={**os.environ, "DEFENDERWATCH_CONFIG": str(folder)},
                stderr=file,
            )
        try:
            yield process, said
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
    assert status == 0, said.read_text()
    assert "Traceback" not in said.read_text()


def test_the_service_checks_what_is_due_serves_the_desk_and_ends_at_sigterm(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "desk", port):
        wait_for_pages(tmp_path / "desk" / "data")
        assert refuses_strangers(port)


def test_a_broken_edit_is_refused_with_its_message_and_a_sound_one_is_taken_up_at_sighup(tmp_path: Path) -> None:
    folder, port = tmp_path / "desk", free_port()
    with serving(folder, port) as (process, said):
        wait_for_words(said, "watching")
        sound = (folder / "defenderwatch.yaml").read_text()
        (folder / "defenderwatch.yaml").write_text(sound + "\ntimezoen: UTC\n")
        process.send_signal(signal.SIGHUP)
        wait_for_words(said, "refused, the one before goes on")
        assert '"timezoen"' in said.read_text()
        assert refuses_strangers(port), "the desk still serves"
        (folder / "defenderwatch.yaml").write_text(sound)
        wait_for_words(said, "the configuration was read anew")  # noticed without a signal
        assert refuses_strangers(port)
        second = subprocess.run(
            [sys.executable, "-m", "monitors.cli", "--config", str(folder), "run"],
            check=False,
            capture_output=True,
            text=True,
        )
        assert second.returncode == 2
        assert "another service is running" in second.stderr


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads /proc")
def test_a_killed_service_leaves_no_process_behind(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with World() as world:
        write_folder(folder, world)
        service = folder / "defenderwatch.yaml"
        service.write_text(service.read_text() + f"\nreview:\n  listen: 127.0.0.1:{free_port()}\n")
        said = folder / "said.txt"
        with said.open("w") as file:
            command = [sys.executable, "-m", "monitors.cli", "--config", str(folder), "run"]
            process = subprocess.Popen(command, stderr=file)
        wait_for_words(said, "checking")
        wait_until(lambda: len(processes_of(folder)) > 1)
        process.kill()
        process.wait(10)
        wait_until(lambda: not processes_of(folder))


def processes_of(folder: Path) -> list[str]:
    """The command lines of the processes that work in that folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes().decode(errors="replace")
        except OSError:  # it has ended meanwhile
            continue
        found += [words] if str(folder) in words else []
    return found


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def wait_for_words(file: Path, words: str) -> None:
    deadline = time.monotonic() + 60
    while words not in file.read_text():
        assert time.monotonic() < deadline, file.read_text()
        time.sleep(0.1)


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
