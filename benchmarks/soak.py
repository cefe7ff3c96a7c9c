"""A month of the service in minutes: `.venv/bin/python benchmarks/soak.py WORLD [--days 30] [--kills 50]`.

WORLD is the folder of a simulator that serves a small web changing from day to day (`world.py serve`, `POST
/_world/advance`, `world.py score`). Its sources are declared due every few seconds; the day goes on as soon as each was
checked in it. Nothing in the product knows of this. Meanwhile processes of the service are killed (-9) at random: any
of them before day 5, its parent included, which is then started again as systemd would; later all but the parent, so
that its memory can be followed. Printed: the score of the events, checks that were missed, how late others were, the
memory and descriptors of the parent on each day, and what was left running at the end. Linux only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storage.store import Store

FREE_UNTIL = 5
"""Days after which the parent is left alone."""

LONGEST_DAY = 240.0
"""Seconds after which a check that has not come is missed."""


@dataclass(slots=True)
class Service:
    """The service, started again whenever it was killed."""

    folder: Path
    said: Path
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def keep_up(self) -> None:
        """Start it where it does not run."""
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, "-m", "monitors.cli", "--config", str(self.folder), "run"]
            with self.said.open("ab") as said:
                self.process = subprocess.Popen(command, stdout=said, stderr=said)
            self.starts += 1

    def family(self) -> list[int]:
        """The parent and all processes below it."""
        found, waiting = [], [self.process.pid] if self.process else []
        while waiting:
            found.append(waiting.pop())
            for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
                try:
                    waiting += map(int, children.read_text().split())
                except OSError:
                    continue
        return found

    def measure(self) -> tuple[float, int, int]:
        """Memory (MB), descriptors and threads of the parent."""
        assert self.process is not None
        place = Path(f"/proc/{self.process.pid}")
        memory = int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        return memory, len(list((place / "fd").iterdir())), len(list((place / "task").iterdir()))


@dataclass(slots=True)
class Killer:
    """Kills now and then, until it has killed as often as it was told."""

    dice: random.Random
    kills: int
    days: int
    done: Counter[str] = field(default_factory=Counter)
    next_at: float = 0.0

    def act(self, service: Service, day: int) -> None:
        """Kill one process, if it is time."""
        owed = self.kills * (day + 1) / (self.days + 1)
        if self.done.total() >= owed or time.monotonic() < self.next_at:
            return
        family = service.family()
        chosen = self.dice.choice(family if day < FREE_UNTIL else family[1:] or [0])
        if chosen:
            kind = name_process(chosen, family[0])
            os.kill(chosen, signal.SIGKILL)
            self.done[kind] += 1
        self.next_at = time.monotonic() + self.dice.uniform(1.0, 8.0)


def name_process(pid: int, parent: int) -> str:
    """Which of our processes it is."""
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    if pid == parent:
        return "service"
    names = {
        "monitors.checking.fetching": "crawl",
        "monitors.child": "check",
        "resource_tracker": "tracker",
        "spawn_main": "reader",
    }
    return next((name for mark, name in names.items() if mark in words), "other")


def start_world(world: Path, work: Path, days: int, pages: int, seed: int) -> tuple[subprocess.Popen[str], str]:
    """The simulator, serving, and the address of its levers."""
    port = free_ports(8)
    command = [sys.executable, str(world / "world.py"), "serve", "--seed", str(seed), "--days", str(days)]
    command += ["--pages", str(pages), "--port", str(port), "--out", str(work)]
    serving = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert serving.stdout is not None
    return serving, str(json.loads(serving.stdout.readline())["admin"])


def free_ports(count: int) -> int:
    """The first of so many ports in a row that nobody listens at."""
    for start in range(20000, 30000, count):
        try:
            for port in range(start, start + count):
                socket.create_server(("0.0.0.0", port)).close()
        except OSError:
            continue
        return start
    raise RuntimeError("no free ports")


def hasten(folder: Path, every: int) -> list[str]:
    """The sources are due every few seconds, and the desk listens where nobody else does; their names."""
    for file in (folder / "sources").iterdir():
        lines = [line for line in file.read_text().splitlines() if not line.startswith("every:")]
        file.write_text("\n".join([*lines, f"every: {every}s", ""]))
    service = folder / "defenderwatch.yaml"
    service.write_text(service.read_text() + f"review:\n  listen: 127.0.0.1:{free_ports(1)}\n")
    return [file.stem for file in (folder / "sources").iterdir()]


def unchecked(data: Path, names: list[str], since: datetime) -> set[str]:
    """The sources of which no check has begun since then and ended."""
    if not (data / "defenderwatch.sqlite").exists():
        return set(names)
    with Store.open(data) as store:
        runs = [run for run in store.last_runs(limit=50) if run.finished_at and run.started_at >= since]
    return set(names) - {name for run in runs for name in run.sources}


def live_through(service: Service, killer: Killer, names: list[str], admin: str, days: int) -> dict[str, Any]:
    """All the days; what was seen on the way."""
    missed: list[tuple[int, str]] = []
    measured: dict[int, tuple[float, int, int]] = {}
    for day in range(days + 1):
        since, began = datetime.now(UTC), time.monotonic()
        while left := unchecked(service.folder / "data", names, since):
            service.keep_up()
            killer.act(service, day)
            if time.monotonic() - began > LONGEST_DAY:
                missed += [(day, name) for name in left]
                break
            time.sleep(0.5)
        service.keep_up()
        measured[day] = service.measure()
        memory, files, threads = measured[day]
        took = time.monotonic() - began
        print(
            f"day {day:2}: {took:5.1f} s, {killer.done.total():2} killed, service: {memory:.1f} MB, "
            f"{files} descriptors, {threads} threads",
            flush=True,
        )
        if day < days:
            urllib.request.urlopen(urllib.request.Request(f"{admin}/_world/advance", method="POST")).read()
    return {"missed": missed, "measured": measured}


def lateness(data: Path, every: int) -> tuple[int, float, float]:
    """How many checks were due, and how late they began beyond their interval: the median and the most (s)."""
    with Store.open(data) as store:
        runs = sorted((run for run in store.last_runs(limit=100_000)), key=lambda run: run.started_at)
    starts: dict[str, list[datetime]] = {}
    for run in runs:
        for name in run.sources:
            starts.setdefault(name, []).append(run.started_at)
    late = sorted(
        (later - earlier).total_seconds() - every
        for times in starts.values()
        for earlier, later in itertools.pairwise(times)
    )
    return len(late), late[len(late) // 2], late[-1]


def find_left(folder: Path) -> list[str]:
    """The processes that still work in that folder."""
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = each.read_bytes().decode(errors="replace").replace("\0", " ")
        except OSError:
            continue
        found += [words] if str(folder) in words and "soak.py" not in words and "world.py" not in words else []
    return found


def score(world: Path, work: Path, folder: Path) -> str:
    """What the simulator's own scorer says of the changes."""
    changes = work / "changes.jsonl"
    command = [sys.executable, "-m", "monitors.cli", "--config", str(folder), "changes", "--all", "--json"]
    with changes.open("wb") as file:
        subprocess.run(command, stdout=file, check=True)
    judge = [sys.executable, str(world / "world.py"), "score", "--truth", str(work / "truth.jsonl")]
    return subprocess.run([*judge, "--changes", str(changes)], capture_output=True, text=True, check=True).stdout


def main() -> int:
    """Live through it and report; 1 where something was missed, leaked or left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="a new folder for the run")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=10, help="seconds between two checks of a source")
    asked = parser.parse_args()
    work = asked.work.resolve()
    work.mkdir(parents=True)
    serving, admin = start_world(asked.world, work, asked.days, asked.pages, asked.seed)
    service = Service(work / "config", work / "said.txt")
    killer = Killer(random.Random(asked.seed), asked.kills, asked.days)
    try:
        names = hasten(service.folder, asked.every)
        seen = live_through(service, killer, names, admin, asked.days)
        assert service.process is not None
        service.process.terminate()
        status = service.process.wait(60)
        time.sleep(1.0)
        print(score(asked.world, work, service.folder))
    finally:
        for pid in service.family() if service.process and service.process.poll() is None else []:
            os.kill(pid, signal.SIGKILL)
        serving.terminate()
    return report(asked, service, killer, seen, status)


def report(asked: Any, service: Service, killer: Killer, seen: dict[str, Any], status: int) -> int:
    """Print the figures; 1 where one is not as it should be."""
    due, middle, most = lateness(service.folder / "data", asked.every)
    left, missed = find_left(service.folder), seen["missed"]
    print(f"killed: {dict(killer.done)}; the service was started {service.starts} times and ended with {status}")
    print(f"due checks missed: {len(missed)} {missed}")
    print(f"{due} checks came, half of them at most {middle:.1f} s after they were due, the last {most:.1f} s")
    first, last = seen["measured"][min(FREE_UNTIL + 1, asked.days)], seen["measured"][asked.days]
    growth = last[0] / first[0] - 1
    print(f"memory of the service: {first[0]:.1f} MB, at the end {last[0]:.1f} MB ({growth:+.1%}); "
          f"descriptors {first[1]}, {last[1]}; threads {first[2]}, {last[2]}")  # fmt: skip
    print(f"processes left: {len(left)} {left}")
    traced = "Traceback" in service.said.read_text(errors="replace")
    print(f"tracebacks in what it said: {'some' if traced else 'none'}")
    return 1 if missed or left or traced or growth > 0.05 or last[1] > first[1] + 2 or status != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
