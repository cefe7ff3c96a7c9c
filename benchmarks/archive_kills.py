"""Kill a running check with signal 9, again and again in one folder; then recover and verify.

    python benchmarks/archive.py kills [--times 100] [--seed 1]

Each check runs as an operator's does, against a small site on loopback; its whole process group is killed after a
random time. What the database knows at that moment was acknowledged. Exit status 1 where one of those captures is
lost or says something else in the end, one is there twice, or the archive does not verify.
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive_site import Site

from storage.archive.recovery import recover_archive
from storage.archive.verification import verify
from storage.records import Capture
from storage.store import Store


def main(words: list[str]) -> int:
    """Print what the kills met, and what became of the archive."""
    parser = argparse.ArgumentParser(prog="benchmarks/archive.py kills")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    chance = random.Random(asked.seed)
    acknowledged: dict[str, Capture] = {}
    seen: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as folder, Site() as site:
        place = site.write_folder(Path(folder) / "desk")
        try:
            for _ in range(asked.times):
                before = len(acknowledged)
                seen["killed" if kill_a_check(place, chance) else "ended before the kill"] += 1
                acknowledged |= captures(place / "data")
                seen["killed while it recorded"] += len(acknowledged) > before
        except KeyboardInterrupt:
            print("interrupted: what was killed until now is judged")
        recover_archive(place / "data")
        kept, found = captures(place / "data"), verify(place / "data")
        torn = len(list((place / "data" / "archive" / "torn").glob("*.warc.gz*")))
    lost = [each for each, capture in acknowledged.items() if kept.get(each) != capture]
    print(", ".join(f"{count} {what}" for what, count in seen.items()) + f"; {torn} torn tails set aside")
    print(
        f"{len(acknowledged)} captures acknowledged, {len(lost)} of them lost or changed, {found.captures} in the end"
    )
    print(f"verify: {'ok' if found.ok else found.problems[:5]}")
    return 1 if lost or not found.ok or len(kept) != found.captures else 0


def kill_a_check(place: Path, chance: random.Random) -> bool:
    """Start a check and kill all of its processes once it has begun to record; whether it was still running."""
    before = open_files(place)
    command = [sys.executable, "-m", "monitors.cli", "--config", str(place), "check"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, start_new_session=True, **quiet) as process:
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline and open_files(place) <= before:
            time.sleep(0.01)
        time.sleep(chance.expovariate(1))
        running = process.poll() is None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return running


def open_files(place: Path) -> set[Path]:
    """The WARC files that are written to, or that a kill left so."""
    return set((place / "data" / "archive" / "warc").rglob("*.open"))


def captures(data: Path) -> dict[str, Capture]:
    """The captures that the database knows."""
    if not (data / "defenderwatch.sqlite").exists():
        return {}
    with Store.open(data) as store:
        return {each.id: each for each in store.last_captures(source="site", limit=10_000_000)}
