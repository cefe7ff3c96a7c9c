"""Runs a command and says what it took: wall time, CPU of all its processes, peak memory. Linux only (/proc)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.05  # seconds between two looks at the memory
_MB = 1_000_000
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one command took: seconds, and memory in MB (10^6 bytes)."""

    seconds: float
    cpu: float
    main: float
    largest: float
    tree: float


def measure_command(command: list[str], environment: dict[str, str], log: Path) -> Measured:
    """Run it to its end; RuntimeError with its last words where it could not run.

    Status 1 is our command's "it ran and found a problem" (a page that failed): its words are shown, and it counts.
    """
    began = time.monotonic()
    main = largest = tree = 0.0
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            sizes = _sizes_of_tree(process.pid)
            main = max(main, sizes.get(process.pid, 0.0))
            largest = max([largest, *sizes.values()])
            tree = max(tree, sum(sizes.values()))
            time.sleep(_EVERY)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode == 1:
        print(log.read_text(errors="replace")[-500:], file=sys.stderr)
    elif process.returncode != 0:
        raise RuntimeError(f"{command} ended with {process.returncode}:\n{log.read_text(errors='replace')[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(seconds=time.monotonic() - began, cpu=cpu, main=main, largest=largest, tree=tree)


def _sizes_of_tree(root: int) -> dict[int, float]:
    """Resident memory in MB of a process and everything below it."""
    sizes: dict[int, float] = {}
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        try:
            sizes[pid] = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / _MB
            for thread in Path(f"/proc/{pid}/task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
        except (OSError, IndexError):
            continue  # it ended between two looks
    return sizes
