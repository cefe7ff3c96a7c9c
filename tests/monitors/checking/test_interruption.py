"""A check killed at any moment, and the check after it: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from monitors.demo.folder import write_folder
from monitors.demo.planted import PLANTED
from monitors.demo.site import World
from tests.monitors.commanding import ask, defenderwatch


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "monitors.cli", *words]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DEFENDERWATCH_CONFIG": str(folder), "NO_COLOR": "1"}


def told(folder: Path) -> Counter[tuple[str, str, str, str]]:
    """Every event that is news, in the form of the demo's own list of what was planted."""
    return Counter(
        (event["subject"], event["kind"], change["kind"], urlsplit(change["url"]).path)
        for change in ask(folder, "changes", "--json")
        if not change["baseline"]
        for event in change["events"]
    )


def kill_after(folder: Path, seconds: float) -> None:
    """Start a check and kill its first process; its children must end by themselves."""
    process = subprocess.Popen(
        command("check"), env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def check_again(folder: Path) -> None:
    """Check as a person would when the killed check's children have ended; until then the folder is in use."""
    deadline = time.monotonic() + 20
    while children_of(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    done = defenderwatch("check", folder=folder)
    assert done.returncode in (0, 1), done.stderr


def test_a_check_killed_at_any_moment_loses_nothing_and_tells_nothing_twice(tmp_path: Path) -> None:
    moments = random.Random(20261123)
    folder = tmp_path / "desk"
    with World() as world:
        write_folder(folder, world)
        for _ in range(2):
            kill_after(folder, moments.uniform(0.4, 2.5))
        check_again(folder)
        world.advance()
        kill_after(folder, moments.uniform(0.8, 2.5))
        check_again(folder)
        check_again(folder)  # a page counts as gone after two looks
    planted = Counter((each.subject, each.event.value, each.change.value, each.path) for each in PLANTED)
    assert told(folder) == planted
    [verification] = ask(folder, "archive", "verify", "--json")
    assert verification["ok"], verification["problems"]
    whole = {path: path.read_bytes() for path in (folder / "data" / "archive" / "ledger").glob("*.jsonl")}
    for path in whole:
        path.unlink()
    [recovery] = ask(folder, "archive", "recover", "--json")
    assert recovery["ledger_lines"] > 0
    assert {path: path.read_bytes() for path in whole} == whole


def test_no_child_outlives_a_check_that_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with World() as world:
        write_folder(folder, world)
        kill_after(folder, 2.0)
        deadline = time.monotonic() + 10
        while children_of(folder) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert children_of(folder) == []


def children_of(folder: Path) -> list[int]:
    """Processes whose command line or environment names this folder, but for those that the tests themselves hold."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if f"PPid:\t{os.getpid()}\n" in (entry / "status").read_text():
                continue
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in words:
            found.append(int(entry.name))
    return found


def test_a_second_check_at_the_same_time_is_refused_with_a_reason(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with World() as world:
        write_folder(folder, world)
        first = subprocess.Popen(command("check"), env=environment(folder), stdout=subprocess.DEVNULL)
        lock = folder / "data" / "check.lock"
        deadline = time.monotonic() + 20
        while not (lock.exists() and lock.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        second = defenderwatch("check", folder=folder)
        first.terminate()
        first.wait()
    assert second.returncode == 2
    assert "another check is running" in second.stderr


def test_sigterm_ends_a_check_within_a_bound_and_keeps_what_it_had(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with World() as world:
        write_folder(folder, world)
        process = subprocess.Popen(
            command("check"), env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        time.sleep(1.5)
        process.terminate()
        _, said = process.communicate(timeout=40)
        assert "Traceback" not in said
        check_again(folder)
    [verification] = ask(folder, "archive", "verify", "--json")
    assert verification["ok"], verification["problems"]
